import { DAY, HOUR, MINUTE, plus } from '@gatefold/kernel';
import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cards, createBuyer, type Answer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { tie } from './looking.ts';

/** What staff do to one subscription in Stripe's Dashboard, and whose it is. */
type Of = {
  readonly customer: string;
  readonly subscription: string;
  readonly item: string;
  readonly invoice: string;
};
type Act = (stripe: Stripe, of: Of) => Promise<unknown>;

/** After the day on which it would have renewed. */
type Outcome = Partial<Pick<Answer, 'phase' | 'endReason' | 'standing' | 'intent'>> & {
  readonly paid: readonly number[];
  readonly cases?: readonly string[];
};

type Row = {
  readonly field: string;
  readonly when: 'before it renews' | 'while it is collected';
  readonly act: Act;
  readonly then: Outcome;
};

const before = (field: string, act: Act, then: Outcome): Row => ({
  field,
  when: 'before it renews',
  act,
  then,
});
const collected = (field: string, act: Act, then: Outcome): Row => ({
  field,
  when: 'while it is collected',
  act,
  then,
});
const otherPrice = async (stripe: Stripe): Promise<string> => {
  const product = await stripe.products.create({ name: 'Something else' });
  const recurring = { interval: 'week', interval_count: 4 } as const;
  return (await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 2_000, recurring }))
    .id;
};
async function moveTrialEnd(stripe: Stripe, { subscription }: Of, bySeconds: number): Promise<unknown> {
  const { trial_end } = await stripe.subscriptions.retrieve(subscription);
  const moved = (trial_end ?? 0) + bySeconds;
  return stripe.subscriptions.update(subscription, { trial_end: moved, proration_behavior: 'none' });
}
const newestCharge = async (stripe: Stripe, { customer }: Of): Promise<string> =>
  (await stripe.charges.list({ customer, limit: 1 })).data[0]?.id ?? '';

const RENEWED = { phase: 'year_one', standing: 'ok', intent: 'renewing', paid: [100, 900] } as const;
/** Nothing was taken: the draft is held, and somebody has to look at it. */
const HELD = { phase: 'intro', intent: 'renewing', paid: [100], cases: ['draft-differs'] } as const;
const MOVED = { ...HELD, cases: ['unplanned-invoice'] } as const;
const LEFT = { phase: 'ended', endReason: 'cancelled', paid: [100] } as const;

/** Field by field: what staff change at Stripe is adopted, or it becomes a case before any money moves. */
const rows: readonly Row[] = [
  before('nothing', async () => undefined, RENEWED),
  before(
    'subscription.cancel_at_period_end',
    (stripe, { subscription }) => stripe.subscriptions.update(subscription, { cancel_at_period_end: true }),
    LEFT,
  ),
  before(
    'subscription.cancel_at',
    async (stripe, { subscription }) => {
      const { trial_end } = await stripe.subscriptions.retrieve(subscription);
      return stripe.subscriptions.update(subscription, { cancel_at: (trial_end ?? 0) - 86_400 });
    },
    LEFT,
  ),
  before(
    'subscription, cancelled at once',
    (stripe, { subscription }) => stripe.subscriptions.cancel(subscription),
    LEFT,
  ),
  before(
    'subscription.items.price',
    async (stripe, { subscription, item }) =>
      stripe.subscriptions.update(subscription, { items: [{ id: item, price: await otherPrice(stripe) }] }),
    HELD,
  ),
  before(
    'subscription.items.quantity',
    (stripe, { subscription, item }) =>
      stripe.subscriptions.update(subscription, { items: [{ id: item, quantity: 2 }] }),
    HELD,
  ),
  before(
    'subscription.items, one more',
    async (stripe, { subscription }) =>
      stripe.subscriptions.update(subscription, { items: [{ price: await otherPrice(stripe) }] }),
    HELD,
  ),
  before(
    'subscription.discounts, none',
    (stripe, { subscription }) => stripe.subscriptions.update(subscription, { discounts: '' }),
    HELD,
  ),
  before(
    'subscription.discounts, another',
    async (stripe, { subscription }) => {
      const coupon = await stripe.coupons.create({ percent_off: 50, duration: 'once' });
      return stripe.subscriptions.update(subscription, { discounts: [{ coupon: coupon.id }] });
    },
    HELD,
  ),
  before('subscription.trial_end, later', (stripe, of) => moveTrialEnd(stripe, of, 600), MOVED),
  before('subscription.trial_end, earlier', (stripe, of) => moveTrialEnd(stripe, of, -86_400), MOVED),
  before(
    'subscription.pause_collection',
    (stripe, { subscription }) =>
      stripe.subscriptions.update(subscription, { pause_collection: { behavior: 'keep_as_draft' } }),
    { phase: 'intro', intent: 'renewing', paid: [100], cases: ['collection-paused'] },
  ),
  before(
    'subscription.default_payment_method',
    async (stripe, { subscription, customer }) => {
      const { id } = await stripe.paymentMethods.attach('pm_card_mastercard', { customer });
      return stripe.subscriptions.update(subscription, { default_payment_method: id });
    },
    RENEWED,
  ),
  before(
    'subscription.metadata',
    (stripe, { subscription }) =>
      stripe.subscriptions.update(subscription, { metadata: { note: 'called us' } }),
    RENEWED,
  ),
  before(
    'invoiceitem, one more',
    (stripe, { customer, subscription }) =>
      stripe.invoiceItems.create({ customer, subscription, amount: 250, currency: 'usd' }),
    HELD,
  ),
  before(
    'customer.email',
    (stripe, { customer }) => stripe.customers.update(customer, { email: 'somebody@else.example' }),
    RENEWED,
  ),
  before(
    'customer.balance',
    (stripe, { customer }) =>
      stripe.customers.createBalanceTransaction(customer, { amount: -300, currency: 'usd' }),
    RENEWED,
  ),
  before('customer, deleted', (stripe, { customer }) => stripe.customers.del(customer), LEFT),
  before(
    'charge, all given back',
    async (stripe, of) => stripe.refunds.create({ charge: await newestCharge(stripe, of) }),
    { phase: 'ended', endReason: 'refunded', paid: [100] },
  ),
  before(
    'charge, a part given back',
    async (stripe, of) => stripe.refunds.create({ charge: await newestCharge(stripe, of), amount: 40 }),
    RENEWED,
  ),
  collected(
    'invoice, paid with another card',
    async (stripe, { customer, invoice }) => {
      const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
      return stripe.invoices.pay(invoice, { payment_method: id });
    },
    RENEWED,
  ),
  collected(
    'invoice, paid out of band',
    (stripe, { invoice }) => stripe.invoices.pay(invoice, { paid_out_of_band: true }),
    RENEWED,
  ),
  collected('invoice, voided', (stripe, { invoice }) => stripe.invoices.voidInvoice(invoice), {
    intent: 'renewing',
    standing: 'ok',
    paid: [100],
  }),
  collected('invoice, uncollectible', (stripe, { invoice }) => stripe.invoices.markUncollectible(invoice), {
    phase: 'ended',
    endReason: 'payment-failed',
    paid: [100],
  }),
];

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
const idOf = new Map<string, string>();
let stripe: Stripe;

async function whose(subscriptionId: string): Promise<Of> {
  const { stripeSubscriptionId } = await buyer.subscription(subscriptionId);
  const seen = await stripe.subscriptions.retrieve(stripeSubscriptionId);
  const { data } = await stripe.invoices.list({ subscription: seen.id, limit: 1 });
  return {
    customer: String(seen.customer),
    subscription: seen.id,
    item: seen.items.data[0]?.id ?? '',
    invoice: data[0]?.id ?? '',
  };
}

const actOn = async (when: Row['when']): Promise<void> => {
  for (const { field, act } of rows.filter((row) => row.when === when))
    await act(stripe, await whose(idOf.get(field) ?? ''));
};

beforeAll(async () => {
  billing = await startBilling();
  stripe = billing.simulator.dashboard;
  buyer = createBuyer(billing);
  for (const [index, { field, when }] of rows.entries()) {
    const card = when === 'while it is collected' ? cards.failsLater : cards.good;
    idOf.set(field, (await buyer.buy(`dashboard${index}@meridian.example`, card)).subscription.id);
  }
  await actOn('before it renews');
  const now = await billing.simulator.now();
  await billing.simulator.turnTo(plus(now, 28 * DAY + 2 * HOUR));
  await actOn('while it is collected');
  await billing.simulator.turnTo(plus(now, 28 * DAY + 2 * HOUR + MINUTE));
});
afterAll(() => billing.close());

test.each(rows)('$field, changed by staff $when', async ({ field, then: { paid, cases = [], ...axes } }) => {
  const id = idOf.get(field) ?? '';
  expect(await buyer.subscription(id)).toMatchObject(axes);
  expect((await buyer.paid(id)).map(Number)).toEqual(paid);
  const { rows: open } = await billing.sql.query<{ kind: string }>(
    'SELECT DISTINCT kind FROM review_case WHERE subscription_id = $1 ORDER BY kind',
    [id],
  );
  expect(open.map(({ kind }) => kind)).toEqual(cases);
});

test('what was paid out of band leaves no claim, stands apart in the books, and does not go back by a card', async () => {
  const id = idOf.get('invoice, paid out of band') ?? '';
  const { rows: booked } = await billing.sql.query<{ account: string; sum: number }>(
    `SELECT l.account, sum(l.amount)::int AS sum FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
     WHERE e.subscription_id = $1 AND l.account IN ('receivable', 'paid-outside') GROUP BY 1 ORDER BY 1`,
    [id],
  );
  const { rows: kept } = await billing.sql.query<{ outside: number | null }>(
    'SELECT paid_outside::int AS outside FROM charge WHERE subscription_id = $1 AND is_booked ORDER BY period_index',
    [id],
  );
  const { body } = await buyer.as('get', '/v1/reconciliation');
  const { receivables } = body as { receivables: { subscriptionId: string }[] };
  const renewal = (await buyer.charges(id)).find(({ amount }) => amount.amount === '900');

  expect(booked).toEqual([
    { account: 'paid-outside', sum: 900 },
    { account: 'receivable', sum: 0 },
  ]);
  expect(kept.map(({ outside }) => outside)).toEqual([null, 900]);
  expect(receivables.map(({ subscriptionId }) => subscriptionId)).not.toContain(id);
  expect((await buyer.refund(renewal?.id ?? '', 'outside')).body).toMatchObject({ code: 'charge-not-paid' });
});

test('and the books tie all the same', async () => {
  expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
});
