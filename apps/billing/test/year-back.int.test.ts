import { addMonths, DAY, HOUR, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { noticesOf, tie } from './looking.ts';

/** Beside the other cases, since a year is turned: nobody else is on this clock. */
let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

const turnTo = (at: Date) => billing.simulator.turnTo(at);
const endOf = (answer: { paidThrough: string | null }): Date => new Date(answer.paidThrough ?? 0);
const look = (id: string) => buyer.subscription(id);

test('case 20: a year given back after five months: by the second, in both journals, with an end that is told', async () => {
  const { subscription, readerId } = await buyer.buy(
    'year-back@meridian.example',
    undefined,
    'digital-yearly',
  );
  const { id } = subscription;
  const end = endOf(subscription);
  const start = addMonths(end, -12);
  await turnTo(plus(start, 151 * DAY));
  const where = `/v1/subscriptions/${id}/cancel-now`;
  const quote = (await buyer.as('get', where)).body as { refund: { amount: string } };
  await buyer.as('post', where, quote);
  await turnTo(plus(await billing.simulator.now(), HOUR));

  const refunded = Number(quote.refund.amount);
  // Of $180 about 214 of 365 days are left.
  expect(Math.abs(refunded - (18_000 * 214) / 365)).toBeLessThan(25);
  expect(await look(id)).toMatchObject({ phase: 'ended', endReason: 'refunded' });
  expect(endOf(await look(id)).getTime()).toBeLessThan(plus(start, 152 * DAY).getTime());
  expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  await turnTo(plus(end, DAY));
  const { rows } = await billing.sql.query(
    `SELECT account, sum(amount)::int AS sum FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
     WHERE e.subscription_id = $1 AND account IN ('deferred:standard', 'revenue:standard', 'receivable')
     GROUP BY 1 HAVING sum(amount) <> 0`,
    [id],
  );
  expect(rows).toEqual([{ account: 'revenue:standard', sum: refunded - 18_000 }]);
  expect(await noticesOf(billing, readerId)).toMatchObject({ 'refund-issued': 1 });
});
