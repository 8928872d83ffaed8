import { DAY, HOUR, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, START, type Billing } from './harness.ts';

const start = new Date(START);
let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
  await buyer.buy('ada@meridian.example');
  await fetch(`${billing.simulator.url}/_sim/payouts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schedule: 'daily' }),
  });
  await billing.simulator.turnTo(plus(start, 28 * DAY + 2 * HOUR));
  await billing.simulator.turnTo(plus(start, 40 * DAY));
});
afterAll(() => billing.close());

type Account = {
  journal: string;
  account: string;
  opening: { amount: string };
  moved: { amount: string };
  closing: { amount: string };
};
type Period = {
  state: string;
  accounts: Account[];
  payouts: { amount: { amount: string } }[];
  late: { key: string }[];
};
const look = async (month: string): Promise<Period> =>
  (await buyer.as('get', `/v1/periods/${month}`)).body as Period;
const sums = (accounts: readonly Account[], of: 'opening' | 'moved' | 'closing') =>
  accounts.reduce((total, one) => total + Number(one[of].amount), 0);

test('each month balances, and what closes one opens the next', async () => {
  const [february, march] = [await look('2026-02'), await look('2026-03')];

  expect([sums(february.accounts, 'moved'), sums(march.accounts, 'closing')]).toEqual([0, 0]);
  const closing = (account: string) =>
    february.accounts.find((one) => one.journal === 'cash' && one.account === account)?.closing.amount;
  const opening = march.accounts.find(
    ({ journal, account }) => journal === 'cash' && account === 'stripe-balance',
  );
  expect(opening?.opening.amount).toBe(closing('stripe-balance'));
});

test('money that only passes through is cleared at the end of the month', async () => {
  const { accounts } = await look('2026-03');
  const left = new Map<string, number>();
  for (const { account, closing } of accounts)
    left.set(account, (left.get(account) ?? 0) + Number(closing.amount));

  expect([left.get('receivable'), left.get('suspense') ?? 0, left.get('disputes') ?? 0]).toEqual([0, 0, 0]);
});

test('what left for the bank is what the cash journal has booked there', async () => {
  const { payouts, accounts } = await look('2026-03');
  const bank = accounts.find(({ account }) => account === 'bank');

  expect(payouts.length).toBeGreaterThan(0);
  expect(payouts.reduce((total, { amount }) => total + Number(amount.amount), 0)).toBe(
    Number(bank?.moved.amount),
  );
});

test('a month that is over can be closed once; the running one cannot', async () => {
  const closed = await buyer.as('post', '/v1/periods/2026-02/closing');

  expect([closed.status, closed.body]).toMatchObject([200, { state: 'closed', closedBy: 'service:dev' }]);
  expect((await buyer.as('post', '/v1/periods/2026-02/closing')).body).toMatchObject({
    code: 'period-closed',
  });
  expect((await buyer.as('post', '/v1/periods/2026-03/closing')).body).toMatchObject({
    code: 'period-running',
  });
  const { data } = (await buyer.as('get', '/v1/periods')).body as {
    data: { month: string; state: string }[];
  };
  expect(data).toMatchObject([
    { month: '2026-03-01', state: 'running' },
    { month: '2026-02-01', state: 'closed' },
  ]);
});

test('what is booked into a closed month stands apart, and changes nothing of what was closed', async () => {
  const before = await look('2026-02');
  await billing.sql.query(`WITH e AS (
      INSERT INTO ledger_entry (id, journal, key, source, at)
      VALUES (gen_random_uuid(), 'cash', 'txn_late', 'ch_late', '2026-02-20') RETURNING id)
    INSERT INTO ledger_line (entry_id, position, account, amount, currency)
    SELECT id, 1, 'stripe-balance', 50, 'USD' FROM e UNION ALL SELECT id, 2, 'suspense', -50, 'USD' FROM e`);

  const after = await look('2026-02');
  expect(after.accounts).toEqual(before.accounts);
  expect([before.late, after.late.map(({ key }) => key)]).toEqual([[], ['txn_late']]);
  await expect(billing.sql.query('DELETE FROM period_close')).rejects.toThrow('never changed');
});
