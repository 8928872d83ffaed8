import { DAY, HOUR, MINUTE, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBuyer, type Answer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { tie } from './looking.ts';

/** Money comes back from the bank of this card five minutes after it was given back. */
const CARD = '4000000000005126';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
let ada: Answer;
let renewal: string;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
  ada = (await buyer.buy('ada@meridian.example', CARD)).subscription;
  await billing.simulator.turnTo(plus(new Date(ada.paidThrough ?? 0), 2 * HOUR));
  renewal = (await buyer.charges(ada.id)).find(({ amount }) => amount.amount === '900')!.id;
}, 60_000);
afterAll(() => billing.close());

const later = async (milliseconds: number) =>
  billing.simulator.turnTo(plus(await billing.simulator.now(), milliseconds));

/** What stands in the accounts of the reduced year, and with the reader, in cents. */
async function books(): Promise<Record<string, number>> {
  // Whoever asks how far the ledger is from Stripe has the newest cash booked first.
  expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  const { rows } = await billing.sql.query<{ account: string; sum: number }>(
    `SELECT l.account, sum(l.amount)::int AS sum FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
     WHERE l.account IN ('receivable', 'refunds-owed', 'deferred:year_one', 'revenue:year_one')
     GROUP BY 1 HAVING sum(l.amount) <> 0`,
  );
  return Object.fromEntries(rows.map(({ account, sum }) => [account, sum]));
}

const months = async () => {
  const { body } = await buyer.as('get', '/v1/reports/revenue');
  const of = (name: string) =>
    (body as { data: Record<string, { amount: string }>[] }).data
      .filter((row) => (row['phase'] as unknown) === 'year_one')
      .reduce((sum, row) => sum + Number(row[name]?.amount), 0);
  return { paid: of('paid'), refunded: of('refunded'), revenue: of('revenue') };
};

test('what did not arrive is owed to the reader, and is not earned with the rest', async () => {
  expect((await buyer.refund(renewal, 'first', 300n)).status).toBe(201);
  await later(2 * MINUTE);
  expect(await books()).toEqual({ 'deferred:year_one': -600 });
  await later(4 * MINUTE);
  expect(await books()).toEqual({ 'deferred:year_one': -600, 'refunds-owed': -300 });
  await buyer.as('post', `/v1/subscriptions/${ada.id}/cancel`, {});
  await later(28 * DAY);

  expect(await books()).toEqual({ 'revenue:year_one': -600, 'refunds-owed': -300 });
  expect(await months()).toEqual({ paid: 900, refunded: 300, revenue: 600 });
});

test('given once more it settles what is owed, and is owed again when it comes back again', async () => {
  expect((await buyer.refund(renewal, 'second', 300n)).status).toBe(201);
  await later(2 * MINUTE);
  expect(await books()).toEqual({ 'revenue:year_one': -600 });
  await later(4 * MINUTE);

  expect(await books()).toEqual({ 'revenue:year_one': -600, 'refunds-owed': -300 });
  expect(await months()).toEqual({ paid: 900, refunded: 300, revenue: 600 });
});
