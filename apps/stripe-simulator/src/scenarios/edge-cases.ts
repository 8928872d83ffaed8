import type Stripe from 'stripe';
import {
  amountsPaid,
  boundary,
  DAY,
  first,
  HOUR,
  paid,
  PERIOD,
  subscribes,
  turns,
  type Scenario,
  type Stage,
  type Step,
} from './stage.ts';

const statusOf = async (stage: Stage): Promise<string> => (await stage.subscription()).status;

type Missing = Stripe.SubscriptionCreateParams.TrialSettings.EndBehavior.MissingPaymentMethod;

const withoutCard = (missing_payment_method: Missing): Step => ({
  says: 'a trial of 28 days without a card',
  act: async ({ stripe, customer, offer }) =>
    stripe.subscriptions.create({
      customer: await customer(),
      items: [{ price: offer.list }],
      trial_period_days: 28,
      trial_settings: { end_behavior: { missing_payment_method } },
    }),
});

async function newPrice({ stripe, offer }: Stage, amount: number): Promise<string> {
  const recurring = { interval: 'week', interval_count: 4 } as const;
  const made = { product: offer.digital, currency: 'usd', unit_amount: amount, recurring };
  return (await stripe.prices.create(made)).id;
}

const changes = (amount: number): Step => ({
  says: `the price becomes ${amount}, without anything for the rest of this period`,
  async act(stage) {
    const { id, items } = await stage.subscription();
    await stage.stripe.subscriptions.update(id, {
      items: [{ id: first(items.data).id, price: await newPrice(stage, amount) }],
      proration_behavior: 'none',
    });
  },
});

const refusalOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

/** §1.5 of what is known about Stripe: where tests of others end and trouble begins. */
export const edgeCases: readonly Scenario[] = [
  {
    name: 'no-card-at-trial-end-cancel',
    says: 'No card when the trial ends, and the setting is to cancel',
    steps: [
      withoutCard('cancel'),
      turns('27 days', 27 * DAY),
      turns('the end', DAY, ['customer.subscription.deleted canceled']),
    ],
  },
  {
    name: 'no-card-at-trial-end-pause',
    says: 'No card when the trial ends, and the setting is to pause',
    steps: [
      withoutCard('pause'),
      turns('27 days', 27 * DAY),
      {
        ...turns('the end', DAY, ['customer.subscription.paused paused']),
        shows: { read: statusOf, is: 'paused' },
      },
    ],
  },
  {
    name: 'no-card-at-trial-end-invoice',
    says: 'No card when the trial ends, and the setting is to invoice: past due after an hour',
    steps: [
      withoutCard('create_invoice'),
      turns('27 days', 27 * DAY),
      turns('the end', DAY, boundary(1_500)),
      { ...turns('an hour', HOUR), shows: { read: statusOf, is: 'past_due' } },
    ],
  },
  {
    name: 'first-payment-never-comes',
    says: 'Incomplete for 23 hours, then expired, and its invoice void',
    steps: [
      {
        says: 'a subscription without a card',
        act: async ({ stripe, customer, offer }) =>
          stripe.subscriptions.create({
            customer: await customer(),
            items: [{ price: offer.list }],
            payment_behavior: 'default_incomplete',
          }),
        shows: { read: statusOf, is: 'incomplete' },
      },
      turns('a second before 23 hours', 23 * HOUR - 1, []),
      {
        ...turns('23 hours', 1),
        shows: {
          read: async (stage) => [await statusOf(stage), first(await stage.invoices()).status],
          is: ['incomplete_expired', 'void'],
        },
      },
    ],
  },
  {
    name: 'same-card-again',
    says: 'The same number has the same fingerprint for another customer; a trial can be ended now',
    steps: [
      subscribes,
      {
        says: 'somebody else comes with the same card',
        act: async () => undefined,
        shows: {
          async read({ stripe, subscription }) {
            const ours = await stripe.paymentMethods.retrieve(
              String((await subscription()).default_payment_method),
            );
            const other = await stripe.customers.create({});
            const theirs = await stripe.paymentMethods.attach('pm_card_visa', { customer: other.id });
            return ours.card?.fingerprint === theirs.card?.fingerprint;
          },
          is: true,
        },
      },
      {
        says: 'the trial is ended now and the first discounted price charged',
        act: async ({ stripe, subscription }) =>
          stripe.subscriptions.update((await subscription()).id, { trial_end: 'now' }),
        shows: { read: amountsPaid, is: [100, 900] },
      },
    ],
  },
  {
    name: 'plan-change-in-year-one',
    says: 'Another price of the same product in the first year: the discount stays',
    steps: [
      subscribes,
      turns('one renewal', PERIOD + HOUR),
      changes(2_000),
      turns('the next renewal', PERIOD, ['invoice.upcoming draft 1400', ...boundary(1_400), ...paid(1_400)]),
    ],
  },
  {
    name: 'price-rise',
    says: 'A new price from the renewal on, and nothing for the period that runs',
    steps: [
      subscribes,
      turns('fourteen periods', 14 * PERIOD + HOUR),
      changes(1_700),
      turns('the next renewal', PERIOD, ['invoice.upcoming draft 1700', ...boundary(1_700), ...paid(1_700)]),
    ],
  },
  {
    name: 'schedule-blocks-cancel',
    says: 'A subscription under a schedule is not cancelled directly, and is again when released',
    steps: [
      subscribes,
      {
        says: 'a schedule takes it over',
        act: async ({ stripe, subscription }) =>
          stripe.subscriptionSchedules.create({ from_subscription: (await subscription()).id }),
        shows: {
          async read({ stripe, subscription }) {
            const { id } = await subscription();
            const said = await refusalOf(stripe.subscriptions.update(id, { cancel_at_period_end: true }));
            return said.includes('managed by the subscription schedule');
          },
          is: true,
        },
      },
      {
        says: 'it is released and cancelled',
        async act({ stripe, subscription }) {
          const { id, schedule } = await subscription();
          await stripe.subscriptionSchedules.release(String(schedule));
          await stripe.subscriptions.update(id, { cancel_at_period_end: true });
        },
        shows: { read: async (stage) => (await stage.subscription()).cancel_at_period_end, is: true },
      },
    ],
  },
  {
    name: 'skipped-introduction',
    says: 'Who ends the introduction at once gets 14 discounted charges, not 13',
    steps: [
      subscribes,
      {
        says: 'the trial is ended on the first day',
        act: async ({ stripe, subscription }) =>
          stripe.subscriptions.update((await subscription()).id, { trial_end: 'now' }),
      },
      {
        ...turns('fourteen periods', 14 * PERIOD + HOUR),
        shows: { read: amountsPaid, is: [100, ...Array<number>(14).fill(900), 1_500] },
      },
    ],
  },
  {
    name: 'trial-offer',
    says: "Stripe's own trial offer: its price for its iterations, then the other from a new anchor",
    steps: [
      {
        says: 'one dollar for two periods of four weeks',
        async act(stage) {
          const { stripe, customer, offer } = stage;
          const made = await stripe.productCatalog.trialOffers.create({
            price: await newPrice(stage, 100),
            duration: { type: 'relative', relative: { iterations: 2 } },
            end_behavior: { transition: { price: offer.list } },
          });
          await stripe.subscriptions.create({
            customer: await customer('pm_card_visa'),
            items: [{ current_trial: { trial_offer: made.id } }],
          });
        },
        shows: { read: statusOf, is: 'active' },
      },
      {
        ...turns('two periods and an hour', 2 * PERIOD + HOUR),
        shows: { read: amountsPaid, is: [100, 100, 1_500] },
      },
    ],
  },
];
