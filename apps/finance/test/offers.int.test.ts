import { problem } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startFinance, visitor, type Finance } from './finance.ts';
import { READER } from './books.ts';
import { aRun, aTakeover, introUses } from './offers-data.ts';
import { ada, nora } from './world.ts';

let finance: Finance;
beforeAll(async () => {
  finance = await startFinance();
});
afterAll(() => finance.close());
beforeEach(() => finance.reset());

const asNora = () => visitor(finance.url, nora.session);
const rowsOf = async (path: string) =>
  (await asNora().get(path)).document
    .querySelectorAll('tbody tr')
    .map((row) => row.querySelectorAll('td').map(({ textContent }) => textContent));

describe('offers', () => {
  test('are listed by version, with every charge, its currency, and how many have it', async () => {
    const rows = await rowsOf('/offers');

    expect(rows.map((row) => [row[1], row[2], row[5], row[6]])).toEqual([
      [
        '2',
        '1.00 USD once, for 28 days, then \n9.00 USD every 4 weeks × 13, then \n15.00 USD every 4 weeks',
        '12,345',
        'on sale',
      ],
      ['1', '12.00 USD every 4 weeks', '3', 'not sold any more'],
    ]);
  });
});

describe('imports', () => {
  test('are listed with how many lines each has gone through', async () => {
    expect((await rowsOf('/imports')).map((row) => row.slice(1))).toEqual([
      ['a file', 'looked at', '1,203', '1', 'admin:pia', 'not gone through yet'],
      ['a Stripe account', 'taken over', '40', '0', 'admin:pia', 'done'],
    ]);
  });

  test('show line by line what came of it and why, and lead on to more lines', async () => {
    const { document } = await asNora().get(`/imports/${aRun.id}`);

    expect(document.textContent).toContain('There is no e-mail address, or it is not one.');
    expect(document.querySelector('.tabs')?.textContent).toBe(
      'all (1,203)can be taken over (1,200)was here already (2)refused (1)',
    );
    expect(document.querySelector('a[rel=next]')?.getAttribute('href')).toBe(`/imports/${aRun.id}?after=4`);
    expect(document.querySelector('.actions')?.textContent).toBe('Look again');
  });

  test('one outcome is shown alone, from where its list goes on', async () => {
    const { document } = await asNora().get(`/imports/${aRun.id}?outcome=refused&after=2`);

    expect(finance.world.calls('importReport')).toMatchObject([
      { token: nora.token, query: { outcome: 'refused', after: '2' } },
    ]);
    expect(document.querySelector('.tabs [aria-current]')?.textContent).toBe('refused (1)');
    expect(document.querySelector('.pager a')?.getAttribute('href')).toBe(
      `/imports/${aRun.id}?outcome=refused`,
    );
  });

  test('one that is done is not looked at again', async () => {
    const { document } = await asNora().get(`/imports/${aTakeover.id}`);

    expect(document.querySelector('.facts')?.textContent).toContain('price_1 is digital');
    expect(document.querySelector('.actions')).toBeNull();
  });

  test.each(['x', `${aRun.id}?after=x`, `${aRun.id}?outcome=lost`])('%s is not there', async (path) => {
    expect((await asNora().get(`/imports/${path}`)).status).toBe(404);
  });

  test('one that billing does not know is not there either', async () => {
    finance.world.billing.answer('getImport', () => problem(404, 'import-not-found'));

    expect((await asNora().get(`/imports/${aRun.id}`)).status).toBe(404);
  });
});

describe.each([
  ['/offers', 'listOfferVersions', 'Nothing was on sale yet'],
  ['/imports', 'listImports', 'Nobody was imported yet'],
])('%s', (path, operation, empty) => {
  test('says that there is none yet, and that billing is away', async () => {
    finance.world.billing.answer(operation, () => ({ answer: { data: [], nextCursor: null } }));
    expect((await asNora().get(path)).document.textContent).toContain(empty);
    finance.world.billing.setAway(true);
    expect((await asNora().get(path)).status).toBe(503);
  });

  test('nobody without the role sees it', async () => {
    expect((await visitor(finance.url, ada.session).get(path)).status).toBe(403);
    expect((await visitor(finance.url).get(path)).status).toBe(303);
    expect(finance.world.calls(operation)).toEqual([]);
  });
});

describe('introductions of a reader', () => {
  const path = `/readers/${READER}`;
  const [counts] = introUses;

  test('are shown with what came of each, and whether it counts', async () => {
    const { document } = await asNora().get(path);
    const rows = document.querySelectorAll('#introductions tbody tr');

    expect(rows.map((row) => row.querySelectorAll('td')[2]?.textContent)).toEqual(['yes', 'no, waived']);
    expect(document.querySelector('input[name=checkoutId]')?.getAttribute('value')).toBe(counts.checkoutId);
  });

  test('one is let not count, with a reason, in the person’s own name', async () => {
    const done = await asNora().post(path, { checkoutId: counts.checkoutId, note: 'A family shares a card' });

    expect([done.status, done.location]).toEqual([303, `${path}#introductions`]);
    expect(finance.world.calls('waiveIntroUse')).toMatchObject([
      { token: nora.token, params: { id: counts.checkoutId }, body: { note: 'A family shares a card' } },
    ]);
  });

  test('without a reason nothing is done, and the mistake stands beside its field', async () => {
    const { status, document } = await asNora().post(path, { checkoutId: counts.checkoutId, note: ' x ' });

    expect([status, document.querySelector('#field-note')?.getAttribute('value')]).toEqual([422, 'x']);
    expect(document.querySelector('#field-note-error')?.textContent).toContain('why');
    expect(finance.world.calls('waiveIntroUse')).toEqual([]);
  });

  test('nobody without the role waives one; one that billing does not know is not there', async () => {
    const form = { checkoutId: counts.checkoutId, note: 'A family shares a card' };
    expect((await visitor(finance.url, ada.session).post(path, form)).status).toBe(403);
    expect(finance.world.calls('waiveIntroUse')).toEqual([]);
    finance.world.billing.answer('waiveIntroUse', () => problem(404, 'intro-use-not-found'));
    expect((await asNora().post(path, form)).status).toBe(404);
  });
});
