import { latest, plus, SECOND, type Money, type Period } from '@gatefold/kernel';
import type { Policy } from './offer.ts';
import type { PathInstants, PricePath } from './price-path.ts';
import type { Card } from './seen.ts';

export const endReasons = [
  'cancelled',
  'payment-failed',
  'refunded',
  'disputed',
  'duplicate',
  'expired',
  'transferred',
  'withdrawn',
] as const;
export type EndReason = (typeof endReasons)[number];

export type Standing = 'ok' | 'collecting' | 'exhausted' | 'disputed';
export type Intent = 'renewing' | 'cancelling';

/** Bought, and at rest: read until `from`, charged again at `until`. */
export type Pause = Period;

/** Another plan, from `at` on; `earlier` is what it goes back to when that is taken back before. */
export type PlannedChange = {
  readonly at: Date;
  readonly bundle: string;
  readonly alsoReads: readonly string[];
  readonly earlier: {
    readonly path: PricePath;
    readonly bundle: string;
    readonly listPrice: string | null;
  };
};

/** What was done to the course of a subscription after it was bought. */
export type Steering = {
  readonly pause: Pause | null;
  /** When earlier pauses began, also the running one: there may be only so many in a year. */
  readonly pausedAt: readonly Date[];
  readonly change: PlannedChange | null;
  /** When a save-offer was last taken. */
  readonly savedAt: Date | null;
  /** Stripe's lookup key of the list price, where that is not its offer's own. */
  readonly listPrice: string | null;
};

export const unsteered: Steering = {
  pause: null,
  pausedAt: [],
  change: null,
  savedAt: null,
  listPrice: null,
};

/** One period and one number of days before it: what was said of another period does not count. */
export type RenewalReminder = `renewal-reminder:${string}`;

/** One month that was printed on a card: the next card is another cause. */
export type CardReminder = `card-expiring:${string}`;

export type Reminder = 'conversion-reminder' | 'step-up-notice' | RenewalReminder | CardReminder;

export type Refund = {
  readonly id: string;
  readonly stripeRefundId: string;
  readonly amount: Money;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly reason: string | null;
};

/** Money that is gone already for whoever wants to give some back; its id is the refund's that it becomes. */
export type Reservation = { readonly id: string; readonly amount: Money };

/**
 * One charge of the path, at most one per period.
 *
 * `expected` until Stripe has drafted an invoice for it. `open` may be tried again, `failed` was tried and
 * refused and may still be paid.
 */
export type Charge = {
  readonly id: string;
  readonly index: number;
  readonly phase: string;
  readonly item: string;
  readonly version: number;
  /** What is charged: the path's amount while expected, the invoice's from then on. */
  readonly amount: Money;
  readonly period: Period;
  readonly status: 'expected' | 'open' | 'paid' | 'failed' | 'void';
  readonly paidAt: Date | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly stripeInvoiceId: string | null;
  readonly stripeChargeId: string | null;
  /** Whether the document is booked: a draft is not one yet. */
  readonly isBooked: boolean;
  /** How much of the amount is tax, in minor units, as it was when the document was booked. */
  readonly tax: bigint;
  /** How much of it was paid from what the reader had to their credit, in minor units. */
  readonly credited: bigint;
  /** How much of it came by another way than Stripe, in minor units: it can only go back that way. */
  readonly paidOutside: bigint;
  /** What has been recognised as revenue, in minor units of the charge's currency. */
  readonly earned: bigint;
  /** What we still owe the reader, since giving it back has failed; in minor units. */
  readonly owed: bigint;
  readonly refunds: readonly Refund[];
  /** Asked for to go back, and not seen at Stripe yet. */
  readonly reserved: readonly Reservation[];
  readonly dispute: {
    readonly id: string;
    readonly status: 'open' | 'won' | 'lost';
    /** In Stripe's words. */
    readonly reason?: string;
  } | null;
  /** Of the last event about this payment. */
  readonly sequence: number;
};

/** A subscription on three independent axes: phase, standing, intent. */
export type Subscription = {
  readonly id: string;
  readonly readerId: string;
  /** The title that it was bought from. */
  readonly publication: string;
  /** Other titles that are read with it. */
  readonly alsoReads: readonly string[];
  readonly bundle: string;
  readonly product: string;
  readonly orderNumber: string;
  readonly checkoutId: string;
  /** Where the reader was when they bought. */
  readonly returnTo: string;
  readonly path: PricePath;
  readonly policy: Policy;
  readonly instants: PathInstants;
  readonly steering: Steering;
  /** `pending` until something is settled, then a key of the path, then `ended`. */
  readonly phase: string;
  readonly endReason: EndReason | null;
  /** Why we end it ourselves; set before Stripe is told, so that its answer is understood. */
  readonly endingAs: EndReason | null;
  readonly standing: Standing;
  readonly intent: Intent;
  readonly paidThrough: Date | null;
  readonly endedAt: Date | null;
  readonly card: Card | null;
  readonly retryAt: Date | null;
  /** How often it was cancelled, also when that was taken back. */
  readonly cancellations: number;
  /** Reminders that were sent, each once. */
  readonly reminders: readonly Reminder[];
  readonly stripeCustomerId: string;
  readonly stripeSubscriptionId: string;
  /** Which of Stripe's two fields a cancellation stands in. */
  readonly cancelAtPeriodEnd: boolean;
  /** The invoice that last changed what is paid for. */
  readonly stripeInvoiceId: string | null;
  readonly charges: readonly Charge[];
  /** Of the last public event. */
  readonly sequence: number;
};

/** The number of the newest certificate of cancellation; each cancellation has its own. */
export const certificateNumberOf = ({
  orderNumber,
  cancellations,
}: Pick<Subscription, 'orderNumber' | 'cancellations'>): string | null =>
  cancellations === 0 ? null : `${orderNumber}-C${cancellations}`;

/** There is one contract to withdraw from, so there is one number. */
export const withdrawalNumberOf = ({ orderNumber }: Pick<Subscription, 'orderNumber'>): string =>
  `${orderNumber}-W`;

export const hasStarted = ({ phase }: Subscription): boolean => phase !== 'pending';
export const hasEnded = ({ phase }: Subscription): boolean => phase === 'ended';

/** When collecting is given up: counted from the first instant that should have been paid for and is not. */
export function dunningEnds({
  paidThrough,
  policy,
  charges,
}: Pick<Subscription, 'paidThrough' | 'policy' | 'charges'>): Date | null {
  if (paidThrough === null) return null;
  // After a pause the first unpaid period begins long after the last paid one.
  const owedFrom = charges.find(({ status }) => status === 'failed')?.period.from ?? paidThrough;
  return plus(latest(paidThrough, owedFrom), policy.dunningSeconds * SECOND);
}

/** What has gone back or is on its way; a refund that failed counts no more. */
export const refundedOf = ({ refunds }: Pick<Charge, 'refunds'>): bigint =>
  refunds
    .filter(({ status }) => status !== 'failed')
    .reduce((total, { amount }) => total + amount.amount, 0n);

/** What is not ours any more, in minor units: gone back, on its way, or owed since that has failed. */
export const takenBackOf = (charge: Pick<Charge, 'refunds' | 'owed'>): bigint =>
  refundedOf(charge) + charge.owed;

/** What has gone back, is on its way, or was asked for: all that nobody can give back again, in minor units. */
export const goneOf = (charge: Pick<Charge, 'refunds' | 'reserved'>): bigint =>
  charge.reserved.reduce((total, { amount }) => total + amount.amount, refundedOf(charge));

type Paid = Pick<Charge, 'amount' | 'credited' | 'paidOutside'>;

/** What came, or comes, through Stripe, in minor units. */
const takenOf = ({ amount, credited, paidOutside }: Paid): bigint => amount.amount - credited - paidOutside;

/** What can still go back of what was paid through Stripe, in minor units. */
export const leftOf = (charge: Paid & Pick<Charge, 'refunds' | 'reserved'>): bigint =>
  takenOf(charge) - goneOf(charge);

/** What is only asked for has ended nothing yet. */
export const isFullyRefunded = (charge: Charge): boolean =>
  charge.status === 'paid' && takenOf(charge) > 0n && takenOf(charge) <= refundedOf(charge);

/** Charges that are still to be collected. */
export const openCharges = ({ charges }: Pick<Subscription, 'charges'>): Charge[] =>
  charges.filter(({ status }) => status === 'open' || status === 'failed');

export const nextExpected = ({ charges }: Pick<Subscription, 'charges'>): Charge | null =>
  charges.find(({ status }) => status === 'expected') ?? null;
