import { problem } from '@gatefold/web-kit/testing';
import { describe, expect, test } from 'vitest';
import { sharedFinance, visitor } from './finance.ts';
import { READER } from './books.ts';
import { aRun, aTakeover, catalogueFile, changes, introUses } from './offers-data.ts';
import { ada, nora } from './people.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);
const rowsOf = async (path: string) =>
  (await asNora().get(path)).document
    .querySelectorAll('tbody tr')
    .map((row) => row.querySelectorAll('td').map(({ textContent }) => textContent));

describe('offers', () => {
  test('are listed by version, with the titles that sell it, every charge, its currency, and how many have it', async () => {
    const rows = await rowsOf('/offers');

    expect(rows.map((row) => [row[1], row[2], row[3], row[6], row[7]])).toEqual([
      [
        '2',
        'meridian, signal',
        '1.00 USD once, for 28 days, then \n9.00 USD every 4 weeks × 13, then \n15.00 USD every 4 weeks',
        '12,345',
        'on sale',
      ],
      ['1', 'meridian', '12.00 USD every 4 weeks', '3', 'not sold any more'],
      ['2', 'meridian', '150.00 USD once, for a year', '41', 'on sale'],
      ['1', 'meridian', '120.00 USD once, for 12 months', '1,203', 'not sold any more'],
    ]);
  });

  test('do not say that nothing was on sale where gifts were', async () => {
    finance.world.billing.answer('listOfferVersions', () => ({ answer: { data: [], nextCursor: null } }));
    const { document } = await asNora().get('/offers');
    expect(document.textContent).not.toContain('Nothing was on sale');
  });
});

describe('what a file would change', () => {
  const look = (text: string) => asNora().post('/offers/plan', { file: text });

  test('is led to from the offers, and says itself that nothing is changed', async () => {
    const { document } = await asNora().get('/offers');
    expect(document.querySelector('a[href="/offers/plan"]')).not.toBeNull();
    expect((await asNora().get('/offers/plan')).document.textContent).toContain('nothing is changed');
  });

  test('is shown field by field, as it is now and then, of a file as large as those of papers are', async () => {
    const { status, document } = await look(catalogueFile);

    expect([status, document.querySelectorAll('h3').map(({ textContent }) => textContent)]).toEqual([
      200,
      [
        'Offer digital: changed, as version 3',
        'Offer student: new, as version 1',
        'Gift gift-year: changed, as version 3',
        'Code SPRING: no longer on sale; whoever has it keeps it',
      ],
    ]);
    const rows = document
      .querySelectorAll('tbody tr')
      .map((row) => row.querySelectorAll('td').map(({ textContent }) => textContent));
    expect(rows[0]).toEqual(['phases.standard.amount', '$15.00', '$16.00']);
    expect(rows[2]).toEqual(['audience', 'nothing', 'returning']);
    expect(finance.world.calls('planCatalogue')).toMatchObject([{ token: nora.token }]);
    expect(finance.world.calls('applyCatalogue')).toEqual([]);
    expect(document.querySelector('textarea')?.textContent).toBe(catalogueFile);
  });

  test('that is on sale already says so', async () => {
    const same = { ...changes[4] };
    finance.world.billing.answer('planCatalogue', () => ({
      answer: { base: null, isChange: false, changes: [same] },
    }));
    expect((await look(catalogueFile)).document.textContent).toContain('Nothing would change');
  });

  test.each([
    { what: 'nothing', text: ' ', says: 'Please paste the file' },
    { what: 'no JSON', text: '{', says: 'It is no JSON' },
    { what: 'another file', text: '{"offers": {}}', says: 'publication' },
  ])('of $what is refused with its mistake, and billing is not asked', async ({ text, says }) => {
    const { status, document } = await look(text);
    expect([status, document.querySelector('[role=alert]')?.textContent]).toEqual([
      422,
      expect.stringContaining(says),
    ]);
    expect(document.querySelector('textarea')?.textContent).toBe(text);
    expect(finance.world.calls('planCatalogue')).toEqual([]);
  });

  test('shows the mistakes that billing finds, each with its place', async () => {
    const issues = [{ field: 'offers.digital.consent', message: 'write it anew' }];
    finance.world.billing.answer('planCatalogue', () => {
      const refused = problem(422, 'catalogue-invalid');
      return { ...refused, answer: { ...(refused.answer as object), issues } };
    });
    const { status, document } = await look(catalogueFile);
    expect([status, document.querySelector('[role=alert] li')?.textContent]).toEqual([
      422,
      'offers.digital.consent write it anew',
    ]);
  });

  test('nobody without the role compares; billing away is said, and other forms stay small', async () => {
    expect((await finance.as(ada).post('/offers/plan', { file: catalogueFile })).status).toBe(403);
    expect(finance.world.calls('planCatalogue')).toEqual([]);
    expect((await asNora().post('/webhooks', { url: catalogueFile })).status).toBe(413);
    finance.world.billing.setAway(true);
    expect((await look(catalogueFile)).status).toBe(503);
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
  ['/offers', ['listOfferVersions', 'listGiftVersions'], 'Nothing was on sale yet'],
  ['/imports', ['listImports'], 'Nobody was imported yet'],
] as const)('%s', (path, operations, empty) => {
  test('says that there is none yet, and that billing is away', async () => {
    for (const operation of operations)
      finance.world.billing.answer(operation, () => ({ answer: { data: [], nextCursor: null } }));
    expect((await asNora().get(path)).document.textContent).toContain(empty);
    finance.world.billing.setAway(true);
    expect((await asNora().get(path)).status).toBe(503);
  });

  test('nobody without the role sees it', async () => {
    expect((await finance.as(ada).get(path)).status).toBe(403);
    expect((await visitor(finance.url).get(path)).status).toBe(303);
    expect(operations.flatMap((operation) => finance.world.calls(operation))).toEqual([]);
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
    expect((await finance.as(ada).post(path, form)).status).toBe(403);
    expect(finance.world.calls('waiveIntroUse')).toEqual([]);
    finance.world.billing.answer('waiveIntroUse', () => problem(404, 'intro-use-not-found'));
    expect((await asNora().post(path, form)).status).toBe(404);
  });
});
