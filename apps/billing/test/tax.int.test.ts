import { DAY, HOUR, MINUTE, plus } from '@gatefold/kernel';
import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cards, createBuyer, type Answer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { tie } from './looking.ts';

/** Money comes back from the bank of this card five minutes after it was given back. */
const COMES_BACK = '4000000000005126';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
let stripe: Stripe;
let ada: Answer;
let ben: Answer;
let cleo: Answer;

/** Staff tax the renewals of all three at 19 %: in the price, but for Cleo's, on top of it. Ben's bank refuses. */
beforeAll(async () => {
  billing = await startBilling();
  stripe = billing.simulator.dashboard;
  buyer = createBuyer(billing);
  ada = (await buyer.buy('ada@meridian.example', COMES_BACK)).subscription;
  ben = (await buyer.buy('ben@meridian.example', cards.failsLater)).subscription;
  cleo = (await buyer.buy('cleo@meridian.example')).subscription;
  const vat = { display_name: 'VAT', percentage: 19 };
  const inPrice = await stripe.taxRates.create({ ...vat, inclusive: true });
  const onTop = await stripe.taxRates.create({ ...vat, inclusive: false });
  await taxed(ada, inPrice.id);
  await taxed(ben, inPrice.id);
  await taxed(cleo, onTop.id);
  await billing.simulator.turnTo(plus(new Date(ada.paidThrough ?? 0), 2 * HOUR));
}, 60_000);
afterAll(() => billing.close());

const taxed = async ({ id }: Answer, rate: string) =>
  stripe.subscriptions.update((await buyer.subscription(id)).stripeSubscriptionId, {
    default_tax_rates: [rate],
  });
const later = async (milliseconds: number) =>
  billing.simulator.turnTo(plus(await billing.simulator.now(), milliseconds));
const renewalOf = async ({ id }: Answer) =>
  (await buyer.charges(id)).find(({ phase, status }) => phase === 'year_one' && status === 'paid')?.id ?? '';

/** What the documents and the cash of the reduced year have left in their accounts, in cents. */
async function books({ id }: Answer): Promise<Record<string, number>> {
  // Whoever asks how far the ledger is from Stripe has the newest cash booked first.
  await tie(billing);
  const { rows } = await billing.sql.query<{ account: string; sum: number }>(
    `SELECT l.account, sum(l.amount)::int AS sum FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
     WHERE e.subscription_id = $1 AND l.account IN ('receivable', 'tax', 'refunds-owed', 'deferred:year_one', 'revenue:year_one')
     GROUP BY 1 HAVING sum(l.amount) <> 0`,
    [id],
  );
  return Object.fromEntries(rows.map(({ account, sum }) => [account, sum]));
}

async function months() {
  const { body } = await buyer.as('get', '/v1/reports/revenue');
  const rows = (body as { data: Record<string, { amount: string }>[] }).data.filter(
    (row) => (row['phase'] as unknown) === 'year_one',
  );
  const sum = (name: string) => rows.reduce((so, row) => so + Number(row[name]?.amount), 0);
  return { paid: sum('paid'), refunded: sum('refunded'), tax: sum('tax'), revenue: sum('revenue') };
}

test('the tax in a price is booked apart from what is to be earned, and kept with the charge', async () => {
  const { rows } = await billing.sql.query<{ tax: string | null }>(
    'SELECT tax FROM charge WHERE subscription_id = $1 AND is_booked ORDER BY period_index',
    [ada.id],
  );

  expect(await books(ada)).toEqual({ 'deferred:year_one': -756, tax: -144 });
  expect(rows).toEqual([{ tax: null }, { tax: '144' }]);
});

test('an invoice that staff void leaves no tax to pay', async () => {
  expect(await books(ben)).toEqual({ receivable: 900, 'deferred:year_one': -756, tax: -144 });
  const of = (await buyer.subscription(ben.id)).stripeSubscriptionId;
  const { data } = await stripe.invoices.list({ subscription: of, limit: 1 });
  await stripe.invoices.voidInvoice(data[0]?.id ?? '');
  await later(MINUTE);

  expect(await books(ben)).toEqual({});
});

test('a tax on top of the price is not what was promised: nothing is taken, and a person looks at it', async () => {
  const { rows } = await billing.sql.query('SELECT kind, facts FROM review_case WHERE subscription_id = $1', [
    cleo.id,
  ]);

  expect(rows).toMatchObject([{ kind: 'draft-differs', facts: { amount: '1071 USD', expected: '900' } }]);
  expect(await books(cleo)).toEqual({});
});

test('a third given back takes a third of the tax, once: also where it does not arrive and is given again', async () => {
  expect((await buyer.refund(await renewalOf(ada), 'first', 300n)).status).toBe(201);
  await later(2 * MINUTE);
  expect(await books(ada)).toEqual({ 'deferred:year_one': -504, tax: -96 });
  await later(4 * MINUTE);
  expect(await books(ada)).toEqual({ 'deferred:year_one': -504, tax: -96, 'refunds-owed': -300 });

  expect((await buyer.refund(await renewalOf(ada), 'again', 300n)).status).toBe(201);
  await later(2 * MINUTE);
  expect(await books(ada)).toEqual({ 'deferred:year_one': -504, tax: -96 });
});

test('the rest is earned without its tax, the report says the same, and the books tie', async () => {
  await buyer.as('post', `/v1/subscriptions/${ada.id}/cancel`, {});
  await later(28 * DAY);

  expect(await books(ada)).toEqual({ 'revenue:year_one': -504, tax: -96, 'refunds-owed': -300 });
  expect(await months()).toEqual({ paid: 900, refunded: 300, tax: 96, revenue: 504 });
  expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
});
