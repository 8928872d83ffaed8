import {
  amountsPaid,
  boundary,
  cards,
  DAY,
  first,
  HOUR,
  paid,
  PERIOD,
  recovered,
  refusedByBank,
  subscribes,
  turns,
  type Scenario,
  type Stage,
} from './stage.ts';

const standing = (stage: Stage) =>
  stage.invoices().then((invoices) => {
    const newest = invoices.at(-1);
    return newest === undefined
      ? null
      : { attempts: newest.attempt_count, again: newest.next_payment_attempt !== null };
  });

/** Another card becomes the one that pays: the level that failed is the subscription's. */
async function changeCard({ stripe, customer, subscription }: Stage): Promise<void> {
  const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: await customer() });
  await stripe.subscriptions.update((await subscription()).id, { default_payment_method: method.id });
}

const failsLater = {
  says: 'a reader takes the offer with a card that fails later',
  act: (stage: Stage) => stage.subscribe(cards.failsLater),
};

const firstFailure = turns('an hour later the card is asked and refuses', HOUR, [
  'invoice.finalized open 900',
  'payment_intent.created requires_payment_method 900',
  ...refusedByBank(900),
  'customer.subscription.updated past_due',
]);

/** §2.2, flows 2 to 6 and 12. */
export const renewing: readonly Scenario[] = [
  {
    name: '02-trial-to-year-one',
    says: 'The introduction ends and the first discounted charge follows an hour later',
    steps: [
      subscribes,
      turns('day 21: what is coming is announced', 21 * DAY, ['invoice.upcoming draft 900']),
      turns('day 25: the end of the trial is announced', 4 * DAY, [
        'customer.subscription.trial_will_end trialing',
      ]),
      turns('a second before day 28', 3 * DAY - 1, []),
      turns('day 28', 1, boundary(900)),
      turns('a second before the hour', HOUR - 1, []),
      turns('the hour is over', 1, paid(900)),
    ],
  },
  {
    name: '03-year-one-to-list-price',
    says: 'After 13 discounted charges the discount lapses and the list price is charged',
    steps: [
      subscribes,
      { ...turns('thirteen periods', 13 * PERIOD + HOUR) },
      {
        ...turns('the fourteenth', PERIOD, [
          'customer.discount.deleted',
          'customer.subscription.updated active',
          'invoice.upcoming draft 1500',
          ...boundary(1_500),
          ...paid(1_500),
        ]),
        shows: { read: amountsPaid, is: [100, ...Array<number>(13).fill(900), 1_500] },
      },
    ],
  },
  {
    name: '04-renewal',
    says: 'Every renewal looks like the one before',
    steps: [
      subscribes,
      turns('the first one', PERIOD + HOUR),
      turns('the second one', PERIOD, ['invoice.upcoming draft 900', ...boundary(900), ...paid(900)]),
    ],
  },
  {
    name: '05-retry-recovers',
    says: 'A renewal fails, is tried again after three days, and recovers with another card',
    steps: [
      failsLater,
      turns('the boundary comes before the money', PERIOD),
      firstFailure,
      turns('three days later it is tried again', 3 * DAY, refusedByBank(900)),
      { says: 'the reader gives another card', act: changeCard },
      turns('the next try', 2 * DAY, [
        ...recovered(900),
        'customer.subscription.updated active',
        'charge.updated succeeded 900',
      ]),
    ],
  },
  {
    name: '06-retries-exhausted-and-left',
    says: 'When the retries are used up the subscription stays past due and goes on invoicing',
    steps: [
      failsLater,
      turns('until the second retry', PERIOD + HOUR + 5 * DAY),
      {
        ...turns('the third and last', 2 * DAY, refusedByBank(900)),
        shows: { read: standing, is: { attempts: 4, again: false } },
      },
      {
        ...turns('four weeks more', PERIOD),
        shows: {
          read: async (stage) => [(await stage.subscription()).status, (await stage.invoices()).length],
          is: ['past_due', 3],
        },
      },
    ],
  },
  {
    name: '06b-retries-exhausted-and-cancelled',
    says: 'With "cancel" as the end of dunning the subscription is deleted',
    needsSimulator: true,
    steps: [
      {
        says: 'the account tries once more after a day, then cancels',
        act: (stage) => stage.lever('/_sim/dunning', { retryDays: [1], endAction: 'cancel' }),
      },
      failsLater,
      turns('the first failure', PERIOD + HOUR),
      {
        ...turns('a day later', DAY, [
          ...refusedByBank(900),
          'customer.subscription.deleted canceled',
          // The open invoice of a subscription that has ended is no longer collected by itself.
          'invoice.updated open 900',
        ]),
        shows: {
          read: async (stage) => (await stage.subscription()).cancellation_details?.reason,
          is: 'payment_failed',
        },
      },
    ],
  },
  {
    name: '06c-retries-exhausted-and-unpaid',
    says: 'With "unpaid" as the end of dunning later invoices stay drafts',
    needsSimulator: true,
    steps: [
      {
        says: 'the account tries once more after a day, then leaves it unpaid',
        act: (stage) => stage.lever('/_sim/dunning', { retryDays: [1], endAction: 'unpaid' }),
      },
      failsLater,
      turns('the first failure', PERIOD + HOUR),
      turns('a day later', DAY, [...refusedByBank(900), 'customer.subscription.updated unpaid']),
      {
        ...turns('four weeks more', PERIOD),
        shows: {
          read: async (stage) => (await stage.invoices()).map(({ status }) => status),
          is: ['paid', 'open', 'draft'],
        },
      },
    ],
  },
  {
    name: '06d-stolen-card',
    says: 'A stolen card is not asked again, though the attempts are counted',
    needsSimulator: true,
    steps: [
      subscribes,
      {
        says: 'the bank will say that the card is stolen',
        act: async (stage) =>
          stage.lever('/_sim/next-charge', { customer: await stage.customer(), outcome: 'stolen_card' }),
      },
      turns('the first failure', PERIOD + HOUR),
      {
        ...turns('the first retry', 3 * DAY, ['invoice.payment_failed open 900', 'invoice.updated open 900']),
        shows: { read: standing, is: { attempts: 2, again: true } },
      },
    ],
  },
  {
    name: '12-bank-asks-at-renewal',
    says: 'A bank wants to ask its cardholder, who pays on the hosted invoice',
    needsSimulator: true,
    steps: [
      {
        says: 'a reader takes the offer with a card that always asks',
        async act(stage) {
          const { stripe, customer, offer } = stage;
          const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: await customer() });
          await stripe.subscriptions.create({
            customer: await customer(),
            items: [{ price: offer.list }],
            default_payment_method: method.id,
          });
          await stage.lever('/_sim/next-charge', {
            customer: await customer(),
            outcome: 'authentication_required',
          });
        },
      },
      turns('the boundary', PERIOD),
      turns('an hour later', HOUR, [
        'invoice.finalized open 1500',
        'payment_intent.created requires_payment_method 1500',
        'charge.failed failed 1500',
        'payment_intent.payment_failed requires_payment_method 1500',
        'invoice.payment_action_required open 1500',
        'invoice.payment_failed open 1500',
        'invoice.updated open 1500',
        'customer.subscription.updated past_due',
      ]),
      {
        says: 'the reader pays on the hosted invoice',
        async act(stage) {
          const invoice = (await stage.invoices()).at(-1);
          await stage.press(invoice?.hosted_invoice_url ?? '', { cardNumber: cards.other });
        },
        shows: { read: async (stage) => (await stage.subscription()).status, is: 'active' },
      },
    ],
  },
  {
    name: 'draft-held-back',
    says: 'A draft that is held is not charged until it is let go',
    steps: [
      subscribes,
      turns('the boundary', PERIOD),
      {
        says: 'the draft is held',
        act: async ({ stripe, invoices }) =>
          stripe.invoices.update(first((await invoices()).slice(-1)).id ?? '', { auto_advance: false }),
      },
      turns('five days', 5 * DAY, []),
      {
        says: 'it is let go',
        act: async ({ stripe, invoices }) =>
          stripe.invoices.update(first((await invoices()).slice(-1)).id ?? '', { auto_advance: true }),
      },
      turns('an hour', HOUR, paid(900)),
    ],
  },
];
