import type { Money, Period } from '@gatefold/kernel';

/** Stripe's word for where a subscription stands. The list is closed at the pinned API version. */
export const stripeStatuses = [
  'incomplete',
  'incomplete_expired',
  'trialing',
  'active',
  'past_due',
  'unpaid',
  'paused',
  'canceled',
] as const;
export type StripeStatus = (typeof stripeStatuses)[number];

export type SeenRefund = {
  readonly id: string;
  readonly amount: Money;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly reason: string | null;
  readonly createdAt: Date;
  /** Our own id, when the refund was made by us. */
  readonly refundId: string | null;
};

export type SeenDispute = {
  readonly id: string;
  readonly amount: Money;
  readonly status: 'open' | 'won' | 'lost';
  readonly reason: string;
};

export type SeenPayment = {
  readonly chargeId: string;
  readonly amount: Money;
  readonly refunds: readonly SeenRefund[];
  readonly dispute: SeenDispute | null;
};

export type SeenInvoice = {
  readonly id: string;
  readonly status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  /** Whether it is the one that the purchase made, which has no period line of its own to pay for. */
  readonly isFirst: boolean;
  readonly total: Money;
  /** How much of it is tax, be it in the price or on top of it, in minor units. */
  readonly tax?: bigint;
  /** How much of it the customer's credit pays, in minor units. */
  readonly credited?: bigint;
  /** How much of it staff have marked as paid by another way than Stripe, in minor units. */
  readonly paidOutside?: bigint;
  /** The period of the recurring line; null on an invoice that has none. */
  readonly period: Period | null;
  readonly createdAt: Date;
  readonly finalizedAt: Date | null;
  readonly paidAt: Date | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  /** Whether Stripe will finalize it by itself, and try it again. */
  readonly advances: boolean;
  /** The bank has said that this card will never be good again. */
  readonly isHopeless?: boolean;
  /** The charge that paid it. */
  readonly payment: SeenPayment | null;
};

export type Card = {
  readonly brand: string;
  readonly last4: string;
  readonly expMonth: number;
  readonly expYear: number;
  /** Whose law its holder reads the terms under, as far as we know (ISO 3166). */
  readonly country?: string | null;
};

/** One subscription as Stripe shows it now, with its invoices, oldest first. */
export type SeenSubscription = {
  readonly id: string;
  readonly customerId: string;
  /** The checkout of ours that made it; null for one that is not ours. */
  readonly checkoutId: string | null;
  readonly status: StripeStatus;
  readonly cancelAtPeriodEnd: boolean;
  readonly cancelAt: Date | null;
  readonly endedAt: Date | null;
  readonly cancellationReason: string | null;
  readonly startedAt: Date;
  readonly trialEnd: Date | null;
  /** Whether its invoices are made and not charged, by us or by staff in Stripe's Dashboard. */
  readonly isCollectionPaused?: boolean;
  /** When the period that Stripe counts now began. */
  readonly periodStart: Date | null;
  /** Absent where a look did not go that far: it is the one that is known. */
  readonly card?: Card | null;
  /** The same for the same card, whoever holds it. Never kept but as a keyed hash. */
  readonly cardFingerprint?: string | null;
  readonly invoices: readonly SeenInvoice[];
};
