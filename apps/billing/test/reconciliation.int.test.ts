import { DAY, plus } from '@gatefold/kernel';
import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adaWithRefund, type AdaWithRefund } from './giving-back.ts';

let { billing, ada, ids, finance, ask } = {} as AdaWithRefund;
beforeAll(async () => {
  ({ billing, ada, ids, finance, ask } = await adaWithRefund());
});
afterAll(() => billing.close());

const day = (instant: Date): string => instant.toISOString().slice(0, 10);

describe('reconciling now', () => {
  const reconciled = async () => (await ask('/v1/reconciliation').expect(200)).body;

  test('is empty on a good day, refunds and open drafts and all', async () => {
    expect(await reconciled()).toMatchObject({
      tie: [{ difference: '0' }],
      receivables: [],
      suspense: [],
      openCases: [],
    });
  });

  test('shows whose money is missing, and what to do', async () => {
    const entry = anId(700);
    await billing.sql.query(
      `WITH booked AS (INSERT INTO ledger_entry (id, journal, key, source, at, subscription_id, reader_id)
         VALUES ($1, 'documents', 'invoice:in_by_hand', 'in_by_hand', now(), $2, $3) RETURNING id)
       INSERT INTO ledger_line (entry_id, position, account, amount, currency)
       SELECT $1, position, account, amount, 'USD' FROM booked, (VALUES (1, 'receivable', 900), (2, 'deferred:year_one', -900))
         AS line (position, account, amount)`,
      [entry, ada.subscription.id, ada.readerId],
    );

    expect((await reconciled()).receivables).toMatchObject([
      { subscriptionId: ada.subscription.id, difference: { amount: '900' }, cause: 'paid-too-little' },
    ]);
  });
});

describe('reconciling by day', () => {
  type Days = {
    from: string;
    days: { day: string; ledger: string; difference: string; movements: number }[];
    differences: { id: string; cause: string; suggestion: string; ledger: string | null }[];
  };
  const days = async (): Promise<Days> => {
    const until = plus(await billing.simulator.now(), DAY);
    const window = { from: day(plus(until, -31 * DAY)), until: day(until) };
    return (await ask('/v1/reconciliation/days', window).expect(200)).body;
  };
  const inTheBooks = (statement: string) =>
    billing.sql.query(`BEGIN; SET LOCAL session_replication_role = replica; ${statement}; COMMIT`);

  test('ties on every day: what came, what went back', async () => {
    // The last second is not over for either book.
    await billing.simulator.turnTo(plus(await billing.simulator.now(), 2_000));
    const { days: all, differences } = await days();

    expect(differences).toEqual([]);
    expect(all.length).toBeGreaterThanOrEqual(2);
    expect(all.every(({ difference }) => difference === '0')).toBe(true);
    expect(all.reduce((sum, { movements }) => sum + movements, 0)).toBe(3);
  });

  test('ties in the currency that the balance is kept in, whatever else an entry has lines of', async () => {
    await inTheBooks(
      `INSERT INTO ledger_line (entry_id, position, account, amount, currency)
       SELECT e.id, 90 + sign, 'trading', sign * 900, 'ZAR' FROM ledger_entry e, (VALUES (1), (-1)) AS line (sign)
       WHERE e.key = '${ids.moved}'`,
    );

    expect((await days()).differences).toEqual([]);
  });

  test('names what is not booked, which one word books, once', async () => {
    await inTheBooks(
      `DELETE FROM ledger_line l USING ledger_entry e WHERE e.id = l.entry_id AND e.key = '${ids.moved}';
       DELETE FROM ledger_entry WHERE key = '${ids.moved}'; UPDATE cursor SET at = at + interval '40 days' WHERE name = 'cash'`,
    );
    const { days: all, differences } = await days();
    expect(differences).toMatchObject([{ id: ids.moved, cause: 'not-booked', ledger: null }]);
    const [missing] = all.filter(({ difference }) => difference !== '0');

    const book = async (who = finance) =>
      (await billing.api.post(`/v1/reconciliation/days/${missing?.day}/booking`).set('authorization', who))
        .body;
    expect(await book(`Bearer ${await billing.readerToken(ada.readerId)}`)).toMatchObject({ status: 403 });
    expect([await book(), await book()]).toEqual([{ booked: 1 }, { booked: 0 }]);
    expect((await days()).differences).toEqual([]);
    expect((await ask('/v1/audit', { subject: missing?.day })).body.data).toMatchObject([
      { action: 'cash.book-day', facts: { booked: '1' } },
    ]);
  });

  test('names what Stripe has not, and what is booked otherwise', async () => {
    await inTheBooks(`UPDATE ledger_entry SET key = 'txn_nobodys' WHERE key = '${ids.moved}'`);
    expect((await days()).differences.map(({ id, cause }) => [id, cause])).toEqual(
      expect.arrayContaining([
        [ids.moved, 'not-booked'],
        ['txn_nobodys', 'unknown-to-stripe'],
      ]),
    );
    await inTheBooks(
      `UPDATE ledger_entry SET key = '${ids.moved}' WHERE key = 'txn_nobodys';
       UPDATE ledger_line l SET amount = amount + 1 FROM ledger_entry e
       WHERE e.id = l.entry_id AND e.key = '${ids.moved}' AND l.account = 'stripe-balance'`,
    );
    const { differences } = await days();
    expect(differences).toMatchObject([{ id: ids.moved, cause: 'booked-otherwise' }]);
    expect(differences[0]?.suggestion).toContain('another sum');
  });

  test.each([
    { from: '2026-11-02', until: '2026-11-02' },
    { from: '2026-11-01', until: '2026-12-03' },
    { from: '2026-02-30', until: '2026-03-02' },
  ])('refuses days from $from until $until', async (window) => {
    await ask('/v1/reconciliation/days', window).expect(400);
  });
});

test('money of nobody is listed with its case, open or settled', async () => {
  await billing.sql.query(
    `WITH booked AS (INSERT INTO ledger_entry (id, journal, key, source, at)
       VALUES ($1, 'cash', 'txn_foreign', 'ch_foreign', now()) RETURNING id)
     INSERT INTO ledger_line (entry_id, position, account, amount, currency)
     SELECT id, position, account, amount, 'USD' FROM booked, (VALUES (1, 'stripe-balance', 700), (2, 'suspense', -700))
       AS line (position, account, amount)`,
    [anId(701)],
  );
  const listed = async () => (await ask('/v1/suspense').expect(200)).body.data;
  expect(await listed()).toMatchObject([{ key: 'txn_foreign', amount: { amount: '-700' }, case: null }]);
  await billing.sql.query(
    `INSERT INTO review_case (id, kind, subject, facts, opened_at)
     VALUES ($1, 'foreign-balance-transaction', 'txn_foreign', '{}', now())`,
    [anId(702)],
  );

  expect(await listed()).toMatchObject([{ case: { id: anId(702), isOpen: true } }]);
  await billing.sql.query('UPDATE review_case SET closed_at = now()');
  expect(await listed()).toMatchObject([{ case: { isOpen: false } }]);
});
