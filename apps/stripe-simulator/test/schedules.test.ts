import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import { DAY, HOUR, makeOffer, PERIOD, type Offer } from './offer.ts';

let simulator: Simulator;
let stripe: Stripe;
let offer: Offer;
let customer: string;
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
});
afterEach(() => simulator.stop());

const now = async (): Promise<number> => Math.floor((await simulator.now()).getTime() / 1_000);
const sold = ({ subscription }: Stripe.SubscriptionSchedule) =>
  stripe.subscriptions.retrieve(String(subscription));
const invoicesOf = async ({ subscription }: Stripe.SubscriptionSchedule): Promise<Stripe.Invoice[]> =>
  (await stripe.invoices.list({ subscription: String(subscription), limit: 100 })).data;

const month = { interval: 'week', interval_count: 4 } as const;

test('what a schedule says for all phases counts where a phase does not say otherwise', async () => {
  const other = await stripe.paymentMethods.attach('pm_card_mastercard', { customer });
  const schedule = await stripe.subscriptionSchedules.create({
    customer,
    start_date: 'now',
    default_settings: {
      collection_method: 'send_invoice',
      description: 'For all phases',
      invoice_settings: { days_until_due: 10, footer: 'Thank you.' },
    },
    phases: [
      { items: [{ price: offer.list.id }], duration: month },
      {
        items: [{ price: offer.list.id }],
        duration: month,
        collection_method: 'charge_automatically',
        default_payment_method: other.id,
        description: 'The second',
      },
      { items: [{ price: offer.list.id }], duration: month },
    ],
  });
  expect(schedule.default_settings).toMatchObject({
    collection_method: 'send_invoice',
    invoice_settings: { days_until_due: 10 },
  });
  expect(await sold(schedule)).toMatchObject({
    collection_method: 'send_invoice',
    days_until_due: 10,
    description: 'For all phases',
    invoice_settings: { footer: 'Thank you.' },
  });
  await simulator.turn(PERIOD);
  expect(await sold(schedule)).toMatchObject({
    collection_method: 'charge_automatically',
    default_payment_method: other.id,
    description: 'The second',
  });
  await simulator.turn(PERIOD);
  expect(await sold(schedule)).toMatchObject({
    collection_method: 'send_invoice',
    description: 'For all phases',
  });
});

test('a card that the reader gives meanwhile stays when the next phase begins', async () => {
  const schedule = await stripe.subscriptionSchedules.create({
    customer,
    start_date: 'now',
    phases: [
      { items: [{ price: offer.list.id }], duration: month },
      { items: [{ price: offer.list.id }], duration: month },
    ],
  });
  const given = await stripe.paymentMethods.attach('pm_card_mastercard', { customer });
  await stripe.subscriptions.update(String(schedule.subscription), { default_payment_method: given.id });
  await simulator.turn(PERIOD);
  expect((await sold(schedule)).default_payment_method).toBe(given.id);
});

test('other settings for all phases count at once', async () => {
  const schedule = await stripe.subscriptionSchedules.create({
    customer,
    start_date: 'now',
    phases: [{ items: [{ price: offer.list.id }], duration: month }],
  });
  await stripe.subscriptionSchedules.update(schedule.id, { default_settings: { description: 'Now' } });
  expect((await sold(schedule)).description).toBe('Now');
});

test('what a phase sells once stands on its first invoice only', async () => {
  const schedule = await stripe.subscriptionSchedules.create({
    customer,
    start_date: 'now',
    phases: [
      { items: [{ price: offer.list.id }], duration: month },
      {
        items: [{ price: offer.list.id }],
        duration: { interval: 'week', interval_count: 8 },
        add_invoice_items: [{ price: offer.once.id, quantity: 2 }],
      },
    ],
  });
  await simulator.turn(2 * PERIOD + HOUR);
  expect((await invoicesOf(schedule)).map(({ total }) => total)).toEqual([1_500, 1_700, 1_500]);
});

test('a planned pause comes by itself, gives back what is left, and ends by itself', async () => {
  const start = await now();
  const schedule = await stripe.subscriptionSchedules.create({
    customer,
    start_date: 'now',
    phases: [{ items: [{ price: offer.list.id }], duration: { interval: 'year', interval_count: 1 } }],
    pause_schedules: [
      {
        key: 'summer',
        pause: {
          pause_at: { type: 'timestamp', timestamp: start + 7 * DAY },
          settings: { type: 'subscription', bill_for: { unused_time_from: { type: 'pause_at' } } },
        },
        resume: { resume_at: { type: 'duration', duration: { interval: 'day', interval_count: 90 } } },
      },
    ],
  });
  expect(schedule.pause_schedules[0]).toMatchObject({
    key: 'summer',
    pause: { pause_at: start + 7 * DAY, status: { type: 'scheduled' } },
    resume: { resume_at: start + 97 * DAY, settings: { billing_cycle_anchor: 'resume_at' } },
  });
  await simulator.turn(7 * DAY);
  expect((await sold(schedule)).status).toBe('paused');
  const [paused] = (await stripe.subscriptionSchedules.retrieve(schedule.id)).pause_schedules;
  expect([paused?.pause.status.type, paused?.resume?.status.type]).toEqual(['succeeded', 'scheduled']);
  await simulator.turn(90 * DAY);
  expect((await sold(schedule)).status).toBe('active');
  // Three weeks of four were given back.
  expect((await invoicesOf(schedule)).map(({ total }) => total)).toEqual([1_500 - 1_125, 1_500]);
  expect(
    (await stripe.subscriptionSchedules.retrieve(schedule.id)).pause_schedules[0]?.resume?.status.type,
  ).toBe('succeeded');
});

test('a planned pause is changed by its key, taken away, and refused where it makes no sense', async () => {
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: offer.list.id }] });
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: subscription.id });
  const at = (await now()) + 7 * DAY;
  const pause = (entry: Stripe.SubscriptionScheduleUpdateParams.PauseSchedule) =>
    stripe.subscriptionSchedules.update(schedule.id, { pause_schedules: [entry] });
  const first = await pause({ pause: { pause_at: { type: 'timestamp', timestamp: at } } });
  const { key = '' } = first.pause_schedules[0] ?? {};
  const later = await pause({ key, resume: { resume_at: { type: 'timestamp', timestamp: at + DAY } } });
  expect(later.pause_schedules).toMatchObject([
    { key, pause: { pause_at: at }, resume: { resume_at: at + DAY } },
  ]);
  await expect(
    pause({ key, resume: { resume_at: { type: 'timestamp', timestamp: at - DAY } } }),
  ).rejects.toMatchObject({ statusCode: 400 });
  const cleared = await stripe.subscriptionSchedules.update(schedule.id, { pause_schedules: '' });
  expect(cleared.pause_schedules).toEqual([]);
  await simulator.turn(8 * DAY);
  expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
});

test('a pause that cannot be says why, and changes nothing', async () => {
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: offer.list.id }] });
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: subscription.id });
  await stripe.subscriptionSchedules.update(schedule.id, {
    pause_schedules: [{ pause: { pause_at: { type: 'timestamp', timestamp: (await now()) + DAY } } }],
  });
  await stripe.subscriptions.pause(subscription.id, { type: 'subscription' });
  await simulator.turn(DAY);
  const [entry] = (await stripe.subscriptionSchedules.retrieve(schedule.id)).pause_schedules;
  expect(entry?.pause.status).toMatchObject({
    type: 'error',
    error: { message: expect.stringContaining('paused') },
  });
});

test('a change of the running phase is evened out on the next invoice, unless asked otherwise', async () => {
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: offer.list.id }] });
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: subscription.id });
  const [running] = schedule.phases;
  await simulator.turn(14 * DAY);
  const seats = (quantity: number, proration_behavior?: 'none') =>
    stripe.subscriptionSchedules.update(schedule.id, {
      phases: [
        {
          items: [{ price: offer.list.id, quantity }],
          start_date: running?.start_date ?? 0,
          end_date: running?.end_date ?? 0,
        },
      ],
      ...(proration_behavior === undefined ? {} : { proration_behavior }),
    });
  await seats(2);
  await seats(3, 'none');
  await simulator.turn(14 * DAY + HOUR);
  // Three seats, and half a period of the second.
  expect((await invoicesOf(schedule))[0]?.total).toBe(3 * 1_500 + 750);
});
