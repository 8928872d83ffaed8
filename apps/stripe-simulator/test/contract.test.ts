import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import {
  cards,
  DAY,
  HOUR,
  makeOffer,
  openCheckout,
  PERIOD,
  postCard,
  subscribe,
  type Offer,
} from './offer.ts';

let simulator: Simulator;
let stripe: Stripe;

beforeEach(async () => {
  simulator = await startSimulator({ webhooks: false });
  stripe = simulator.stripe;
});
afterEach(() => simulator.stop());

/** The error of a call that must fail, reduced to what callers branch on. */
async function errorOf(call: Promise<unknown>) {
  const error = (await call.then(
    () => {
      throw new Error('the call was expected to fail');
    },
    (refused: unknown) => refused,
  )) as Stripe.errors.StripeError;
  const { type, code, param, statusCode, decline_code } = error;
  return { type, code, param, statusCode, decline_code, message: error.message };
}

describe('customers', () => {
  test('are created, read, changed, searched, listed and deleted', async () => {
    const customer = await stripe.customers.create({
      email: 'ada@meridian.example',
      name: 'Ada Reader',
      address: { city: 'Berlin', country: 'DE' },
      preferred_locales: ['de'],
      metadata: { reader: '1', plan: 'digital' },
    });
    expect(customer.id).toMatch(/^cus_\w{14}$/);
    expect(customer).toMatchObject({ livemode: false, address: { city: 'Berlin', line1: null } });

    const changed = await stripe.customers.update(customer.id, {
      name: '',
      metadata: { plan: '', more: 'x' },
    });
    expect([changed.name, changed.metadata]).toEqual([null, { reader: '1', more: 'x' }]);
    await stripe.customers.create({ email: 'ben@meridian.example' });
    const byMail = await stripe.customers.list({ email: 'ada@meridian.example' });
    expect(byMail.data.map(({ id }) => id)).toEqual([customer.id]);
    const found = await stripe.customers.search({
      query: "email:'ADA@meridian.example' AND metadata['reader']:'1'",
    });
    expect(found.data.map(({ id }) => id)).toEqual([customer.id]);

    expect(await stripe.customers.del(customer.id)).toMatchObject({ id: customer.id, deleted: true });
    expect(await stripe.customers.retrieve(customer.id)).toEqual({
      id: customer.id,
      object: 'customer',
      deleted: true,
    });
    expect((await stripe.customers.list()).data).toHaveLength(1);
  });

  test('deleting one ends its subscriptions', async () => {
    const { customer, subscription } = await subscribe(simulator, await makeOffer(stripe));
    await stripe.customers.del(customer.id);
    expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('canceled');
  });
});

describe('the catalogue', () => {
  test('products and prices', async () => {
    const product = await stripe.products.create({ name: 'Digital', metadata: { a: 'b' } });
    expect(await stripe.products.update(product.id, { name: 'All access' })).toMatchObject({
      name: 'All access',
    });
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'EUR',
      unit_amount: 990,
      recurring: { interval: 'month' },
      lookup_key: 'monthly',
      nickname: 'Monthly',
    });
    expect(price).toMatchObject({ currency: 'eur', type: 'recurring', recurring: { interval_count: 1 } });
    expect(String(price.unit_amount_decimal)).toBe('990');
    await stripe.prices.create({ product: product.id, currency: 'eur', unit_amount: 100, active: false });
    const byKey = await stripe.prices.list({ lookup_keys: ['monthly', 'other'], expand: ['data.product'] });
    expect(byKey.data.map(({ product }) => (product as Stripe.Product).name)).toEqual(['All access']);
    expect((await stripe.prices.list({ active: true })).data).toHaveLength(1);
    expect((await stripe.prices.list({ type: 'one_time' })).data).toHaveLength(1);
    expect(await stripe.prices.update(price.id, { active: false })).toMatchObject({ active: false });
    expect((await stripe.products.list({ ids: [product.id] })).data).toHaveLength(1);
    expect(await errorOf(stripe.products.del(product.id))).toMatchObject({ statusCode: 400 });
  });

  test('a lookup key names one price, and moves only when told', async () => {
    const make = (transfer: boolean) =>
      stripe.prices.create({
        product_data: { name: 'x' },
        currency: 'usd',
        unit_amount: 1,
        lookup_key: 'key',
        ...(transfer ? { transfer_lookup_key: true } : {}),
      });
    const first = await make(false);
    expect(await errorOf(make(false))).toMatchObject({
      code: 'resource_already_exists',
      param: 'lookup_key',
    });
    const second = await make(true);
    expect((await stripe.prices.list({ lookup_keys: ['key'] })).data.map(({ id }) => id)).toEqual([
      second.id,
    ]);
    expect((await stripe.prices.retrieve(first.id)).lookup_key).toBeNull();
  });

  test('coupons keep their terms, and show what they apply to on request', async () => {
    const product = await stripe.products.create({ name: 'Digital' });
    const coupon = await stripe.coupons.create({
      percent_off: 12.5,
      duration: 'repeating',
      duration_in_months: 3,
      applies_to: { products: [product.id] },
    });
    expect(coupon.applies_to).toBeUndefined();
    const expanded = await stripe.coupons.retrieve(coupon.id, { expand: ['applies_to'] });
    expect(expanded.applies_to).toEqual({ products: [product.id] });
    expect(await errorOf(stripe.coupons.create({ duration: 'once' }))).toMatchObject({
      code: 'parameter_missing',
    });
    expect(await errorOf(stripe.coupons.create({ id: coupon.id, percent_off: 1 }))).toMatchObject({
      code: 'resource_already_exists',
    });
    await stripe.coupons.update(coupon.id, { name: 'Spring' });
    expect((await stripe.coupons.list()).data[0]?.name).toBe('Spring');
    await stripe.coupons.del(coupon.id);
    expect(await errorOf(stripe.coupons.retrieve(coupon.id))).toMatchObject({ statusCode: 404 });
  });
});

describe('checkout sessions', () => {
  let offer: Offer;
  beforeEach(async () => {
    offer = await makeOffer(stripe);
  });

  test('say what is due today and where to pay', async () => {
    const customer = await stripe.customers.create({ email: 'ada@meridian.example' });
    const session = await openCheckout(simulator, offer, {
      customer: customer.id,
      client_reference_id: 'order-1',
      metadata: { checkout: '7' },
    });
    expect(session).toMatchObject({
      amount_subtotal: 100,
      amount_total: 100,
      customer: customer.id,
      mode: 'subscription',
      payment_status: 'unpaid',
      status: 'open',
      ui_mode: 'hosted_page',
      url: `${simulator.url}/c/pay/${session.id}`,
    });
    expect(session.line_items).toBeUndefined();
    expect(session.expires_at - session.created).toBe(DAY);
    const full = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['line_items.data.price.product'],
    });
    expect(full.line_items?.data.map(({ amount_total }) => amount_total)).toEqual([0, 100]);
    expect((await stripe.checkout.sessions.listLineItems(session.id)).data).toHaveLength(2);
  });

  test('are completed by the page, with everything that came of it', async () => {
    const { session, customer } = await subscribe(simulator, offer);
    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['subscription.discounts', 'invoice', 'customer'],
    });
    expect(done).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
    const subscription = done.subscription as Stripe.Subscription;
    expect(subscription).toMatchObject({
      status: 'trialing',
      billing_mode: { type: 'flexible' },
      metadata: { order: 'one' },
      trial_end: subscription.created + PERIOD,
    });
    const [discount] = subscription.discounts as Stripe.Discount[];
    expect(discount?.source.coupon).toBe('YEAR1');
    expect(new Date((discount?.end ?? 0) * 1_000).toISOString()).toBe('2027-01-05T09:00:00.000Z');
    const invoice = await stripe.invoices.retrieve((done.invoice as Stripe.Invoice).id, {
      expand: ['payments.data.payment.payment_intent'],
    });
    const [payment] = invoice.payments?.data ?? [];
    expect(payment?.payment.payment_intent).toMatchObject({ amount_received: 100, status: 'succeeded' });
    expect((done.customer as Stripe.Customer).id).toBe(customer.id);
    expect((await stripe.checkout.sessions.list({ subscription: subscription.id })).data).toHaveLength(1);
    expect((await stripe.checkout.sessions.list({ customer: customer.id, status: 'open' })).data).toEqual([]);
  });

  test('are expired on request, once', async () => {
    const session = await openCheckout(simulator, offer);
    expect(await stripe.checkout.sessions.expire(session.id)).toMatchObject({ status: 'expired', url: null });
    expect(await errorOf(stripe.checkout.sessions.expire(session.id))).toMatchObject({ statusCode: 400 });
    expect((await postCard(simulator, session)).status).toBe(410);
  });

  test('take one payment without a subscription', async () => {
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price: offer.once.id, quantity: 2 }],
      success_url: 'http://localhost:1/thanks',
    });
    expect((await postCard(simulator, session)).headers.get('location')).toBe('http://localhost:1/thanks');
    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['payment_intent.latest_charge'],
    });
    const intent = done.payment_intent as Stripe.PaymentIntent;
    expect((intent.latest_charge as Stripe.Charge).amount_captured).toBe(200);
  });

  test.each<[string, Partial<Stripe.Checkout.SessionCreateParams>]>([
    ['two discounts', { discounts: [{ coupon: 'YEAR1' }, { coupon: 'YEAR1' }] }],
    ['an unknown coupon', { discounts: [{ coupon: 'NOPE' }] }],
    ['an unknown price', { line_items: [{ price: 'price_nope' }] }],
    ['no lines', { line_items: [] }],
    ['an unknown customer', { customer: 'cus_nope' }],
    ['an end within half an hour', { expires_at: 1_767_603_700 }],
    ['a recurring price in payment mode', { mode: 'payment', subscription_data: {} }],
    ['no address to return to', { success_url: 'nowhere' }],
  ])('are refused with %s', async (_name, given) => {
    expect([400, 404]).toContain((await errorOf(openCheckout(simulator, offer, given))).statusCode);
  });

  test('refuse a parameter that this version no longer has, by its name', async () => {
    const old = { payment_method_types: ['card'] } as unknown as Partial<Stripe.Checkout.SessionCreateParams>;
    expect(await errorOf(openCheckout(simulator, offer, old))).toMatchObject({
      type: 'StripeInvalidRequestError',
      code: 'parameter_unknown',
      param: 'payment_method_types',
    });
    const nested = {
      subscription_data: { trial_days: 3 },
    } as unknown as Partial<Stripe.Checkout.SessionCreateParams>;
    expect(await errorOf(openCheckout(simulator, offer, nested))).toMatchObject({
      code: 'parameter_unknown',
      param: 'subscription_data[trial_days]',
    });
  });
});

describe('payment methods', () => {
  test('are attached, listed, read and detached', async () => {
    const customer = await stripe.customers.create({});
    const method = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id });
    expect(method.card).toMatchObject({ brand: 'mastercard', last4: '4444', funding: 'credit' });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
    expect((await stripe.customers.listPaymentMethods(customer.id, { type: 'card' })).data).toHaveLength(1);
    expect((await stripe.paymentMethods.list({ customer: customer.id })).data).toHaveLength(1);
    expect((await stripe.paymentMethods.retrieve(method.id)).customer).toBe(customer.id);
    await stripe.paymentMethods.detach(method.id);
    expect((await stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);
    const after = (await stripe.customers.retrieve(customer.id)) as Stripe.Customer;
    expect(after.invoice_settings.default_payment_method).toBeNull();
  });

  test('of the same number have the same fingerprint, others another', async () => {
    const [one, two] = [await stripe.customers.create({}), await stripe.customers.create({})];
    const first = await stripe.paymentMethods.attach('pm_card_visa', { customer: one.id });
    const second = await stripe.paymentMethods.attach('pm_card_visa', { customer: two.id });
    const third = await stripe.paymentMethods.attach('pm_card_amex', { customer: two.id });
    expect(first.card?.fingerprint).toBe(second.card?.fingerprint);
    expect(first.card?.fingerprint).not.toBe(third.card?.fingerprint);
  });

  test.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', ''],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', ''],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', ''],
  ])('%s cannot be attached', async (token, code, decline) => {
    const customer = await stripe.customers.create({});
    expect(await errorOf(stripe.paymentMethods.attach(token, { customer: customer.id }))).toMatchObject({
      type: 'StripeCardError',
      code,
      decline_code: decline,
      statusCode: 402,
    });
  });

  test('saved by the page, with their setup intent', async () => {
    const customer = await stripe.customers.create({});
    const session = await stripe.checkout.sessions.create({
      mode: 'setup',
      currency: 'usd',
      customer: customer.id,
      success_url: 'http://localhost:1/',
    });
    expect(session).toMatchObject({ amount_total: null, payment_status: 'no_payment_required' });
    await postCard(simulator, session);
    const { setup_intent } = await stripe.checkout.sessions.retrieve(session.id);
    const intent = await stripe.setupIntents.retrieve(String(setup_intent), { expand: ['payment_method'] });
    expect(intent).toMatchObject({ status: 'succeeded', usage: 'off_session', customer: customer.id });
    expect((intent.payment_method as Stripe.PaymentMethod).card?.last4).toBe('4242');
  });
});

describe('subscriptions', () => {
  let offer: Offer;
  let customer: Stripe.Customer;
  beforeEach(async () => {
    offer = await makeOffer(stripe);
    customer = await stripe.customers.create({ email: 'ada@meridian.example' });
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  });
  const create = (given: Partial<Stripe.SubscriptionCreateParams> = {}) =>
    stripe.subscriptions.create({ customer: customer.id, items: [{ price: offer.list.id }], ...given });

  test('begin at once, paid by the default card', async () => {
    const subscription = await create({
      discounts: [{ coupon: 'YEAR1' }],
      add_invoice_items: [{ price: offer.once.id }],
      expand: ['latest_invoice.payments'],
    });
    expect(subscription).toMatchObject({ status: 'active', currency: 'usd', trial_end: null });
    const invoice = subscription.latest_invoice as Stripe.Invoice;
    expect(invoice).toMatchObject({
      status: 'paid',
      subtotal: 1_600,
      total: 1_000,
      billing_reason: 'subscription_create',
    });
    expect(invoice.total_discount_amounts?.map(({ amount }) => amount)).toEqual([600]);
    expect(invoice.parent?.subscription_details?.subscription).toBe(subscription.id);
    const [item] = subscription.items.data;
    expect((item?.current_period_end ?? 0) - (item?.current_period_start ?? 0)).toBe(PERIOD);
  });

  test('without a card are incomplete and expire after 23 hours', async () => {
    const poor = await stripe.customers.create({});
    const subscription = await stripe.subscriptions.create({
      customer: poor.id,
      items: [{ price: offer.list.id }],
    });
    expect(subscription.status).toBe('incomplete');
    await simulator.turn(23 * HOUR);
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('incomplete_expired');
    const [invoice] = (await stripe.invoices.list({ subscription: subscription.id })).data;
    expect(invoice?.status).toBe('void');
  });

  test('refuse to begin without payment where that is asked for', async () => {
    const poor = await stripe.customers.create({});
    const made = stripe.subscriptions.create({
      customer: poor.id,
      items: [{ price: offer.list.id }],
      payment_behavior: 'error_if_incomplete',
    });
    expect((await errorOf(made)).statusCode).toBeGreaterThanOrEqual(400);
    expect((await stripe.subscriptions.list({ customer: poor.id, status: 'all' })).data).toEqual([]);
  });

  test('are listed by status, customer and price', async () => {
    const [first, second] = [await create(), await create({ trial_period_days: 7 })];
    await stripe.subscriptions.cancel(first.id);
    const ids = async (params: Stripe.SubscriptionListParams) =>
      (await stripe.subscriptions.list(params)).data.map(({ id }) => id);
    expect(await ids({ customer: customer.id })).toEqual([second.id]);
    expect(await ids({ customer: customer.id, status: 'all' })).toEqual([second.id, first.id]);
    expect(await ids({ status: 'canceled' })).toEqual([first.id]);
    expect(await ids({ status: 'trialing', price: offer.list.id })).toEqual([second.id]);
    expect(await ids({ price: 'price_other' })).toEqual([]);
    expect((await stripe.subscriptionItems.list({ subscription: second.id })).data).toHaveLength(1);
  });

  test('are cancelled at an instant, or now, and then take no more changes', async () => {
    const subscription = await create();
    const at = subscription.created + 3 * DAY;
    expect(await stripe.subscriptions.update(subscription.id, { cancel_at: at })).toMatchObject({
      cancel_at: at,
      cancel_at_period_end: false,
    });
    await simulator.turn(3 * DAY);
    const ended = await stripe.subscriptions.retrieve(subscription.id);
    expect(ended).toMatchObject({ status: 'canceled', ended_at: at });
    expect(await errorOf(stripe.subscriptions.cancel(subscription.id))).toMatchObject({
      code: 'resource_missing',
    });
    expect(
      await errorOf(stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true })),
    ).toMatchObject({
      statusCode: 400,
    });
    expect(await stripe.subscriptions.update(subscription.id, { metadata: { note: 'x' } })).toMatchObject({
      metadata: { note: 'x' },
    });
  });

  test('lose and change their discounts', async () => {
    const subscription = await create({ discounts: [{ coupon: 'YEAR1' }] });
    await stripe.subscriptions.deleteDiscount(subscription.id);
    expect((await stripe.subscriptions.retrieve(subscription.id)).discounts).toEqual([]);
    const forever = await stripe.coupons.create({ amount_off: 600, currency: 'usd', duration: 'forever' });
    await stripe.subscriptions.update(subscription.id, { discounts: [{ coupon: forever.id }] });
    const preview = await stripe.invoices.createPreview({ subscription: subscription.id });
    expect(preview.total).toBe(900);
    await stripe.subscriptions.update(subscription.id, { discounts: '' });
    expect((await stripe.invoices.createPreview({ subscription: subscription.id })).total).toBe(1_500);
  });

  test('change price from the next period on', async () => {
    const subscription = await create();
    const dearer = await stripe.prices.create({
      product: 'digital',
      currency: 'usd',
      unit_amount: 2_000,
      recurring: { interval: 'week', interval_count: 4 },
    });
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id ?? '', price: dearer.id }],
      proration_behavior: 'none',
    });
    await simulator.turn(PERIOD + HOUR);
    const invoices = await stripe.invoices.list({ subscription: subscription.id });
    expect(invoices.data.map(({ amount_paid }) => amount_paid)).toEqual([2_000, 1_500]);
  });

  test('by the month keep the day of their anchor, cut to short months', async () => {
    await simulator.turnTo(new Date('2026-01-31T12:00:00Z'));
    const monthly = await stripe.prices.create({
      product: 'digital',
      currency: 'usd',
      unit_amount: 500,
      recurring: { interval: 'month' },
    });
    const subscription = await create({ items: [{ price: monthly.id }] });
    await simulator.turn(95 * DAY);
    const invoices = await stripe.invoices.list({ subscription: subscription.id });
    expect(invoices.data.map(({ created }) => new Date(created * 1_000).toISOString()).reverse()).toEqual([
      '2026-01-31T12:00:00.000Z',
      '2026-02-28T12:00:00.000Z',
      '2026-03-31T12:00:00.000Z',
      '2026-04-30T12:00:00.000Z',
    ]);
  });

  test('end at the end of their trial where there is no card and that is the setting', async () => {
    const poor = await stripe.customers.create({});
    const subscription = await stripe.subscriptions.create({
      customer: poor.id,
      items: [{ price: offer.list.id }],
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
    });
    await simulator.turn(7 * DAY);
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('canceled');
  });
});

describe('invoices and money', () => {
  let offer: Offer;
  beforeEach(async () => {
    offer = await makeOffer(stripe);
  });

  test('invoices are read, listed, changed while drafts, finalized and paid', async () => {
    const { customer, subscription } = await subscribe(simulator, offer);
    await simulator.turn(PERIOD);
    const [draft] = (await stripe.invoices.list({ customer: customer.id, status: 'draft' })).data;
    const id = draft?.id ?? '';
    expect(draft).toMatchObject({
      auto_advance: true,
      number: null,
      automatically_finalizes_at: (draft?.created ?? 0) + HOUR,
    });
    expect(
      await stripe.invoices.update(id, { auto_advance: false, metadata: { held: 'yes' } }),
    ).toMatchObject({
      auto_advance: false,
      automatically_finalizes_at: null,
      metadata: { held: 'yes' },
    });
    const open = await stripe.invoices.finalizeInvoice(id);
    expect(open).toMatchObject({ status: 'open', amount_remaining: 900 });
    expect(open.number).toMatch(/^\w{8}-0002$/);
    const paid = await stripe.invoices.pay(id);
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 900, attempt_count: 0 });
    expect((await errorOf(stripe.invoices.pay(id))).statusCode).toBe(400);
    expect((await stripe.invoices.listLineItems(id)).data).toHaveLength(1);
    expect(
      (await stripe.invoices.list({ subscription })).data.map(({ billing_reason }) => billing_reason),
    ).toEqual(['subscription_cycle', 'subscription_create']);
  });

  test('a failed invoice is paid on request with another card, or the failure is told', async () => {
    const { customer, subscription } = await subscribe(simulator, offer, cards.failsLater);
    await simulator.turn(PERIOD + HOUR);
    const [open] = (await stripe.invoices.list({ subscription, status: 'open' })).data;
    const id = open?.id ?? '';
    expect(await errorOf(stripe.invoices.pay(id))).toMatchObject({
      type: 'StripeCardError',
      code: 'card_declined',
      decline_code: 'generic_decline',
    });
    // The failed charge is kept although the call failed.
    expect((await stripe.charges.list({ customer: customer.id })).data.map(({ status }) => status)).toEqual([
      'failed',
      'failed',
      'succeeded',
    ]);
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    expect(await stripe.invoices.pay(id, { payment_method: method.id })).toMatchObject({
      status: 'paid',
      attempt_count: 1,
    });
    expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('active');
  });

  test('an open invoice is voided, and its payment cancelled', async () => {
    const { subscription } = await subscribe(simulator, offer, cards.failsLater);
    await simulator.turn(PERIOD + HOUR);
    const [open] = (await stripe.invoices.list({ subscription, status: 'open' })).data;
    expect(await stripe.invoices.voidInvoice(open?.id ?? '')).toMatchObject({ status: 'void' });
    const [payment] = (await stripe.invoicePayments.list({ invoice: open?.id ?? '' })).data;
    const intent = await stripe.paymentIntents.retrieve(String(payment?.payment.payment_intent));
    expect(intent.status).toBe('canceled');
  });

  test('what comes next is shown before it comes', async () => {
    const { customer, subscription } = await subscribe(simulator, offer);
    const preview = await stripe.invoices.createPreview({ subscription });
    expect(preview).toMatchObject({ total: 900, status: 'draft', billing_reason: 'upcoming' });
    expect(preview.id).toMatch(/^upcoming_in_/);
    expect((await stripe.invoices.createPreview({ customer: customer.id })).total).toBe(900);
    await stripe.subscriptions.update(subscription, { cancel_at_period_end: true });
    expect(await errorOf(stripe.invoices.createPreview({ subscription }))).toMatchObject({
      code: 'invoice_upcoming_none',
    });
  });

  test('invoice payments and invoice items are found by their invoice', async () => {
    const { session } = await subscribe(simulator, offer);
    const invoice = String(session.invoice);
    const [payment] = (await stripe.invoicePayments.list({ invoice })).data;
    expect(payment).toMatchObject({ status: 'paid', amount_paid: 100, invoice });
    expect(await stripe.invoicePayments.retrieve(payment?.id ?? '')).toMatchObject({ id: payment?.id });
    const byIntent = await stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: String(payment?.payment.payment_intent) },
    });
    expect(byIntent.data).toHaveLength(1);
    const [item] = (await stripe.invoiceItems.list({ invoice })).data;
    expect(await stripe.invoiceItems.retrieve(item?.id ?? '')).toMatchObject({ amount: 100, invoice });
  });

  test('refunds go back in parts until nothing is left', async () => {
    const { customer } = await subscribe(simulator, offer);
    await simulator.turn(PERIOD + HOUR);
    const [charge] = (await stripe.charges.list({ customer: customer.id })).data;
    const id = charge?.id ?? '';
    const partial = await stripe.refunds.create({ charge: id, amount: 300, reason: 'requested_by_customer' });
    expect(partial).toMatchObject({ status: 'succeeded', amount: 300, charge: id });
    expect(await stripe.charges.retrieve(id)).toMatchObject({ amount_refunded: 300, refunded: false });
    expect((await errorOf(stripe.refunds.create({ charge: id, amount: 601 }))).statusCode).toBe(400);
    await stripe.refunds.create({ payment_intent: String(charge?.payment_intent) });
    const full = await stripe.charges.retrieve(id, { expand: ['refunds'] });
    expect([full.refunded, full.refunds?.data.map(({ amount }) => amount)]).toEqual([true, [600, 300]]);
    expect(await errorOf(stripe.refunds.create({ charge: id }))).toMatchObject({
      code: 'charge_already_refunded',
    });
    expect((await stripe.refunds.list({ charge: id })).data).toHaveLength(2);
    expect(await stripe.refunds.retrieve(partial.id)).toMatchObject({ id: partial.id });
  });

  test('balance transactions carry fees, and become available two days later', async () => {
    const { customer } = await subscribe(simulator, offer);
    await simulator.turn(PERIOD + HOUR);
    const [charge] = (await stripe.charges.list({ customer: customer.id })).data;
    const booked = await stripe.balanceTransactions.retrieve(String(charge?.balance_transaction), {
      expand: ['source'],
    });
    // 2.9 % of $9 is 26 cents, and 30.
    expect(booked).toMatchObject({ amount: 900, fee: 56, net: 844, status: 'pending', type: 'charge' });
    expect((booked.source as Stripe.Charge).id).toBe(charge?.id);
    const before = await stripe.balance.retrieve();
    expect([before.available[0]?.amount, before.pending[0]?.amount]).toEqual([67, 844]);
    await simulator.turn(2 * DAY);
    expect((await stripe.balanceTransactions.retrieve(booked.id)).status).toBe('available');
    const after = await stripe.balance.retrieve();
    expect([after.available[0]?.amount, after.pending[0]?.amount]).toEqual([911, 0]);
    await stripe.refunds.create({ charge: charge?.id ?? '' });
    const refunds = await stripe.balanceTransactions.list({ type: 'refund' });
    expect(refunds.data.map(({ net, fee }) => [net, fee])).toEqual([[-900, 0]]);
    const since = await stripe.balanceTransactions.list({ created: { gt: booked.created } });
    expect(since.data.map(({ type }) => type)).toEqual(['refund']);
    expect((await stripe.balanceTransactions.list({ source: charge?.id ?? '' })).data).toHaveLength(1);
  });

  test('payment intents and charges know each other', async () => {
    const { customer } = await subscribe(simulator, offer);
    const [intent] = (await stripe.paymentIntents.list({ customer: customer.id })).data;
    const [charge] = (await stripe.charges.list({ payment_intent: intent?.id ?? '' })).data;
    expect(intent?.latest_charge).toBe(charge?.id);
    expect(charge).toMatchObject({ paid: true, captured: true, outcome: { type: 'authorized' } });
  });

  test('a dispute is answered in steps', async () => {
    const { customer } = await subscribe(simulator, offer);
    const [charge] = (await stripe.charges.list({ customer: customer.id })).data;
    const { body } = await simulator.post('/_sim/disputes', { charge: charge?.id });
    const id = String(body['dispute']);
    const saved = await stripe.disputes.update(id, {
      evidence: { customer_purchase_ip: '192.0.2.1' },
      submit: false,
    });
    expect(saved).toMatchObject({
      status: 'needs_response',
      evidence: { customer_purchase_ip: '192.0.2.1' },
    });
    expect((await stripe.disputes.retrieve(id)).balance_transactions.map(({ net }) => net)).toEqual([-1_600]);
    expect(
      await stripe.disputes.update(id, { evidence: { uncategorized_text: 'losing_evidence' } }),
    ).toMatchObject({
      status: 'lost',
    });
    expect((await errorOf(stripe.disputes.close(id))).statusCode).toBe(400);
  });
});

describe('events and endpoints', () => {
  test('events are listed by type and time, and freeze what they tell of', async () => {
    const customer = await stripe.customers.create({ name: 'First' });
    await simulator.turn(60);
    await stripe.customers.update(customer.id, { name: 'Second' });
    await stripe.products.create({ name: 'x' });
    const types = async (params: Stripe.EventListParams) =>
      (await stripe.events.list(params)).data.map(({ type }) => type);
    expect(await types({ types: ['customer.created', 'product.created'] })).toEqual([
      'product.created',
      'customer.created',
    ]);
    expect(await types({ type: 'customer.*' })).toEqual(['customer.updated', 'customer.created']);
    expect(await types({ created: { gt: customer.created } })).toEqual([
      'product.created',
      'customer.updated',
    ]);
    const [updated, created] = (await stripe.events.list({ type: 'customer.*' })).data;
    expect((created?.data.object as Stripe.Customer).name).toBe('First');
    expect(updated?.data.previous_attributes).toEqual({ name: 'First' });
    expect(updated?.request?.idempotency_key).toMatch(/^stripe-node-retry-/);
    expect(await stripe.events.retrieve(created?.id ?? '')).toMatchObject({
      api_version: '2026-10-28.endive',
    });
    expect(await types({ ending_before: created?.id ?? '' })).toEqual([
      'product.created',
      'customer.updated',
    ]);
  });

  test('endpoints show their secret once', async () => {
    const endpoint = await stripe.webhookEndpoints.create({
      url: 'http://127.0.0.1:9/hook',
      enabled_events: ['customer.created'],
      api_version: '2026-10-28.endive',
    });
    expect(endpoint.secret).toMatch(/^whsec_\w{32}$/);
    expect((await stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined();
    expect(await stripe.webhookEndpoints.update(endpoint.id, { disabled: true })).toMatchObject({
      status: 'disabled',
    });
    expect((await stripe.webhookEndpoints.list()).data).toHaveLength(1);
    expect(await stripe.webhookEndpoints.del(endpoint.id)).toMatchObject({ deleted: true });
    expect((await stripe.webhookEndpoints.list()).data).toEqual([]);
  });
});
