import { problem } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startFinance, visitor, type Finance } from './finance.ts';
import { aRun, aTakeover } from './offers-data.ts';
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
