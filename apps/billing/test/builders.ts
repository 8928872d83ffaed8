import { at, DAY, money, plus, type Money } from '@gatefold/kernel';
import { begin } from '../src/domain/begin.ts';
import type { TakenFrom } from '../src/domain/change.ts';
import type { Offer } from '../src/domain/offer.ts';
import { freezePath, type PathInstants } from '../src/domain/price-path.ts';
import type { Reminding } from '../src/domain/reminders.ts';
import type { Charge, Refund, Subscription } from '../src/domain/subscription.ts';
import { bought } from './stripe.ts';

export const ada = '01990000-0000-7000-8000-0000000000a1';
export const ben = '01990000-0000-7000-8000-0000000000b1';
export const checkoutId = '01990000-0000-7000-8000-00000000c0de';

/** When Ada paid her first dollar. */
export const start = at('2026-02-01T09:00:00Z');
export const afterDays = (days: number): Date => plus(start, days * DAY);
/** Where the publisher and its readers count their days. */
export const zone = 'America/New_York';
export const reminding: Reminding = {
  zone,
  renewals: { daysBefore: [7], countries: {} },
  cardExpiring: { noticeDays: 30 },
};

export const dollars = (amount: number): Money => money(BigInt(Math.round(amount * 100)), 'USD');

const everyFourWeeks = { unit: 'week', count: 4 } as const;

/** One dollar for four weeks, thirteen times nine, then fifteen. */
export const anOffer = (overrides: Partial<Offer> = {}): Offer => ({
  key: 'digital',
  version: 1,
  publication: 'courier',
  bundle: 'all-access',
  product: 'digital',
  name: 'The Courier, digital',
  phases: [
    { key: 'intro', charges: 1, interval: everyFourWeeks, amount: dollars(1) },
    { key: 'year_one', charges: 13, interval: everyFourWeeks, amount: dollars(9) },
    { key: 'standard', charges: null, interval: everyFourWeeks, amount: dollars(15) },
  ],
  policy: {
    settlementSeconds: 72 * 3_600,
    accessWhileCollecting: true,
    dunningSeconds: 14 * 86_400,
    staleSeconds: 72 * 3_600,
  },
  consent: { version: 'v1', text: 'You pay $1 today.' },
  benefits: ['Everything'],
  ...overrides,
});

/** Paid on the spot at `start`; from day 28 on every period is counted. */
export const instants: PathInstants = { startedAt: start, anchor: afterDays(28) };

export const aPath = freezePath(anOffer());

/** Ada's subscription before anything is known of it but that she was promised it. */
export const aSubscription = (overrides: Partial<Subscription> = {}): Subscription => ({
  ...begin(
    { checkoutId, readerId: ada, returnTo: '/articles/harbour', offer: anOffer(), path: aPath },
    bought(start),
    false,
  ),
  ...overrides,
});

/** The charge of day 28, paid: nine dollars for four weeks. */
export const aCharge = (overrides: Partial<Charge> = {}): Charge => ({
  id: '01990000-0000-7000-8000-0000000000c1',
  index: 1,
  phase: 'year_one',
  item: 'base',
  version: 1,
  amount: dollars(9),
  period: { from: afterDays(28), until: afterDays(56) },
  status: 'paid',
  paidAt: afterDays(28),
  attempts: 1,
  nextAttemptAt: null,
  stripeInvoiceId: 'in_1',
  stripeChargeId: 'ch_1',
  isBooked: true,
  credited: 0n,
  paidOutside: 0n,
  earned: 0n,
  owed: 0n,
  tax: 0n,
  refunds: [],
  reserved: [],
  dispute: null,
  sequence: 1,
  ...overrides,
});

export const aRefund = (overrides: Partial<Refund> = {}): Refund => ({
  id: '01990000-0000-7000-8000-0000000000e1',
  stripeRefundId: 're_1',
  amount: dollars(4),
  status: 'succeeded',
  reason: 'requested_by_customer',
  ...overrides,
});

/** That all of it, four dollars unless told, was not earned yet. */
export const notEarned = (cents = 400n): TakenFrom => ({ owed: 0n, tax: 0n, deferred: cents, earned: 0n });

/** A running subscription in its first year, with two periods paid and the third to come. */
export const aRunning = (overrides: Partial<Subscription> = {}): Subscription =>
  aSubscription({
    instants,
    phase: 'year_one',
    paidThrough: afterDays(56),
    stripeInvoiceId: 'in_1',
    charges: [
      aCharge({
        id: '01990000-0000-7000-8000-0000000000c0',
        index: 0,
        phase: 'intro',
        amount: dollars(1),
        period: { from: start, until: afterDays(28) },
        paidAt: start,
        stripeInvoiceId: 'in_0',
        stripeChargeId: 'ch_0',
      }),
      aCharge(),
      aCharge({
        id: '01990000-0000-7000-8000-0000000000c2',
        index: 2,
        period: { from: afterDays(56), until: afterDays(84) },
        status: 'expected',
        paidAt: null,
        attempts: 0,
        stripeInvoiceId: null,
        stripeChargeId: null,
        isBooked: false,
        sequence: 0,
      }),
    ],
    sequence: 2,
    ...overrides,
  });
