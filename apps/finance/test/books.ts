import type { billing } from '@gatefold/api';
import { anId } from '@gatefold/test-kit';
import type { z } from 'zod';

export type Event = z.output<typeof billing.getBillingEvent.answer>;
type Subscription = z.output<typeof billing.getSubscription.answer>;

export const usd = (amount: string) => ({ amount, currency: 'USD' });

export const READER = anId(100);
export const OTHER_READER = anId(101);
export const SUBSCRIPTION = anId(200);

const types = [
  'subscription.renewed',
  'payment.paid',
  'invoice.opened',
  'payment.refunded',
  'subscription.payment-failed',
  'subscription.ended',
];

const START = Date.parse('2026-11-24T18:58:03.000Z');
const HOUR = 3_600_000;

/** The event with this number, 0 being the newest; one hour lies between two. */
export const anEvent = (number: number, overrides: Partial<Event> = {}): Event => {
  const type = types[number % types.length] ?? 'payment.paid';
  return {
    id: anId(10_000 - number),
    type,
    at: new Date(START - number * HOUR).toISOString(),
    recordedAt: new Date(START - number * HOUR + 800).toISOString(),
    readerId: number % 5 === 4 ? OTHER_READER : READER,
    subscriptionId: SUBSCRIPTION,
    amount: type.startsWith('subscription.') ? null : usd('900'),
    summary: 'What happened, as billing says it',
    stripeIds: [`ch_3Q${number}aBcDeFgHiJkLmN`, `in_1Q${number}`],
    ledger: [],
    payload: null,
    cursor: `at-${number}`,
    ...overrides,
  };
};

const line = (journal: 'documents' | 'cash', account: string, amount: string) => ({
  journal,
  entryId: journal === 'cash' ? anId(302) : anId(301),
  account,
  amount: usd(amount),
  at: '2026-11-24T18:58:03.000Z',
  source: journal === 'cash' ? 'ch_3Q1' : 'in_1Q1',
});

/** A payment with lines in both journals, and a payload that would be a page of its own if it could. */
export const PAYMENT = anEvent(1, {
  summary: 'A payment arrived (year_one)',
  ledger: [
    line('documents', 'receivable', '900'),
    line('documents', 'deferred:year_one', '-900'),
    line('cash', 'stripe-balance', '844'),
    line('cash', 'stripe-fees', '56'),
    line('cash', 'receivable', '-900'),
  ],
  payload: {
    id: 'evt_1',
    object: 'event',
    data: { object: { description: '</pre><script>alert(1)</script><img src=x onerror=alert(1)>' } },
  },
});

export const events: readonly Event[] = Array.from({ length: 120 }, (_, number) =>
  number === 1 ? PAYMENT : anEvent(number),
);

export const aSubscription: Subscription = {
  id: SUBSCRIPTION,
  readerId: READER,
  publication: 'meridian',
  alsoReads: [],
  product: 'digital',
  offer: 'digital',
  offerVersion: 1,
  orderNumber: '7F3K-2QXA-91MD',
  phase: 'year_one',
  endReason: null,
  standing: 'collecting',
  intent: 'renewing',
  startedAt: '2026-07-07T12:40:00Z',
  paidThrough: '2026-12-22T12:40:00Z',
  endedAt: null,
  nextCharge: { at: '2026-12-22T12:40:00Z', amount: usd('900'), phase: 'year_one' },
  path: [
    {
      phase: 'intro',
      amount: usd('100'),
      charges: 1,
      paid: 1,
      period: { from: '2026-07-07T12:40:00Z', until: '2026-08-04T12:40:00Z' },
    },
    {
      phase: 'year_one',
      amount: usd('900'),
      charges: 13,
      paid: 5,
      period: { from: '2026-08-04T12:40:00Z', until: '2027-08-03T12:40:00Z' },
    },
  ],
  card: { brand: 'visa', last4: '4242', expMonth: 12, expYear: 2034 },
  retryAt: '2026-11-27T12:40:00Z',
  pause: null,
  change: null,
  certificateNumber: null,
  stripeSubscriptionId: 'sub_1QaBcDeFg',
  revision: `1.${SUBSCRIPTION}.3`,
};

/** What giving the next period of it comes to. */
export const compQuote = {
  after: aSubscription.paidThrough,
  until: '2027-01-19T12:40:00Z',
  before: aSubscription.nextCharge,
  next: { ...aSubscription.nextCharge, at: '2027-01-19T12:40:00Z' },
} as const;
