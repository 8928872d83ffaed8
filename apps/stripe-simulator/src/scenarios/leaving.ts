import { cards, DAY, first, HOUR, PERIOD, subscribes, turns, type Scenario, type Stage } from './stage.ts';

const cancels = async ({ stripe, subscription }: Stage) =>
  stripe.subscriptions.update((await subscription()).id, {
    cancel_at_period_end: true,
    cancellation_details: { feedback: 'too_expensive', comment: 'Moving away' },
  });

async function leavingOf(stage: Stage) {
  const { cancel_at, cancel_at_period_end, trial_end, cancellation_details } = await stage.subscription();
  return {
    isAtTrialEnd: cancel_at === trial_end,
    cancel_at_period_end,
    reason: cancellation_details?.reason,
    feedback: cancellation_details?.feedback,
  };
}

const asked = { isAtTrialEnd: true, reason: 'cancellation_requested', feedback: 'too_expensive' };
const updated = ['customer.subscription.updated trialing'];

/** A page of the portal, as the reader has it open. */
const portal = async ({ stripe, customer }: Stage): Promise<string> =>
  (
    await stripe.billingPortal.sessions.create({
      customer: await customer(),
      return_url: 'http://localhost:1/',
    })
  ).url;

/** §2.2, flows 7 to 9. */
export const leaving: readonly Scenario[] = [
  {
    name: '07-cancel-at-period-end',
    says: 'Cancelled in the trial, over when the trial is, and nothing more is charged',
    steps: [
      subscribes,
      turns('three days', 3 * DAY, []),
      {
        says: 'the reader cancels',
        act: cancels,
        then: updated,
        shows: { read: leavingOf, is: { ...asked, cancel_at_period_end: true } },
      },
      turns('a second before the end', 25 * DAY - 1, ['customer.subscription.trial_will_end trialing']),
      turns('the end', 1, ['customer.subscription.deleted canceled']),
      turns('three months more', 90 * DAY, []),
    ],
  },
  {
    name: '07b-cancel-in-portal',
    says: 'In flexible billing the portal names the instant and leaves the boolean alone',
    needsSimulator: true,
    steps: [
      subscribes,
      {
        says: 'the reader cancels in the portal',
        act: async (stage) =>
          stage.press(await portal(stage), {
            action: 'cancel',
            subscription: (await stage.subscription()).id,
            feedback: 'too_expensive',
          }),
        then: ['billing_portal.session.created', ...updated],
        shows: { read: leavingOf, is: { ...asked, cancel_at_period_end: false } },
      },
      {
        says: 'and takes it back',
        act: async (stage) =>
          stage.press(await portal(stage), {
            action: 'renew',
            subscription: (await stage.subscription()).id,
          }),
        then: ['billing_portal.session.created', ...updated],
        shows: { read: async (stage) => (await stage.subscription()).cancel_at, is: null },
      },
    ],
  },
  {
    name: '08-resume',
    says: 'Kept after all: both ways of saying that it ends are cleared',
    steps: [
      subscribes,
      { says: 'the reader cancels', act: cancels },
      {
        says: 'and keeps it',
        act: async ({ stripe, subscription }) =>
          stripe.subscriptions.update((await subscription()).id, { cancel_at_period_end: false }),
        then: updated,
        shows: {
          async read(stage) {
            const { cancel_at, cancel_at_period_end, canceled_at } = await stage.subscription();
            return { cancel_at, cancel_at_period_end, canceled_at };
          },
          is: { cancel_at: null, cancel_at_period_end: false, canceled_at: null },
        },
      },
      {
        ...turns('it goes on', PERIOD + HOUR),
        shows: { read: async (stage) => (await stage.subscription()).status, is: 'active' },
      },
    ],
  },
  {
    name: '09-cancel-now-and-refund',
    says: 'Over at once, and the money of the last period goes back',
    steps: [
      subscribes,
      turns('one renewal', PERIOD + HOUR),
      {
        says: 'the publisher ends it and gives the money back',
        async act({ stripe, subscription, customer }) {
          await stripe.subscriptions.cancel((await subscription()).id);
          const { id } = first((await stripe.charges.list({ customer: await customer() })).data);
          await stripe.refunds.create({ charge: id });
        },
        then: [
          'customer.subscription.deleted canceled',
          'refund.created succeeded 900',
          'charge.refunded succeeded 900',
          'refund.updated succeeded 900',
        ],
        // A refund never changes the invoice that was paid.
        shows: {
          read: async (stage) => (await stage.invoices()).map(({ status }) => status),
          is: ['paid', 'paid'],
        },
      },
      turns('three months more', 90 * DAY, []),
    ],
  },
  {
    name: '11-card-in-portal',
    says: 'Another card in the portal becomes the one that pays',
    needsSimulator: true,
    steps: [
      subscribes,
      {
        says: 'the reader gives another card',
        act: async (stage) => stage.press(await portal(stage), { action: 'card', cardNumber: cards.other }),
        shows: {
          async read({ stripe, subscription }) {
            const { default_payment_method } = await subscription();
            const { card } = await stripe.paymentMethods.retrieve(String(default_payment_method));
            return card?.last4;
          },
          is: '4444',
        },
      },
    ],
  },
  {
    name: '11b-card-on-setup-page',
    says: 'Another card, saved on a page of its own and then put on the subscription',
    needsSimulator: true,
    steps: [
      subscribes,
      {
        says: 'the card is saved',
        async act(stage) {
          const session = await stage.stripe.checkout.sessions.create({
            mode: 'setup',
            customer: await stage.customer(),
            currency: 'usd',
            success_url: 'http://localhost:1/return',
          });
          await stage.press(session.url ?? '', { cardNumber: cards.other });
        },
        then: [
          'payment_method.attached',
          'setup_intent.created',
          'setup_intent.succeeded',
          'checkout.session.completed',
        ],
      },
      {
        says: 'and put on the subscription',
        async act({ stripe, customer, subscription }) {
          const saved = first((await stripe.customers.listPaymentMethods(await customer())).data);
          await stripe.subscriptions.update((await subscription()).id, { default_payment_method: saved.id });
        },
        then: updated,
      },
    ],
  },
];
