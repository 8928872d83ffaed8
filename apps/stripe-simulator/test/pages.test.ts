import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import {
  cards,
  DAY,
  eventsAfter,
  HOUR,
  makeOffer,
  newestEvent,
  openCheckout,
  PERIOD,
  postCard,
  subscribe,
  type Offer,
} from './offer.ts';
import { told } from '../src/scenarios/timeline.ts';

let simulator: Simulator;
let stripe: Stripe;
let offer: Offer;
beforeEach(async () => {
  simulator = await startSimulator({ webhooks: false });
  stripe = simulator.stripe;
  offer = await makeOffer(stripe);
});
afterEach(() => simulator.stop());

const post = (url: string, form: Record<string, string>) =>
  fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(form) });
const textOf = async (url: string) => (await fetch(url)).text();

async function timeline(act: () => Promise<unknown>): Promise<string[]> {
  const before = await newestEvent(simulator);
  await act();
  return (await eventsAfter(simulator, before)).map(told);
}

const card = (number: string = cards.good) => ({
  cardNumber: number,
  cardExpiry: '12 / 34',
  cardCvc: '123',
  billingName: 'Ada Reader',
});

describe('the portal', () => {
  const open = async (customer: string, given: Partial<Stripe.BillingPortal.SessionCreateParams> = {}) =>
    (
      await stripe.billingPortal.sessions.create({
        customer,
        return_url: 'http://localhost:1/account',
        ...given,
      })
    ).url;

  test('7: cancels at the end of the period by cancel_at alone, with the reason, and is taken back', async () => {
    const { customer, subscription } = await subscribe(simulator, offer);
    const url = await open(customer.id);
    const happened = await timeline(() =>
      post(url, { action: 'cancel', subscription, feedback: 'too_expensive', comment: 'Moving away' }),
    );
    expect(happened).toEqual(['customer.subscription.updated trialing']);
    const leaving = await stripe.subscriptions.retrieve(subscription);
    expect(leaving).toMatchObject({
      cancel_at: leaving.trial_end,
      cancel_at_period_end: false,
      cancellation_details: { reason: 'cancellation_requested', feedback: 'too_expensive' },
    });
    expect(await textOf(url)).toContain('Keep the subscription');
    await post(url, { action: 'renew', subscription });
    expect((await stripe.subscriptions.retrieve(subscription)).cancel_at).toBeNull();
  });

  test('11: another card becomes the default of the customer and of the subscription', async () => {
    const { customer, subscription } = await subscribe(simulator, offer);
    const url = await open(customer.id, {
      flow_data: {
        type: 'payment_method_update',
        after_completion: { type: 'redirect', redirect: { return_url: 'http://localhost:1/done' } },
      },
    });
    let where: string | null = null;
    const happened = await timeline(async () => {
      where = (await post(url, { action: 'card', ...card('5555 5555 5555 4444') })).headers.get('location');
    });
    expect(where).toBe('http://localhost:1/done');
    expect(happened).toEqual([
      'payment_method.attached',
      'setup_intent.created',
      'setup_intent.succeeded',
      'customer.updated',
      'customer.subscription.updated trialing',
    ]);
    const changed = await stripe.subscriptions.retrieve(subscription, { expand: ['default_payment_method'] });
    expect((changed.default_payment_method as Stripe.PaymentMethod).card?.brand).toBe('mastercard');
    expect(await (await post(url, { action: 'card', ...card(cards.declined) })).text()).toContain('declined');
  });

  test('keeps somebody with a coupon, and switches to a plan that the configuration names', async () => {
    const { customer, subscription } = await subscribe(simulator, offer);
    const stay = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
    const flow = await open(customer.id, {
      flow_data: {
        type: 'subscription_cancel',
        subscription_cancel: {
          subscription,
          retention: { type: 'coupon_offer', coupon_offer: { coupon: stay.id } },
        },
      },
    });
    expect(await textOf(flow)).toContain('Stay, at a lower price');
    await post(flow, { action: 'accept-offer', subscription });
    expect((await stripe.subscriptions.retrieve(subscription)).discounts).toHaveLength(2);

    const dearer = await stripe.prices.create({
      product: offer.digital.id,
      currency: 'usd',
      unit_amount: 2_500,
      recurring: { interval: 'week', interval_count: 4 },
    });
    const configuration = await stripe.billingPortal.configurations.create({
      features: {
        subscription_update: {
          enabled: true,
          default_allowed_updates: ['price'],
          products: [{ product: offer.digital.id, prices: [dearer.id] }],
          trial_update_behavior: 'continue_trial',
        },
      },
    });
    const url = await open(customer.id, { configuration: configuration.id });
    await post(url, { action: 'switch', subscription, price: dearer.id });
    expect((await stripe.subscriptions.retrieve(subscription)).items.data[0]?.price.id).toBe(dearer.id);
    const refused = await post(url, { action: 'switch', subscription, price: offer.list.id });
    expect(refused.status).toBe(402);
    expect((await post(url, { action: 'cancel', subscription })).status).toBe(402);
  });

  test("shows nobody else's subscription, and no link works for ever", async () => {
    const { subscription } = await subscribe(simulator, offer);
    const other = await stripe.customers.create({ email: 'ben@meridian.example' });
    const url = await open(other.id);
    expect(await textOf(url)).toContain('You have no subscription');
    expect((await post(url, { action: 'cancel', subscription })).status).toBe(402);
    expect((await stripe.subscriptions.retrieve(subscription)).cancel_at).toBeNull();
    await simulator.turn(HOUR + 1);
    expect((await fetch(url)).status).toBe(404);
  });

  test('settings of a configuration can be changed and listed', async () => {
    const made = await stripe.billingPortal.configurations.create({
      features: { invoice_history: { enabled: true } },
    });
    const changed = await stripe.billingPortal.configurations.update(made.id, {
      features: { subscription_pause: { enabled: true } },
    });
    expect(changed.features).toMatchObject({
      invoice_history: { enabled: true },
      subscription_pause: { enabled: true },
    });
    expect((await stripe.billingPortal.configurations.list({ is_default: false })).data).toHaveLength(1);
  });
});

describe('the hosted invoice', () => {
  test('12 → 5: a bank that asked at the renewal is answered here, and the subscription recovers', async () => {
    const session = await openCheckout(simulator, offer);
    await postCard(simulator, session, cards.asksAlways);
    await post(`${simulator.url}/c/pay/${session.id}/challenge`, { answer: 'succeed' });
    await simulator.turn(PERIOD + HOUR);
    const [open] = (await stripe.invoices.list({ status: 'open' })).data;
    const url = open?.hosted_invoice_url ?? '';
    const asked = await (await post(url, card(cards.asksAlways))).text();
    expect(asked).toContain('Your bank asks');
    const method = /name="method" value="(pm_\w+)"/.exec(asked)?.[1] ?? '';
    expect((await post(url, { method, answer: 'fail' })).status).toBe(402);
    const happened = await timeline(() => post(url, { method, answer: 'succeed' }));
    expect(happened).toContain('invoice.paid paid 900');
    expect(happened).toContain('customer.subscription.updated active');
    expect(await textOf(url)).toContain('Paid on');
    expect(await textOf(url)).not.toContain('<form');
  });

  test('says what a wrong card means, and pays once', async () => {
    await subscribe(simulator, offer, cards.failsLater);
    await simulator.turn(PERIOD + HOUR);
    const [open] = (await stripe.invoices.list({ status: 'open' })).data;
    const url = open?.hosted_invoice_url ?? '';
    expect(await (await post(url, card(cards.insufficientFunds))).text()).toContain('insufficient funds');
    expect(await (await post(url, { ...card(), cardCvc: '' })).text()).toContain('security code');
    await post(url, card());
    await post(url, card());
    expect(
      (await stripe.charges.list()).data.filter(({ amount, paid }) => paid && amount === 900),
    ).toHaveLength(1);
  });

  test('comes as PDF, and a charge has its receipt', async () => {
    const { customer } = await subscribe(simulator, offer);
    const [invoice] = (await stripe.invoices.list({ customer: customer.id })).data;
    const pdf = await fetch(invoice?.invoice_pdf ?? '');
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    const text = Buffer.from(await pdf.arrayBuffer()).toString('latin1');
    expect(text.startsWith('%PDF-1.4')).toBe(true);
    expect(text).toContain(`Invoice ${invoice?.number}`);
    const [charge] = (await stripe.charges.list()).data;
    expect(await textOf(charge?.receipt_url ?? '')).toContain('visa ending in 4242');
    expect((await fetch(`${simulator.url}/i/in_none`)).status).toBe(404);
    expect((await fetch(`${simulator.url}/r/ch_none`)).status).toBe(404);
  });
});

describe('authentication of what a caller confirmed', () => {
  test.each([
    ['succeed', 'succeeded'],
    ['fail', 'requires_payment_method'],
  ])('the owner answers "%s"', async (answer, status) => {
    const intent = await stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_card_threeDSecure2Required',
      return_url: 'http://localhost:1/back?order=1',
    });
    const url = intent.next_action?.redirect_to_url?.url ?? '';
    expect(await textOf(url)).toContain('Your bank asks');
    const { headers } = await post(url, { answer });
    expect(headers.get('location')).toBe(`http://localhost:1/back?order=1&payment_intent=${intent.id}`);
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe(status);
    expect((await post(url, { answer })).status).toBe(404);
  });

  test('a card that asks is saved by a setup intent after the answer', async () => {
    const { id: customer } = await stripe.customers.create({});
    const intent = await stripe.setupIntents.create({
      customer,
      confirm: true,
      payment_method: 'pm_card_threeDSecure2Required',
    });
    expect(intent.status).toBe('requires_action');
    await post(intent.next_action?.redirect_to_url?.url ?? '', { answer: 'succeed' });
    expect((await stripe.setupIntents.retrieve(intent.id)).status).toBe('succeeded');
  });
});

describe('what the payment page may ask for more', () => {
  const pay = (session: Stripe.Checkout.Session, form: Record<string, string>) =>
    post(`${simulator.url}/c/pay/${session.id}`, { email: 'ada@meridian.example', ...card(), ...form });

  test('a promotion code, typed in small letters, lowers what is due; a wrong one is told', async () => {
    const coupon = await stripe.coupons.create({ percent_off: 50, duration: 'once' });
    await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code: 'HALF' });
    const session = await openCheckout(simulator, offer, { allow_promotion_codes: true, discounts: [] });
    expect(await (await pay(session, { action: 'apply', promotionCode: 'nope' })).text()).toContain(
      'not valid',
    );
    expect(await (await pay(session, { action: 'apply', promotionCode: 'half' })).text()).toContain('$0.50');
    expect((await pay(session, {})).status).toBe(303);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      amount_total: 50,
      payment_status: 'paid',
    });
    expect((await stripe.promotionCodes.list()).data[0]?.times_redeemed).toBe(1);
    await expect(openCheckout(simulator, offer, { allow_promotion_codes: true })).rejects.toMatchObject({
      param: 'allow_promotion_codes',
    });
  });

  test('an address and a tax id, which become the customer’s, and the tax of that country', async () => {
    const session = await openCheckout(simulator, offer, {
      billing_address_collection: 'required',
      automatic_tax: { enabled: true },
      tax_id_collection: { enabled: true },
    });
    expect(await (await pay(session, {})).text()).toContain('country');
    await pay(session, { billingCountry: 'de', billingPostalCode: '10115', taxId: 'DE123456789' });
    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['customer.tax_ids', 'invoice'],
    });
    const customer = done.customer as Stripe.Customer;
    expect(customer.address).toMatchObject({ country: 'DE', postal_code: '10115' });
    expect(customer.tax_ids?.data.map(({ value }) => value)).toEqual(['DE123456789']);
    expect((done.invoice as Stripe.Invoice).total).toBe(107);
  });

  test('a wallet pays without a card being typed', async () => {
    const session = await openCheckout(simulator, offer);
    const wallet = { action: 'wallet', cardNumber: '', cardExpiry: '', cardCvc: '', billingName: '' };
    expect((await pay(session, { ...wallet, email: '' })).status).toBe(402);
    expect((await pay(session, wallet)).status).toBe(303);
  });

  test('a customer on a test clock is served by that clock', async () => {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: 1_900_000_000 });
    const customer = await stripe.customers.create({ email: 'ada@meridian.example', test_clock: clock.id });
    const session = await openCheckout(simulator, offer, { customer: customer.id });
    await pay(session, {});
    const { subscription } = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['subscription'],
    });
    expect(subscription as Stripe.Subscription).toMatchObject({
      created: 1_900_000_000,
      trial_end: 1_900_000_000 + 28 * DAY,
      test_clock: clock.id,
    });
  });
});
