import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import { HOUR, makeOffer, type Offer } from './offer.ts';

let simulator: Simulator;
let stripe: Stripe;
let offer: Offer;
let customer: string;
let sold: Stripe.Subscription;
beforeEach(async () => {
  simulator = await startSimulator({ webhooks: false });
  ({ stripe } = simulator);
  offer = await makeOffer(stripe);
  customer = (
    await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    })
  ).id;
  sold = await stripe.subscriptions.create({ customer, items: [{ price: offer.list.id }] });
});
afterEach(() => simulator.stop());

const now = (): Promise<Stripe.Subscription> => stripe.subscriptions.retrieve(sold.id);
const seats = ({ items }: Stripe.Subscription): unknown => items.data[0]?.quantity;
const declined = () => simulator.post('/_sim/next-charge', { customer, outcome: 'insufficient_funds' });
const typesSince = async (count: number): Promise<string[]> =>
  (await stripe.events.list({ limit: 100 })).data
    .slice(0, -count)
    .map(({ type }) => type)
    .reverse();
const told = async (): Promise<number> => (await stripe.events.list({ limit: 100 })).data.length;

const threeSeats = (payment_behavior: Stripe.SubscriptionUpdateParams.PaymentBehavior) =>
  stripe.subscriptions.update(sold.id, {
    items: [{ id: sold.items.data[0]?.id ?? '', quantity: 3 }],
    proration_behavior: 'always_invoice',
    payment_behavior,
  });

test('a change that waits for its payment counts from the payment on', async () => {
  await declined();
  const before = await told();
  const waiting = await threeSeats('pending_if_incomplete');
  expect([waiting.status, seats(waiting)]).toEqual(['active', 1]);
  expect(waiting.pending_update?.subscription_items?.[0]?.quantity).toBe(3);
  expect(waiting.pending_update?.expires_at).toBe(
    Math.floor((await simulator.now()).getTime() / 1_000) + 23 * HOUR,
  );
  // What is told of the subscription is that something waits, and not that it changed.
  const changes = (await stripe.events.list({ type: 'customer.subscription.updated' })).data.slice(0, 1);
  expect(Object.keys(changes[0]?.data.previous_attributes ?? {}).sort()).toEqual([
    'latest_invoice',
    'pending_update',
  ]);
  expect((await typesSince(before)).filter((type) => type.startsWith('customer.'))).toEqual([
    'customer.subscription.updated',
  ]);

  const { status, amount_paid } = await stripe.invoices.pay(String(waiting.latest_invoice));
  expect([status, amount_paid]).toEqual(['paid', 3_000]);
  const changed = await now();
  expect([changed.status, seats(changed), changed.pending_update]).toEqual(['active', 3, null]);
  const { data } = await stripe.events.list({ type: 'customer.subscription.pending_update_applied' });
  expect(data).toHaveLength(1);
});

test('is dropped after 23 hours, and nobody is to pay for it any more', async () => {
  await declined();
  const { latest_invoice } = await threeSeats('pending_if_incomplete');
  await simulator.turn(23 * HOUR - 1);
  expect((await now()).pending_update).not.toBeNull();
  await simulator.turn(1);
  const left = await now();
  expect([left.status, seats(left), left.pending_update]).toEqual(['active', 1, null]);
  expect((await stripe.invoices.retrieve(String(latest_invoice))).status).toBe('void');
  const { data } = await stripe.events.list({ type: 'customer.subscription.pending_update_expired' });
  expect(data).toHaveLength(1);
});

test('a second change takes the place of the one that waits', async () => {
  await declined();
  const { latest_invoice } = await threeSeats('pending_if_incomplete');
  const changed = await threeSeats('allow_incomplete');
  expect([seats(changed), changed.pending_update]).toEqual([3, null]);
  expect((await stripe.invoices.retrieve(String(latest_invoice))).status).toBe('void');
});

test('where the card pays, the change counts at once', async () => {
  const changed = await threeSeats('pending_if_incomplete');
  expect([changed.status, seats(changed), changed.pending_update]).toEqual(['active', 3, null]);
});

test('only what is sold can wait for its payment', async () => {
  const refused = stripe.subscriptions.update(sold.id, {
    description: 'x',
    payment_behavior: 'pending_if_incomplete',
  });
  await expect(refused).rejects.toMatchObject({ statusCode: 400, param: 'description' });
});

test('by default an unpaid change counts, and the subscription is past due', async () => {
  await declined();
  const changed = await threeSeats('allow_incomplete');
  expect([changed.status, seats(changed)]).toEqual(['past_due', 3]);
});

test('a change that the customer is to confirm charges nobody', async () => {
  const changed = await threeSeats('default_incomplete');
  expect([changed.status, seats(changed)]).toEqual(['past_due', 3]);
  const open = await stripe.invoices.retrieve(String(changed.latest_invoice));
  expect([open.status, open.attempt_count]).toEqual(['open', 0]);
  await stripe.invoices.pay(open.id ?? '');
  expect((await now()).status).toBe('active');
});

test('an item changed by itself follows the same rules', async () => {
  await declined();
  const refused = stripe.subscriptionItems.update(sold.items.data[0]?.id ?? '', {
    quantity: 3,
    proration_behavior: 'always_invoice',
    payment_behavior: 'error_if_incomplete',
  });
  await expect(refused).rejects.toMatchObject({ statusCode: 402 });
  expect(seats(await now())).toBe(1);
});

const asked = async (): Promise<void> => {
  const card = await stripe.paymentMethods.attach('pm_card_authenticationRequired', { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: card.id } });
};
const change = (params: Partial<Stripe.SubscriptionUpdateParams>) =>
  stripe.subscriptions.update(sold.id, {
    items: [{ id: sold.items.data[0]?.id ?? '', quantity: 3 }],
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice.payments'],
    ...params,
  });
const intentOf = async ({ latest_invoice }: Stripe.Subscription) => {
  const [payment] = (latest_invoice as Stripe.Invoice).payments?.data ?? [];
  return await stripe.paymentIntents.retrieve(String(payment?.payment.payment_intent));
};

const billed = async (): Promise<string> => {
  const { id = '' } = await stripe.invoices.create({ customer });
  await stripe.invoiceItems.create({ customer, amount: 500, currency: 'usd', invoice: id });
  return id;
};

test('an owner within reach is asked by their bank, and nothing is charged before they answer', async () => {
  await asked();
  const changed = await change({});
  expect([changed.status, seats(changed)]).toEqual(['past_due', 3]);
  const intent = await intentOf(changed);
  expect([intent.status, intent.latest_charge, intent.last_payment_error]).toEqual([
    'requires_action',
    null,
    null,
  ]);
  const types = (await stripe.events.list({ limit: 20 })).data.map(({ type }) => type);
  expect(types).toEqual(
    expect.arrayContaining(['payment_intent.requires_action', 'invoice.payment_action_required']),
  );
  expect(types).not.toContain('charge.failed');
  await simulator.turn(20 * 24 * HOUR);
  expect((await now()).status).toBe('past_due');

  const page = intent.next_action?.redirect_to_url?.url ?? '';
  await fetch(page, { method: 'POST', body: new URLSearchParams({ answer: 'succeed' }) });
  expect((await now()).status).toBe('active');
});

test('an owner who is away cannot be asked: the card is declined', async () => {
  await asked();
  const intent = await intentOf(await change({ off_session: true }));
  expect([intent.status, intent.last_payment_error?.code]).toEqual([
    'requires_payment_method',
    'authentication_required',
  ]);
});

test('what must be paid at once is refused with the code that says an answer is missing', async () => {
  await asked();
  await expect(change({ payment_behavior: 'error_if_incomplete' })).rejects.toMatchObject({
    statusCode: 402,
    code: 'subscription_payment_intent_requires_action',
  });
  const started = stripe.subscriptions.create({
    customer,
    items: [{ price: offer.list.id }],
    payment_behavior: 'error_if_incomplete',
  });
  await expect(started).rejects.toMatchObject({ code: 'subscription_payment_intent_requires_action' });
  const asks = { code: 'invoice_payment_intent_requires_action' };
  const first = await billed();
  await expect(stripe.invoices.pay(first)).rejects.toMatchObject(asks);
  await expect(stripe.invoices.pay(first)).rejects.toMatchObject(asks);
  await expect(stripe.invoices.pay(await billed(), { off_session: true })).rejects.toMatchObject({
    code: 'authentication_required',
  });
});
