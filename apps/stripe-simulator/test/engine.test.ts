import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import {
  DAY,
  eventsAfter,
  HOUR,
  makeOffer,
  newestEvent,
  postCard,
  PERIOD,
  subscribe,
  type Offer,
} from './offer.ts';
import { told } from '../src/scenarios/timeline.ts';

// Every figure here was worked out by hand.

let simulator: Simulator;
let stripe: Stripe;
beforeEach(async () => {
  simulator = await startSimulator({ webhooks: false });
  stripe = simulator.stripe;
});
afterEach(() => simulator.stop());

const errorOf = (asked: Promise<unknown>): Promise<Stripe.errors.StripeError> =>
  asked.then(
    () => Promise.reject(new Error('it went well')),
    (error: Stripe.errors.StripeError) => error,
  );

async function timeline(act: () => Promise<unknown>): Promise<string[]> {
  const before = await newestEvent(simulator);
  await act();
  return (await eventsAfter(simulator, before)).map(told);
}

const price = (unit_amount: number, given: Partial<Stripe.PriceCreateParams> = {}) =>
  stripe.prices.create({
    currency: 'usd',
    unit_amount,
    recurring: { interval: 'week', interval_count: 4 },
    product_data: { name: `Paper at ${unit_amount}` },
    ...given,
  });

async function payer(given: Partial<Stripe.CustomerCreateParams> = {}) {
  const customer = await stripe.customers.create({ email: 'ada@meridian.example', ...given });
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: card.id } });
  return customer.id;
}

const start = async (unit_amount: number, given: Partial<Stripe.SubscriptionCreateParams> = {}) =>
  stripe.subscriptions.create({
    customer: given.customer ?? (await payer()),
    items: [{ price: (await price(unit_amount)).id }],
    ...given,
  });

const newest = async (subscription: string): Promise<Stripe.Invoice> =>
  (await stripe.invoices.list({ subscription, limit: 1 })).data[0] as Stripe.Invoice;

describe('proration', () => {
  test('a dearer price in the middle: half of each, to the cent, on the next invoice', async () => {
    const subscription = await start(1_500);
    await simulator.turn(14 * DAY);
    const [item] = subscription.items.data;
    const dearer = await price(2_501);
    await stripe.subscriptions.update(subscription.id, { items: [{ id: item?.id ?? '', price: dearer.id }] });
    const waiting = await stripe.invoiceItems.list({ pending: true });
    expect(waiting.data.map(({ amount, proration }) => [amount, proration])).toEqual([
      [1_251, true],
      [-750, true],
    ]);
    await simulator.turn(14 * DAY + HOUR);
    const renewal = await newest(subscription.id);
    expect(renewal.lines.data.map(({ amount }) => amount)).toEqual([-750, 1_251, 2_501]);
    expect([renewal.total, renewal.amount_paid]).toEqual([3_002, 3_002]);
    expect((await stripe.invoiceItems.list({ pending: true })).data).toEqual([]);
  });

  test('at once: an invoice for the difference alone', async () => {
    const subscription = await start(1_000);
    await simulator.turn(7 * DAY);
    const dearer = await price(2_000);
    const happened = await timeline(() =>
      stripe.subscriptions.update(subscription.id, {
        items: [{ id: subscription.items.data[0]?.id ?? '', price: dearer.id }],
        proration_behavior: 'always_invoice',
      }),
    );
    expect(happened.filter((line) => line.startsWith('invoice.paid'))).toEqual(['invoice.paid paid 750']);
    expect(happened.filter((line) => line.startsWith('customer.subscription.updated'))).toHaveLength(1);
    expect(await newest(subscription.id)).toMatchObject({
      billing_reason: 'subscription_update',
      total: 750,
    });
  });

  test('a cheaper price at once leaves a credit, which the next invoice uses', async () => {
    const subscription = await start(2_000);
    await simulator.turn(14 * DAY);
    const cheaper = await price(1_000);
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id ?? '', price: cheaper.id }],
      proration_behavior: 'always_invoice',
    });
    const customer = (await stripe.customers.retrieve(String(subscription.customer))) as Stripe.Customer;
    expect(customer.balance).toBe(-500);
    await simulator.turn(14 * DAY + HOUR);
    expect(await newest(subscription.id)).toMatchObject({
      total: 1_000,
      starting_balance: -500,
      ending_balance: 0,
      amount_due: 500,
      amount_paid: 500,
    });
  });

  test('flexible billing gives back what was really charged, classic the list price less its discount', async () => {
    const coupon = await stripe.coupons.create({ percent_off: 50, duration: 'forever' });
    for (const [type, credited] of [
      ['flexible', -250],
      ['classic', -500],
    ] as const) {
      const subscription = await start(1_000, {
        discounts: [{ coupon: coupon.id }],
        billing_mode: { type },
      });
      await simulator.turn(14 * DAY);
      await stripe.subscriptions.update(subscription.id, {
        items: [{ id: subscription.items.data[0]?.id ?? '', quantity: 2 }],
      });
      const [, credit] = (await stripe.invoiceItems.list({ customer: String(subscription.customer) })).data;
      expect([type, credit?.amount]).toEqual([type, credited]);
      await stripe.subscriptions.cancel(subscription.id);
    }
  });

  test('another interval begins a period of its own and sells it at once', async () => {
    const subscription = await start(2_800);
    await simulator.turn(14 * DAY);
    const yearly = await price(10_000, { recurring: { interval: 'year' } });
    const changed = await stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id ?? '', price: yearly.id }],
    });
    expect(await newest(subscription.id)).toMatchObject({ total: 8_600, status: 'paid' });
    const [item] = changed.items.data;
    expect((item?.current_period_end ?? 0) - (item?.current_period_start ?? 0)).toBe(365 * DAY);
  });

  test('a second item joins the period, is sold for its rest, and goes again', async () => {
    const subscription = await start(1_000);
    await simulator.turn(21 * DAY);
    const extra = await price(400);
    const item = await stripe.subscriptionItems.create({ subscription: subscription.id, price: extra.id });
    expect(item.current_period_end).toBe(subscription.items.data[0]?.current_period_end);
    expect((await stripe.invoiceItems.list({ pending: true })).data[0]?.amount).toBe(100);
    expect((await stripe.subscriptionItems.retrieve(item.id)).price.id).toBe(extra.id);
    await stripe.subscriptionItems.del(item.id, { proration_behavior: 'none' });
    expect((await stripe.subscriptions.retrieve(subscription.id)).items.data).toHaveLength(1);
    expect(await errorOf(stripe.subscriptionItems.retrieve(item.id))).toMatchObject({ statusCode: 404 });
    const [last] = (await stripe.subscriptionItems.list({ subscription: subscription.id })).data;
    expect(await errorOf(stripe.subscriptionItems.del(last?.id ?? ''))).toMatchObject({ statusCode: 400 });
  });

  test('ending at once with proration and an invoice puts the rest on the balance', async () => {
    const subscription = await start(2_000);
    await simulator.turn(7 * DAY);
    await stripe.subscriptions.cancel(subscription.id, { prorate: true, invoice_now: true });
    const customer = (await stripe.customers.retrieve(String(subscription.customer))) as Stripe.Customer;
    expect(customer.balance).toBe(-1_500);
  });

  test('a trial that is ended now is charged now', async () => {
    const subscription = await start(900, { trial_period_days: 14 });
    await stripe.subscriptions.update(subscription.id, { trial_end: 'now' });
    expect(await newest(subscription.id)).toMatchObject({ status: 'paid', amount_paid: 900 });
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
  });
});

describe('customer balance', () => {
  test('what is kept in another currency stays apart, and no clock stops at it', async () => {
    const customer = await payer();
    await stripe.customers.createBalanceTransaction(customer, { amount: -300, currency: 'eur' });
    const subscription = await start(1_000, { customer });
    expect(await newest(subscription.id)).toMatchObject({ amount_due: 1_000, starting_balance: 0 });
    const given = await stripe.customers.createBalanceTransaction(customer, {
      amount: -400,
      currency: 'USD',
    });
    expect([given.currency, given.ending_balance]).toEqual(['usd', -400]);
    await simulator.turn(PERIOD + HOUR);
    expect(await newest(subscription.id)).toMatchObject({ amount_paid: 600, starting_balance: -400 });
    const found = await stripe.customers.retrieve(customer, { expand: ['invoice_credit_balance'] });
    expect(found).toMatchObject({
      balance: -300,
      currency: 'eur',
      invoice_credit_balance: { eur: 300, usd: 0 },
    });
  });

  test('three letters make no currency', async () => {
    const customer = await payer();
    const given = stripe.customers.createBalanceTransaction(customer, { amount: -300, currency: 'nan' });
    expect(await errorOf(given)).toMatchObject({ statusCode: 400, param: 'currency' });
    const options = { nan: { unit_amount: 5 } };
    const priced = stripe.prices.create({
      currency: 'usd',
      currency_options: options,
      product: 'x',
      unit_amount: 5,
    });
    expect(await errorOf(priced)).toMatchObject({ statusCode: 400, param: 'currency_options[nan]' });
  });

  test('what is owed is added, what is to their credit is taken off, both in the list of movements', async () => {
    const customer = await payer();
    await stripe.customers.createBalanceTransaction(customer, { amount: -300, currency: 'usd' });
    const subscription = await start(1_000, { customer });
    expect(await newest(subscription.id)).toMatchObject({ amount_due: 700, amount_paid: 700 });
    await stripe.customers.createBalanceTransaction(customer, { amount: 250, currency: 'usd' });
    await simulator.turn(PERIOD + HOUR);
    expect(await newest(subscription.id)).toMatchObject({ amount_due: 1_250, amount_paid: 1_250 });
    const moved = await stripe.customers.listBalanceTransactions(customer);
    expect(moved.data.map(({ amount, type }) => [amount, type])).toEqual([
      [-250, 'applied_to_invoice'],
      [250, 'adjustment'],
      [300, 'applied_to_invoice'],
      [-300, 'adjustment'],
    ]);
  });

  test('what is too small for a card waits on the balance', async () => {
    const subscription = await start(30);
    expect(await newest(subscription.id)).toMatchObject({
      status: 'paid',
      amount_due: 0,
      ending_balance: 30,
    });
  });
});

describe('credit notes', () => {
  test('lower an open invoice, and pay it when nothing is left', async () => {
    const subscription = await start(1_000, { collection_method: 'send_invoice', days_until_due: 10 });
    await simulator.turn(HOUR);
    const open = await newest(subscription.id);
    expect(open).toMatchObject({ status: 'open', due_date: open.created + HOUR + 10 * DAY });
    const note = await stripe.creditNotes.create({ invoice: open.id, amount: 400 });
    expect(note).toMatchObject({
      type: 'pre_payment',
      number: `${open.number}-CN-01`,
      pre_payment_amount: 400,
    });
    expect(await stripe.invoices.retrieve(open.id)).toMatchObject({ amount_remaining: 600 });
    await stripe.creditNotes.voidCreditNote(note.id);
    expect(await stripe.invoices.retrieve(open.id)).toMatchObject({ amount_remaining: 1_000 });
    await stripe.creditNotes.create({ invoice: open.id, amount: 1_000 });
    expect(await stripe.invoices.retrieve(open.id)).toMatchObject({ status: 'paid', amount_remaining: 0 });
    expect(await errorOf(stripe.creditNotes.create({ invoice: open.id, amount: 1 }))).toMatchObject({
      statusCode: 400,
    });
  });

  test('of a paid invoice the money goes back to the card or to the balance, never more than was paid', async () => {
    const subscription = await start(1_000);
    const paid = await newest(subscription.id);
    const note = await stripe.creditNotes.create({
      invoice: paid.id,
      lines: [{ type: 'invoice_line_item', invoice_line_item: paid.lines.data[0]?.id ?? '', amount: 700 }],
      refund_amount: 500,
      credit_amount: 200,
    });
    expect([note.amount, note.refunds[0]?.amount_refunded]).toEqual([700, 500]);
    expect((await stripe.refunds.list()).data[0]?.amount).toBe(500);
    const customer = (await stripe.customers.retrieve(String(subscription.customer))) as Stripe.Customer;
    expect(customer.balance).toBe(-200);
    expect(await errorOf(stripe.creditNotes.create({ invoice: paid.id, amount: 301 }))).toMatchObject({
      param: 'amount',
    });
    expect((await stripe.invoices.retrieve(paid.id)).post_payment_credit_notes_amount).toBe(700);
    expect((await stripe.creditNotes.list({ invoice: paid.id })).data).toHaveLength(1);
    expect((await stripe.creditNotes.preview({ invoice: paid.id, amount: 300 })).amount).toBe(300);
  });
});

describe('taxes', () => {
  test('a rate on top, and one within the price', async () => {
    const onTop = await stripe.taxRates.create({ display_name: 'VAT', percentage: 7, inclusive: false });
    const within = await stripe.taxRates.create({ display_name: 'VAT', percentage: 7, inclusive: true });
    const exclusive = await newest((await start(1_000, { default_tax_rates: [onTop.id] })).id);
    expect(exclusive).toMatchObject({
      subtotal: 1_000,
      total: 1_070,
      total_excluding_tax: 1_000,
      amount_paid: 1_070,
    });
    const inclusive = await newest((await start(1_000, { default_tax_rates: [within.id] })).id);
    expect(inclusive).toMatchObject({ total: 1_000, total_excluding_tax: 935 });
    expect(inclusive.total_taxes?.[0]).toMatchObject({ amount: 65, tax_behavior: 'inclusive' });
  });

  test('automatic tax goes by where the customer is, and after the discount', async () => {
    const customer = await payer({ address: { country: 'DE' } });
    const coupon = await stripe.coupons.create({ percent_off: 50, duration: 'once' });
    const german = await start(2_000, {
      customer,
      automatic_tax: { enabled: true },
      discounts: [{ coupon: coupon.id }],
    });
    expect(await newest(german.id)).toMatchObject({
      total: 1_070,
      automatic_tax: { enabled: true, status: 'complete' },
    });
    const nowhere = await start(2_000, { automatic_tax: { enabled: true } });
    expect(await newest(nowhere.id)).toMatchObject({
      total: 2_000,
      automatic_tax: { status: 'requires_location_inputs' },
    });
  });
});

describe('schedules', () => {
  let offer: Offer;
  beforeEach(async () => {
    offer = await makeOffer(stripe);
  });

  test('from a customer: three phases, and the first invoice waits for an hour', async () => {
    const customer = await payer();
    const nine = await price(900, { product: offer.digital.id, product_data: undefined as never });
    const one = await price(100, { product: offer.digital.id, product_data: undefined as never });
    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      end_behavior: 'release',
      phases: [
        { items: [{ price: one.id }], duration: { interval: 'week', interval_count: 4 } },
        {
          items: [{ price: nine.id }],
          duration: { interval: 'week', interval_count: 8 },
          metadata: { phase: 'two' },
        },
        { items: [{ price: offer.list.id }] },
      ],
    });
    const subscription = String(schedule.subscription);
    expect(await newest(subscription)).toMatchObject({ status: 'draft', amount_due: 100 });
    await simulator.turn(HOUR);
    expect(await newest(subscription)).toMatchObject({ status: 'paid', amount_paid: 100 });
    await simulator.turn(4 * PERIOD);
    const paid = (await stripe.invoices.list({ subscription })).data.map(({ amount_paid }) => amount_paid);
    expect(paid.reverse()).toEqual([100, 900, 900, 1_500, 1_500]);
    expect(await stripe.subscriptionSchedules.retrieve(schedule.id)).toMatchObject({
      status: 'released',
      released_subscription: subscription,
    });
    expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({
      schedule: null,
      metadata: { phase: 'two' },
    });
  });

  test('flow 3 by schedule: the new phase, its items, and a renewal as any other', async () => {
    const { subscription } = await subscribe(simulator, offer);
    await simulator.turn(PERIOD + HOUR);
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: subscription });
    const [running] = schedule.phases;
    const other = await price(2_000, { product: offer.digital.id, product_data: undefined as never });
    await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [
        {
          items: [{ price: offer.list.id }],
          start_date: running?.start_date ?? 0,
          end_date: running?.end_date ?? 0,
          discounts: running?.discounts.map(({ discount }) => ({ discount: String(discount) })) ?? [],
        },
        { items: [{ price: other.id }], duration: { interval: 'week', interval_count: 4 } },
      ],
    });
    await simulator.turn(PERIOD - HOUR - 1);
    expect(await timeline(() => simulator.turn(1))).toEqual([
      'subscription_schedule.updated',
      'customer.subscription.updated active',
      'invoice.created draft 2000',
    ]);
  });

  test('a subscription under a schedule is not cancelled directly, and is again when released', async () => {
    const { subscription } = await subscribe(simulator, offer);
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: subscription });
    const cancel = () => stripe.subscriptions.update(subscription, { cancel_at_period_end: true });
    const error = await errorOf(cancel());
    expect([error.statusCode, error.message]).toEqual([
      400,
      expect.stringContaining('managed by the subscription schedule'),
    ]);
    await stripe.subscriptionSchedules.release(schedule.id);
    expect((await cancel()).cancel_at_period_end).toBe(true);
    expect(await errorOf(stripe.subscriptionSchedules.release(schedule.id))).toMatchObject({
      statusCode: 400,
    });
  });

  test('one that ends with "cancel" takes its subscription along, one that is cancelled at once', async () => {
    const make = async (end_behavior: 'cancel' | 'release') =>
      stripe.subscriptionSchedules.create({
        customer: await payer(),
        start_date: 'now',
        end_behavior,
        phases: [{ items: [{ price: offer.list.id }], duration: { interval: 'week', interval_count: 4 } }],
      });
    const ending = await make('cancel');
    const canceled = await make('release');
    await stripe.subscriptionSchedules.cancel(canceled.id);
    expect((await stripe.subscriptions.retrieve(String(canceled.subscription))).status).toBe('canceled');
    await simulator.turn(PERIOD);
    expect((await stripe.subscriptions.retrieve(String(ending.subscription))).status).toBe('canceled');
    expect((await stripe.subscriptionSchedules.retrieve(ending.id)).status).toBe('completed');
    expect(
      (await stripe.subscriptionSchedules.list({ customer: String(ending.customer) })).data,
    ).toHaveLength(1);
  });

  test('one for later begins by itself', async () => {
    const customer = await payer();
    const later = Math.floor((await simulator.now()).getTime() / 1_000) + 3 * DAY;
    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: later,
      phases: [{ items: [{ price: offer.list.id }] }],
    });
    expect([schedule.status, schedule.subscription]).toEqual(['not_started', null]);
    await simulator.turn(3 * DAY + HOUR);
    const [subscription] = (await stripe.subscriptions.list({ customer })).data;
    expect(subscription).toMatchObject({ start_date: later, schedule: schedule.id, status: 'active' });
  });
});

describe('pausing', () => {
  test('a paused subscription is not renewed; resumed, it begins a new period and is charged', async () => {
    const subscription = await start(1_000);
    await simulator.turn(7 * DAY);
    await stripe.subscriptions.pause(subscription.id, {
      type: 'subscription',
      bill_for: { unused_time_from: { type: 'now' } },
    });
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('paused');
    await simulator.turn(3 * PERIOD);
    expect((await stripe.invoices.list({ subscription: subscription.id })).data).toHaveLength(1);
    const happened = await timeline(() => stripe.subscriptions.resume(subscription.id));
    expect(happened.at(-1)).toBe('customer.subscription.resumed active');
    // Three weeks of four were given back.
    expect(await newest(subscription.id)).toMatchObject({ status: 'paid', total: 250 });
  });

  test('collection that is paused makes invoices and does not ask for money', async () => {
    const subscription = await start(1_000);
    const hold = (behavior: 'keep_as_draft' | 'mark_uncollectible' | 'void') =>
      stripe.subscriptions.update(subscription.id, { pause_collection: { behavior } });
    const statuses: (string | null)[] = [];
    for (const behavior of ['void', 'mark_uncollectible', 'keep_as_draft'] as const) {
      await hold(behavior);
      await simulator.turn(PERIOD + HOUR);
      statuses.push((await newest(subscription.id)).status);
    }
    expect(statuses).toEqual(['void', 'uncollectible', 'draft']);
    await stripe.subscriptions.update(subscription.id, { pause_collection: '' });
    await simulator.turn(PERIOD + HOUR);
    expect((await newest(subscription.id)).status).toBe('paid');
  });

  test('collection resumes by itself at the instant that was named', async () => {
    const subscription = await start(1_000);
    const resumes_at = (subscription.items.data[0]?.current_period_end ?? 0) - DAY;
    await stripe.subscriptions.update(subscription.id, {
      pause_collection: { behavior: 'void', resumes_at },
    });
    await simulator.turn(PERIOD + HOUR);
    expect((await newest(subscription.id)).status).toBe('paid');
  });
});

describe('trial offers and promotion codes', () => {
  test('a trial offer: its price for its iterations, then the other one from a new anchor', async () => {
    const first = await price(100);
    const list = await price(1_500, { recurring: { interval: 'month' } });
    const offer = await stripe.productCatalog.trialOffers.create({
      price: first.id,
      duration: { type: 'relative', relative: { iterations: 2 } },
      end_behavior: { transition: { price: list.id } },
    });
    const subscription = await stripe.subscriptions.create({
      customer: await payer(),
      items: [{ current_trial: { trial_offer: offer.id } }],
    });
    expect(subscription.status).toBe('active');
    expect(subscription.items.data[0]?.current_trial).toMatchObject({ trial_offer: offer.id });
    await simulator.turn(2 * PERIOD + HOUR);
    const amounts = (await stripe.invoices.list({ subscription: subscription.id })).data.map(
      (one) => one.amount_paid,
    );
    expect(amounts.reverse()).toEqual([100, 100, 1_500]);
    const [item] = (await stripe.subscriptions.retrieve(subscription.id)).items.data;
    expect([item?.price.id, item?.current_trial]).toEqual([list.id, null]);
  });

  test('a promotion code gives its coupon, and no more often than it may', async () => {
    const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'once' });
    const code = await stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon: coupon.id },
      code: 'SPRING',
      max_redemptions: 1,
    });
    const subscription = await start(1_000, { discounts: [{ promotion_code: code.id }] });
    expect(await newest(subscription.id)).toMatchObject({ total: 800 });
    expect((await stripe.promotionCodes.retrieve(code.id)).times_redeemed).toBe(1);
    expect(await errorOf(start(1_000, { discounts: [{ promotion_code: code.id }] }))).toMatchObject({
      param: 'promotion_code',
    });
    expect((await stripe.promotionCodes.list({ code: 'spring' })).data).toHaveLength(1);
    await stripe.promotionCodes.update(code.id, { active: false });
    expect((await stripe.promotionCodes.list({ active: true })).data).toEqual([]);
  });

  test('a code for first purchases is refused to who has paid before', async () => {
    const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'once' });
    const { id } = await stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon: coupon.id },
      restrictions: { first_time_transaction: true },
    });
    const customer = await payer();
    await start(1_000, { customer, discounts: [{ promotion_code: id }] });
    expect(await errorOf(start(1_000, { customer, discounts: [{ promotion_code: id }] }))).toMatchObject({
      statusCode: 400,
    });
  });
});

describe('invoices that are sent', () => {
  test('are due after their days, then overdue, and the subscription with them', async () => {
    const subscription = await start(1_000, { collection_method: 'send_invoice', days_until_due: 7 });
    expect(subscription.status).toBe('active');
    expect(await timeline(() => simulator.turn(HOUR))).toEqual([
      'invoice.finalized open 1000',
      'payment_intent.created requires_payment_method 1000',
      'invoice.sent open 1000',
    ]);
    expect(await timeline(() => simulator.turn(7 * DAY))).toEqual([
      'invoice.overdue open 1000',
      'customer.subscription.updated past_due',
    ]);
    await stripe.invoices.pay((await newest(subscription.id)).id);
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
  });
});

describe('test clocks', () => {
  const clockAt = (iso: string, given: Partial<Stripe.TestHelpers.TestClockCreateParams> = {}) =>
    stripe.testHelpers.testClocks.create({ frozen_time: Date.parse(iso) / 1_000, ...given });
  const advance = async (clock: string, to: number) => {
    const advancing = await stripe.testHelpers.testClocks.advance(clock, { frozen_time: to });
    await simulator.turn(0);
    return advancing;
  };

  test('move one customer and nobody else, in the order of instants', async () => {
    const clock = await clockAt('2030-01-01T00:00:00Z');
    const onClock = await start(1_000, { customer: await payer({ test_clock: clock.id }) });
    const beside = await start(1_000);
    expect([onClock.created, onClock.test_clock]).toEqual([clock.frozen_time, clock.id]);
    const advancing = await advance(clock.id, clock.frozen_time + PERIOD + HOUR);
    expect(advancing.status).toBe('advancing');
    expect(await stripe.testHelpers.testClocks.retrieve(clock.id)).toMatchObject({
      status: 'ready',
      frozen_time: clock.frozen_time + PERIOD + HOUR,
    });
    const renewal = await newest(onClock.id);
    expect(renewal).toMatchObject({
      status: 'paid',
      created: clock.frozen_time + PERIOD,
      test_clock: clock.id,
    });
    expect((await stripe.invoices.list({ subscription: beside.id })).data).toHaveLength(1);
    await simulator.turn(PERIOD + HOUR);
    expect((await stripe.invoices.list({ subscription: beside.id })).data).toHaveLength(2);
    expect((await stripe.invoices.list({ subscription: onClock.id })).data).toHaveLength(2);
  });

  test('go forward only, at most two intervals, and one advance at a time', async () => {
    // The simulator looks about ten times a second whether anything fell due: one that does not stays in its advance.
    vi.useFakeTimers({ toFake: ['setInterval'] });
    await simulator.stop();
    simulator = await startSimulator({ webhooks: false });
    ({ stripe } = simulator);
    vi.useRealTimers();
    const clock = await clockAt('2030-01-01T00:00:00Z');
    await start(1_000, { customer: await payer({ test_clock: clock.id }) });
    const to = (frozen_time: number) => stripe.testHelpers.testClocks.advance(clock.id, { frozen_time });
    expect(await errorOf(to(clock.frozen_time - 1))).toMatchObject({ param: 'frozen_time' });
    expect(await errorOf(to(clock.frozen_time + 2 * PERIOD + 1))).toMatchObject({ param: 'frozen_time' });
    await to(clock.frozen_time + 1);
    expect(await errorOf(to(clock.frozen_time + 2))).toMatchObject({ statusCode: 400 });
  });

  test('take their customers along when they are deleted', async () => {
    const clock = await clockAt('2030-01-01T00:00:00Z');
    const customer = await payer({ test_clock: clock.id });
    const subscription = await start(1_000, { customer });
    await stripe.testHelpers.testClocks.del(clock.id);
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ deleted: true });
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('canceled');
    expect((await stripe.testHelpers.testClocks.list()).data).toEqual([]);
  });

  test('can take up a customer who has bought nothing yet', async () => {
    const { id } = await stripe.customers.create({});
    const clock = await clockAt('2030-01-01T00:00:00Z', { customer: id });
    expect((await stripe.customers.retrieve(id)) as Stripe.Customer).toMatchObject({ test_clock: clock.id });
  });
});

describe('payments and cards by the API', () => {
  test('a payment: created, confirmed, refunded', async () => {
    const customer = await payer();
    const intent = await stripe.paymentIntents.create({ amount: 500, currency: 'USD', customer });
    expect(intent.status).toBe('requires_payment_method');
    const paid = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 500 });
    await stripe.refunds.create({ payment_intent: intent.id });
    expect(await errorOf(stripe.paymentIntents.cancel(intent.id))).toMatchObject({
      code: 'intent_unexpected_state',
    });
  });

  test('money that is held, taken in part, or let go', async () => {
    const hold = () =>
      stripe.paymentIntents.create({
        amount: 500,
        currency: 'usd',
        capture_method: 'manual',
        confirm: true,
        payment_method: 'pm_card_visa',
      });
    const held = await hold();
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 500 });
    expect(await stripe.paymentIntents.capture(held.id, { amount_to_capture: 300 })).toMatchObject({
      status: 'succeeded',
      amount_received: 300,
    });
    expect((await stripe.paymentIntents.cancel((await hold()).id)).status).toBe('canceled');
  });

  test('a bank that asks: with its owner there it waits, without it declines', async () => {
    const waiting = await stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_card_threeDSecure2Required',
      return_url: 'http://localhost:1/back',
    });
    expect(waiting).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
    const declined = await errorOf(
      stripe.paymentIntents.create({
        amount: 500,
        currency: 'usd',
        confirm: true,
        off_session: true,
        payment_method: 'pm_card_authenticationRequired',
      }),
    );
    expect(declined).toMatchObject({ statusCode: 402, code: 'authentication_required' });
  });

  test('a declined payment keeps its failed charge', async () => {
    const error = await errorOf(
      stripe.paymentIntents.create({
        amount: 500,
        currency: 'usd',
        confirm: true,
        payment_method: 'pm_card_chargeDeclinedInsufficientFunds',
      }),
    );
    expect(error).toMatchObject({ code: 'card_declined', decline_code: 'insufficient_funds' });
    expect((await stripe.charges.list()).data[0]?.status).toBe('failed');
  });

  test('a card is saved by a setup intent, and one that was cancelled is over', async () => {
    const { id: customer } = await stripe.customers.create({});
    const intent = await stripe.setupIntents.create({ customer, usage: 'off_session' });
    const done = await stripe.setupIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect(done.status).toBe('succeeded');
    expect((await stripe.customers.listPaymentMethods(customer)).data).toHaveLength(1);
    const other = await stripe.setupIntents.create({});
    expect((await stripe.setupIntents.cancel(other.id)).status).toBe('canceled');
  });

  test('amounts too small, and three decimals that do not end in zero, are refused', async () => {
    const make = (amount: number, currency: string) => stripe.paymentIntents.create({ amount, currency });
    expect(await errorOf(make(49, 'usd'))).toMatchObject({ code: 'amount_too_small' });
    expect(await errorOf(make(5_001, 'kwd'))).toMatchObject({ param: 'amount' });
    expect((await make(50, 'jpy')).currency).toBe('jpy');
    expect((await make(5_000, 'kwd')).amount).toBe(5_000);
  });
});

describe('payouts and the balance', () => {
  test('what is available goes to the bank and arrives in two days; more than that does not', async () => {
    await start(10_000);
    const [movement] = (await stripe.balanceTransactions.list()).data;
    expect(await errorOf(stripe.payouts.create({ amount: 100, currency: 'usd' }))).toMatchObject({
      code: 'balance_insufficient',
    });
    await simulator.turn(2 * DAY);
    const payout = await stripe.payouts.create({ amount: movement?.net ?? 0, currency: 'usd' });
    expect((await stripe.balance.retrieve()).available[0]?.amount).toBe(0);
    expect(await timeline(() => simulator.turn(2 * DAY))).toEqual(['payout.updated', 'payout.paid']);
    expect((await stripe.payouts.retrieve(payout.id)).status).toBe('paid');
    expect(await errorOf(stripe.payouts.cancel(payout.id))).toMatchObject({ statusCode: 400 });
    const [sent] = (await stripe.balanceTransactions.list({ type: 'payout' })).data;
    expect(sent?.amount).toBe(-(movement?.net ?? 0));
  });
});

describe('payouts by themselves', () => {
  test('each midnight what is available goes to the bank, itemised; what is not waits', async () => {
    expect((await simulator.post('/_sim/payouts', { schedule: 'daily' })).status).toBe(200);
    await start(10_000);
    await simulator.turn(DAY);
    await start(2_000);
    const nets = (await stripe.balanceTransactions.list()).data.map(({ net }) => net);
    expect((await stripe.payouts.list()).data).toEqual([]);
    await simulator.turn(2 * DAY);
    const [first] = (await stripe.payouts.list()).data;
    expect(first).toMatchObject({ amount: nets[1], automatic: true, reconciliation_status: 'completed' });
    await simulator.turn(DAY);
    const [second] = (await stripe.payouts.list()).data;
    expect(second?.amount).toBe(nets[0]);
    const items = await stripe.balanceTransactions.list({ payout: second?.id ?? '' });
    expect(items.data.map(({ type, net }) => [type, net])).toEqual([
      ['payout', -(nets[0] ?? 0)],
      ['charge', nets[0]],
    ]);
  });

  test('where more went back than came in nothing is sent until it is made up for', async () => {
    await start(5_000);
    await simulator.turn(2 * DAY);
    await simulator.post('/_sim/payouts', { schedule: 'daily' });
    await simulator.turn(DAY);
    const [charge] = (await stripe.charges.list()).data;
    await stripe.refunds.create({ charge: charge?.id ?? '' });
    await simulator.turn(3 * DAY);
    expect((await stripe.payouts.list()).data).toHaveLength(1);
    await start(9_000);
    await simulator.turn(3 * DAY);
    const [newest] = (await stripe.payouts.list()).data;
    const [paid] = (await stripe.balanceTransactions.list({ type: 'charge' })).data;
    expect(newest?.amount).toBe((paid?.net ?? 0) - 5_000);
    await simulator.post('/_sim/payouts', { schedule: 'manual' });
    await start(9_000);
    await simulator.turn(5 * DAY);
    expect((await stripe.payouts.list()).data).toHaveLength(2);
  });
});

describe('discounts of single items', () => {
  test('come before those of the subscription, lower one line alone, and end by themselves', async () => {
    const [paper, digital] = [await price(1_000), await price(2_000)];
    const half = await stripe.coupons.create({
      percent_off: 50,
      duration: 'repeating',
      duration_in_months: 1,
    });
    const tenth = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
    const { id } = await stripe.subscriptions.create({
      customer: await payer(),
      items: [{ price: paper.id, discounts: [{ coupon: half.id }] }, { price: digital.id }],
      discounts: [{ coupon: tenth.id }],
    });
    // (1000 - 500) × 0.9 + 2000 × 0.9
    const first = await newest(id);
    expect(first.amount_paid).toBe(450 + 1_800);
    expect(first.discounts).toHaveLength(1);
    expect(first.lines.data.map(({ discounts }) => discounts.length)).toEqual([1, 0]);
    await simulator.turn(2 * PERIOD + HOUR);
    expect((await newest(id)).amount_paid).toBe(900 + 1_800);
    const ended = await stripe.subscriptions.retrieve(id);
    expect(ended.items.data.flatMap(({ discounts }) => discounts)).toEqual([]);
    expect(ended.discounts).toHaveLength(1);
  });
});

test('a price that is made at the checkout is sold, and not again', async () => {
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [
      {
        price_data: {
          currency: 'usd',
          unit_amount: 700,
          recurring: { interval: 'month' },
          product_data: { name: 'Weekend' },
        },
      },
    ],
    success_url: 'http://localhost:1/',
  });
  expect(session.amount_total).toBe(700);
  await postCard(simulator, session);
  const [sold] = (await stripe.subscriptions.list()).data;
  expect(sold?.items.data[0]?.price).toMatchObject({ active: false, unit_amount: 700 });
});

describe('cards out of the ordinary', () => {
  const pay = (payment_method: string) =>
    stripe.paymentIntents.create({
      amount: 2_000,
      currency: 'usd',
      confirm: true,
      payment_method,
      return_url: 'http://localhost:1/',
      expand: ['latest_charge.balance_transaction'],
    });
  const chargeOf = (intent: Stripe.PaymentIntent) => intent.latest_charge as Stripe.Charge;

  test('one whose refund waits, and one whose refund comes back', async () => {
    const waits = await stripe.refunds.create({ payment_intent: (await pay('pm_card_pendingRefund')).id });
    expect(waits.status).toBe('pending');
    const fails = await stripe.refunds.create({ payment_intent: (await pay('pm_card_refundFail')).id });
    expect(fails.status).toBe('succeeded');
    expect(await timeline(() => simulator.turn(HOUR))).toEqual([
      'refund.updated succeeded 2000',
      'refund.updated failed 2000',
      'refund.failed failed 2000',
      'charge.updated succeeded 2000',
    ]);
    expect(await stripe.charges.retrieve(String(fails.charge))).toMatchObject({
      refunded: false,
      amount_refunded: 0,
    });
    const [back] = (await stripe.balanceTransactions.list({ type: 'refund_failure' })).data;
    expect(back?.net).toBe(2_000);
  });

  test('an inquiry asks and takes no money', async () => {
    const intent = await pay('pm_card_createDisputeInquiry');
    const [inquiry] = (await stripe.disputes.list()).data;
    expect(inquiry).toMatchObject({ status: 'warning_needs_response', balance_transactions: [] });
    expect((await stripe.disputes.close(inquiry?.id ?? '')).status).toBe('warning_closed');
    expect((await stripe.refunds.create({ payment_intent: intent.id })).status).toBe('succeeded');
  });

  test('what the fraud check and the bank think of it', async () => {
    expect(chargeOf(await pay('pm_card_riskLevelElevated')).outcome?.risk_level).toBe('elevated');
    expect(await errorOf(pay('pm_card_radarBlock'))).toMatchObject({
      statusCode: 402,
      code: 'card_declined',
    });
    expect((await stripe.charges.list({ limit: 1 })).data[0]?.outcome).toMatchObject({
      type: 'blocked',
      network_status: 'not_sent_to_network',
    });
    const unmatched = chargeOf(await pay('pm_card_cvcCheckFail'));
    expect(unmatched.payment_method_details?.card?.checks?.cvc_check).toBe('fail');
  });

  test('what can be paid out at once, and cards that are lost later', async () => {
    const { available_on, created } = chargeOf(await pay('pm_card_bypassPending'))
      .balance_transaction as Stripe.BalanceTransaction;
    expect(available_on).toBe(created);
    const customer = await payer();
    await stripe.paymentMethods.attach('pm_card_visa_chargeCustomerFailStolenCard', { customer });
    const [lost] = (await stripe.customers.listPaymentMethods(customer)).data;
    const later = stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      customer,
      payment_method: lost?.id ?? '',
      off_session: true,
      confirm: true,
    });
    expect(await errorOf(later)).toMatchObject({ decline_code: 'stolen_card' });
  });
});

describe('what a customer may use', () => {
  test('follows from the products that are paid for', async () => {
    const feature = await stripe.entitlements.features.create({ lookup_key: 'archive', name: 'The archive' });
    const list = await price(1_000);
    await stripe.products.createFeature(String(list.product), { entitlement_feature: feature.id });
    const customer = await payer();
    const active = async () =>
      (await stripe.entitlements.activeEntitlements.list({ customer })).data.map(
        ({ lookup_key }) => lookup_key,
      );
    expect(await active()).toEqual([]);
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price: list.id }] });
    expect(await active()).toEqual(['archive']);
    await stripe.subscriptions.cancel(id);
    expect(await active()).toEqual([]);
  });
});

describe('searching', () => {
  test('finds by field, by metadata, by comparison and by what is not there', async () => {
    await stripe.customers.create({ email: 'a@x.example', name: 'Ada', metadata: { plan: 'year' } });
    await stripe.customers.create({ email: 'b@x.example', name: 'Ben' });
    const names = async (query: string) =>
      (await stripe.customers.search({ query })).data.map(({ name }) => name);
    expect(await names("email:'A@x.example'")).toEqual(['Ada']);
    expect(await names("metadata['plan']:'year' AND name:'Ada'")).toEqual(['Ada']);
    expect(await names("name:'Ada' OR name:'Ben'")).toEqual(['Ben', 'Ada']);
    expect(await names("-name:'Ada'")).toEqual(['Ben']);
    expect(await names("email~'x.example'")).toEqual(['Ben', 'Ada']);
    expect(await names("metadata['plan']:null")).toEqual(['Ben']);
    expect(await names('created>9999999999')).toEqual([]);
    expect(await errorOf(stripe.customers.search({ query: 'shoe:"42"' }))).toMatchObject({ param: 'query' });
    expect(await errorOf(stripe.customers.search({ query: "a:'1' AND b:'2' OR c:'3'" }))).toMatchObject({
      statusCode: 400,
    });
    const first = await stripe.customers.search({ query: "email~'x.example'", limit: 1 });
    expect([first.has_more, typeof first.next_page]).toEqual([true, 'string']);
  });
});
