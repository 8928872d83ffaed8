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
  told,
  type Offer,
} from './offer.ts';

// Written by hand from what Stripe documents, before the first run. Never copied from our own output.

let simulator: Simulator;
let stripe: Stripe;
let offer: Offer;

beforeEach(async () => {
  simulator = await startSimulator({ webhooks: false });
  stripe = simulator.stripe;
  offer = await makeOffer(stripe);
});
afterEach(() => simulator.stop());

/** What happened while `act` ran, in order. */
async function timeline(act: () => Promise<unknown>): Promise<string[]> {
  const before = await newestEvent(simulator);
  await act();
  return (await eventsAfter(simulator, before)).map(told);
}

const renewal = (amount: number): string[] => [
  `invoice.finalized open ${amount}`,
  `payment_intent.created requires_payment_method ${amount}`,
  `charge.succeeded succeeded ${amount}`,
  `payment_intent.succeeded succeeded ${amount}`,
  `invoice.updated paid ${amount}`,
  `invoice.paid paid ${amount}`,
  `invoice.payment_succeeded paid ${amount}`,
  `invoice_payment.paid paid ${amount}`,
  `charge.updated succeeded ${amount}`,
];

const failure = (amount: number): string[] => [
  `charge.failed failed ${amount}`,
  `payment_intent.payment_failed requires_payment_method ${amount}`,
  `invoice.payment_failed open ${amount}`,
  `invoice.updated open ${amount}`,
];

describe('buying', () => {
  test('1: a paid introduction', async () => {
    const happened = await timeline(() => subscribe(simulator, offer));
    expect(happened).toEqual([
      'customer.created',
      'payment_method.attached',
      'invoiceitem.created',
      'invoice.created draft 100',
      'payment_intent.created requires_payment_method 100',
      'invoice.finalized open 100',
      'charge.succeeded succeeded 100',
      'payment_intent.succeeded succeeded 100',
      'customer.subscription.created trialing',
      'invoice.updated paid 100',
      'invoice.paid paid 100',
      'invoice.payment_succeeded paid 100',
      'invoice_payment.paid paid 100',
      'charge.updated succeeded 100',
      'checkout.session.completed',
    ]);
  });

  test('1b: an abandoned checkout expires after a day', async () => {
    await openCheckout(simulator, offer);
    expect(await timeline(() => simulator.turn(DAY - 1))).toEqual([]);
    expect(await timeline(() => simulator.turn(1))).toEqual(['checkout.session.expired']);
  });

  test('1c: a free trial charges nothing and saves the card', async () => {
    const session = await openCheckout(simulator, offer, {
      line_items: [{ price: offer.list.id, quantity: 1 }],
      discounts: [],
    });
    expect(session.payment_status).toBe('no_payment_required');
    const happened = await timeline(() => postCard(simulator, session));
    expect(happened).toContain('invoice.paid paid 0');
    expect(happened.filter((line) => line.startsWith('charge.'))).toEqual([]);
  });
});

describe('renewing', () => {
  test('2: the trial ends, the first discounted charge follows an hour later', async () => {
    await subscribe(simulator, offer);
    expect(await timeline(() => simulator.turn(21 * DAY))).toEqual(['invoice.upcoming draft 900']);
    expect(await timeline(() => simulator.turn(4 * DAY))).toEqual([
      'customer.subscription.trial_will_end trialing',
    ]);
    expect(await timeline(() => simulator.turn(3 * DAY - 1))).toEqual([]);
    expect(await timeline(() => simulator.turn(1))).toEqual([
      'customer.subscription.updated active',
      'invoice.created draft 900',
    ]);
    expect(await timeline(() => simulator.turn(HOUR - 1))).toEqual([]);
    expect(await timeline(() => simulator.turn(1))).toEqual(renewal(900));
  });

  test('the boundary says that it was a trial, and whose period it is now', async () => {
    const { subscription } = await subscribe(simulator, offer);
    const before = await newestEvent(simulator);
    await simulator.turn(PERIOD);
    const boundary = (await eventsAfter(simulator, before)).find(
      ({ type, data }) => type === 'customer.subscription.updated' && data.previous_attributes !== undefined,
    );
    expect(boundary?.data.previous_attributes).toMatchObject({ status: 'trialing' });
    const [item] = (await stripe.subscriptions.retrieve(subscription)).items.data;
    expect((item?.current_period_end ?? 0) - (item?.current_period_start ?? 0)).toBe(PERIOD);
  });

  test('3: after 13 discounted charges the discount lapses and the list price is charged', async () => {
    const { subscription } = await subscribe(simulator, offer);
    await simulator.turn(13 * PERIOD + HOUR);
    const happened = await timeline(() => simulator.turn(PERIOD));
    expect(happened).toEqual([
      'customer.discount.deleted',
      'customer.subscription.updated active',
      'invoice.upcoming draft 1500',
      'customer.subscription.updated active',
      'invoice.created draft 1500',
      ...renewal(1_500),
    ]);
    const invoices = await stripe.invoices.list({ subscription, limit: 100 });
    expect(invoices.data.map(({ amount_paid }) => amount_paid).reverse()).toEqual([
      100,
      ...Array<number>(13).fill(900),
      1_500,
    ]);
  });

  test('4: every renewal looks like the one before', async () => {
    await subscribe(simulator, offer);
    await simulator.turn(PERIOD + HOUR);
    expect(await timeline(() => simulator.turn(PERIOD))).toEqual([
      'invoice.upcoming draft 900',
      'customer.subscription.updated active',
      'invoice.created draft 900',
      ...renewal(900),
    ]);
  });

  test('a draft that is held is not charged until it is let go', async () => {
    const { subscription } = await subscribe(simulator, offer);
    await simulator.turn(PERIOD);
    const [draft] = (await stripe.invoices.list({ subscription, status: 'draft' })).data;
    await stripe.invoices.update(draft?.id ?? '', { auto_advance: false });
    expect(await timeline(() => simulator.turn(5 * DAY))).toEqual([]);
    await stripe.invoices.update(draft?.id ?? '', { auto_advance: true });
    expect(await timeline(() => simulator.turn(HOUR))).toEqual(renewal(900));
  });
});

describe('failing to pay', () => {
  test('5: a renewal fails, is tried again after three days, and recovers with another card', async () => {
    const { customer, subscription } = await subscribe(simulator, offer, cards.failsLater);
    await simulator.turn(PERIOD);
    expect(await timeline(() => simulator.turn(HOUR))).toEqual([
      'invoice.finalized open 900',
      'payment_intent.created requires_payment_method 900',
      ...failure(900),
      'customer.subscription.updated past_due',
    ]);
    const [invoice] = (await stripe.invoices.list({ subscription, status: 'open' })).data;
    expect(invoice?.attempt_count).toBe(1);
    expect(invoice?.next_payment_attempt).toBe((invoice?.created ?? 0) + HOUR + 3 * DAY);

    expect(await timeline(() => simulator.turn(3 * DAY))).toEqual(failure(900));
    await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    const [card] = (await stripe.customers.listPaymentMethods(customer.id)).data;
    await stripe.subscriptions.update(subscription, { default_payment_method: card?.id ?? '' });
    expect(await timeline(() => simulator.turn(2 * DAY))).toEqual([
      ...renewal(900).slice(2, 8),
      'customer.subscription.updated active',
      'charge.updated succeeded 900',
    ]);
  });

  test('6: when the retries are used up the subscription stays past due and goes on invoicing', async () => {
    const { subscription } = await subscribe(simulator, offer, cards.failsLater);
    await simulator.turn(PERIOD + HOUR + 5 * DAY);
    expect(await timeline(() => simulator.turn(2 * DAY))).toEqual(failure(900));
    const [invoice] = (await stripe.invoices.list({ subscription, status: 'open' })).data;
    expect(invoice?.next_payment_attempt).toBeNull();
    expect(invoice?.attempt_count).toBe(4);
    expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('past_due');
    const later = await timeline(() => simulator.turn(PERIOD));
    expect(later).toContain('invoice.created draft 900');
    expect(later).not.toContain('customer.subscription.deleted canceled');
  });

  test('6: with "cancel" as the end of dunning the subscription is deleted', async () => {
    await simulator.post('/_sim/dunning', { retryDays: [1], endAction: 'cancel' });
    const { subscription } = await subscribe(simulator, offer, cards.failsLater);
    await simulator.turn(PERIOD + HOUR);
    expect(await timeline(() => simulator.turn(DAY))).toEqual([
      ...failure(900),
      'customer.subscription.deleted canceled',
      // An ended subscription's open invoice is no longer collected by itself.
      'invoice.updated open 900',
    ]);
    const ended = await stripe.subscriptions.retrieve(subscription);
    expect(ended.cancellation_details?.reason).toBe('payment_failed');
  });

  test('a stolen card is not asked again, though the attempts are counted', async () => {
    const { customer, subscription } = await subscribe(simulator, offer);
    await simulator.post('/_sim/next-charge', { customer: customer.id, outcome: 'stolen_card' });
    await simulator.turn(PERIOD + HOUR);
    const happened = await timeline(() => simulator.turn(3 * DAY));
    expect(happened).toEqual(['invoice.payment_failed open 900', 'invoice.updated open 900']);
    const [invoice] = (await stripe.invoices.list({ subscription, status: 'open' })).data;
    expect(invoice?.attempt_count).toBe(2);
  });

  test('12: a bank that wants to ask its cardholder at the renewal', async () => {
    const session = await openCheckout(simulator, offer);
    await postCard(simulator, session, cards.asksAlways);
    await fetch(`${simulator.url}/c/pay/${session.id}/challenge`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ answer: 'succeed' }),
    });
    await simulator.turn(PERIOD);
    expect(await timeline(() => simulator.turn(HOUR))).toEqual([
      'invoice.finalized open 900',
      'payment_intent.created requires_payment_method 900',
      'charge.failed failed 900',
      'payment_intent.payment_failed requires_payment_method 900',
      'invoice.payment_action_required open 900',
      'invoice.payment_failed open 900',
      'invoice.updated open 900',
      'customer.subscription.updated past_due',
    ]);
  });
});

describe('leaving', () => {
  test('7: cancelled in the trial, over when the trial is, and nothing is charged', async () => {
    const { subscription } = await subscribe(simulator, offer);
    await simulator.turn(3 * DAY);
    const happened = await timeline(() =>
      stripe.subscriptions.update(subscription, {
        cancel_at_period_end: true,
        cancellation_details: { feedback: 'too_expensive', comment: 'Moving away' },
      }),
    );
    expect(happened).toEqual(['customer.subscription.updated trialing']);
    const cancelling = await stripe.subscriptions.retrieve(subscription);
    expect(cancelling).toMatchObject({
      cancel_at_period_end: true,
      cancel_at: cancelling.trial_end,
      cancellation_details: {
        reason: 'cancellation_requested',
        feedback: 'too_expensive',
        comment: 'Moving away',
      },
    });
    expect(await timeline(() => simulator.turn(25 * DAY - 1))).toEqual([
      'customer.subscription.trial_will_end trialing',
    ]);
    expect(await timeline(() => simulator.turn(1))).toEqual(['customer.subscription.deleted canceled']);
    expect(await timeline(() => simulator.turn(90 * DAY))).toEqual([]);
    const ended = await stripe.subscriptions.retrieve(subscription);
    expect(ended.ended_at).toBe(cancelling.trial_end);
  });

  test('8: kept after all', async () => {
    const { subscription } = await subscribe(simulator, offer);
    await stripe.subscriptions.update(subscription, { cancel_at_period_end: true });
    const happened = await timeline(() =>
      stripe.subscriptions.update(subscription, { cancel_at_period_end: false }),
    );
    expect(happened).toEqual(['customer.subscription.updated trialing']);
    expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
      cancellation_details: { reason: null },
    });
    await simulator.turn(PERIOD + HOUR);
    expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('active');
  });

  test('9: cancelled now and the money given back', async () => {
    const { customer, subscription } = await subscribe(simulator, offer);
    await simulator.turn(PERIOD + HOUR);
    const [charge] = (await stripe.charges.list({ customer: customer.id })).data;
    const happened = await timeline(async () => {
      await stripe.subscriptions.cancel(subscription);
      await stripe.refunds.create({ charge: charge?.id ?? '' });
    });
    expect(happened).toEqual([
      'customer.subscription.deleted canceled',
      'refund.created succeeded 900',
      'charge.refunded succeeded 900',
      'refund.updated succeeded 900',
    ]);
    expect(await timeline(() => simulator.turn(90 * DAY))).toEqual([]);
  });
});

describe('disputes and cards', () => {
  test('10: a disputed charge, won', async () => {
    const happened = await timeline(() => subscribe(simulator, offer, cards.disputed));
    expect(happened.slice(-5)).toEqual([
      'charge.updated succeeded 100',
      'charge.dispute.created needs_response 100',
      'charge.updated succeeded 100',
      'charge.dispute.funds_withdrawn needs_response 100',
      'checkout.session.completed',
    ]);
    const [dispute] = (await stripe.disputes.list()).data;
    const closed = await timeline(() =>
      stripe.disputes.update(dispute?.id ?? '', { evidence: { uncategorized_text: 'winning_evidence' } }),
    );
    expect(closed).toEqual(['charge.dispute.closed won 100', 'charge.dispute.funds_reinstated won 100']);
  });

  test('10: a disputed charge, given up', async () => {
    await subscribe(simulator, offer, cards.disputed);
    const [dispute] = (await stripe.disputes.list()).data;
    expect(await timeline(() => stripe.disputes.close(dispute?.id ?? ''))).toEqual([
      'charge.dispute.closed lost 100',
    ]);
  });

  test('11: another card, saved on the hosted page', async () => {
    const { customer, subscription } = await subscribe(simulator, offer);
    const session = await stripe.checkout.sessions.create({
      mode: 'setup',
      customer: customer.id,
      currency: 'usd',
      success_url: 'http://localhost:1/return',
    });
    const saved = await timeline(() => postCard(simulator, session, '5555 5555 5555 4444'));
    expect(saved).toEqual([
      'payment_method.attached',
      'setup_intent.created',
      'setup_intent.succeeded',
      'checkout.session.completed',
    ]);
    const { setup_intent } = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['setup_intent'],
    });
    const method = (setup_intent as Stripe.SetupIntent).payment_method;
    const used = await timeline(() =>
      stripe.subscriptions.update(subscription, { default_payment_method: String(method) }),
    );
    expect(used).toEqual(['customer.subscription.updated trialing']);
  });
});
