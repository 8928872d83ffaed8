import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import {
  cards,
  eventsAfter,
  HOUR,
  DAY,
  makeOffer,
  newestEvent,
  PERIOD,
  subscribe,
  type Offer,
} from './offer.ts';

// The scenarios run on test clocks; these hold the same on the clock of the server.

let simulator: Simulator;
let stripe: Stripe;
let offer: Offer;

beforeEach(async () => {
  simulator = await startSimulator({ webhooks: false });
  stripe = simulator.stripe;
  offer = await makeOffer(stripe);
});
afterEach(() => simulator.stop());

test('the whole offer: one dollar, thirteen discounted charges, then the list price', async () => {
  const { subscription } = await subscribe(simulator, offer);
  await simulator.turn(14 * PERIOD + HOUR);
  const invoices = await stripe.invoices.list({ subscription, limit: 100 });
  expect(invoices.data.map(({ amount_paid }) => amount_paid).reverse()).toEqual([
    100,
    ...Array<number>(13).fill(900),
    1_500,
  ]);
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

test('the first failure names the instant of the next attempt', async () => {
  const { subscription } = await subscribe(simulator, offer, cards.failsLater);
  await simulator.turn(PERIOD + HOUR);
  const [invoice] = (await stripe.invoices.list({ subscription, status: 'open' })).data;
  expect(invoice?.attempt_count).toBe(1);
  expect(invoice?.next_payment_attempt).toBe((invoice?.created ?? 0) + HOUR + 3 * DAY);
});
