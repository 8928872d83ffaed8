import { cards, DAY, first, HOUR, PERIOD, subscribes, turns, type Scenario, type Stage } from './stage.ts';

const theDispute = async ({ stripe, customer }: Stage): Promise<string> => {
  const charge = first((await stripe.charges.list({ customer: await customer() })).data);
  return first((await stripe.disputes.list({ charge: charge.id })).data).id;
};

const disputed = {
  says: 'a reader pays $1 with a card whose holder disputes it',
  act: (stage: Stage) => stage.subscribe(cards.disputed),
};

/** §2.2, flow 10 and 13. */
export const disputing: readonly Scenario[] = [
  {
    name: '10-dispute-won',
    says: 'A disputed charge: the money is withdrawn, and comes back when the bank is convinced',
    steps: [
      disputed,
      {
        says: 'the publisher has a good answer',
        act: async (stage) =>
          stage.stripe.disputes.update(await theDispute(stage), {
            evidence: { uncategorized_text: 'winning_evidence' },
          }),
        then: ['charge.dispute.closed won 100', 'charge.dispute.funds_reinstated won 100'],
      },
    ],
  },
  {
    name: '10b-dispute-lost',
    says: 'A disputed charge that the publisher gives up',
    steps: [
      disputed,
      {
        says: 'the publisher gives in',
        act: async (stage) => stage.stripe.disputes.close(await theDispute(stage)),
        then: ['charge.dispute.closed lost 100'],
      },
    ],
  },
  {
    name: '10c-dispute-of-a-renewal',
    says: 'The cardholder disputes a renewal long after it was paid',
    needsSimulator: true,
    steps: [
      subscribes,
      turns('one renewal and ten days', PERIOD + HOUR + 10 * DAY),
      {
        says: 'the bank takes the money back',
        async act({ stripe, customer, lever }) {
          const charge = first((await stripe.charges.list({ customer: await customer() })).data);
          await lever('/_sim/disputes', { charge: charge.id, reason: 'subscription_canceled' });
        },
        then: [
          'charge.dispute.created needs_response 900',
          'charge.updated succeeded 900',
          'charge.dispute.funds_withdrawn needs_response 900',
        ],
        // A dispute alone ends nothing: that is the publisher's decision.
        shows: { read: async (stage) => (await stage.subscription()).status, is: 'active' },
      },
    ],
  },
  ...(
    [
      ['10d-dispute-ends-at-once', 'cancel', 'customer.subscription.deleted canceled'],
      ['10e-dispute-ends-with-the-period', 'cancel_at_period_end', 'customer.subscription.updated active'],
    ] as const
  ).map(([name, whenDisputed, told]): Scenario => ({
    name,
    says: `A disputed renewal where the setting of the account is ${whenDisputed}`,
    needsSimulator: true,
    steps: [
      subscribes,
      turns('one renewal and ten days', PERIOD + HOUR + 10 * DAY),
      {
        says: 'the account ends what is disputed',
        act: ({ lever }) =>
          lever('/_sim/dunning', { retryDays: [3, 5, 7], endAction: 'leave', whenDisputed }),
      },
      {
        says: 'the bank takes the money back',
        async act({ stripe, customer, lever }) {
          const charge = first((await stripe.charges.list({ customer: await customer() })).data);
          await lever('/_sim/disputes', { charge: charge.id, reason: 'subscription_canceled' });
        },
        then: [
          'charge.dispute.created needs_response 900',
          'charge.updated succeeded 900',
          'charge.dispute.funds_withdrawn needs_response 900',
          told,
        ],
        shows: {
          read: async (stage) => (await stage.subscription()).cancellation_details?.reason,
          is: 'payment_disputed',
        },
      },
    ],
  })),
  {
    name: '13-test-clock',
    says: 'A clock of its own arrives where it was sent, and nothing else moves',
    steps: [
      subscribes,
      {
        ...turns('eight weeks', 2 * PERIOD),
        shows: {
          async read({ stripe, subscription }) {
            const { test_clock, created } = await subscription();
            const clock = await stripe.testHelpers.testClocks.retrieve(String(test_clock));
            return { status: clock.status, passed: clock.frozen_time - created };
          },
          is: { status: 'ready', passed: 2 * PERIOD },
        },
      },
    ],
  },
];
