import { z } from 'zod';
import { Instant, PeriodShape } from './shapes.ts';

export const subscriptionEventTypes = [
  'subscription.started',
  'subscription.trial-started',
  'subscription.converted',
  'subscription.renewed',
  'subscription.stepped-up',
  'subscription.payment-failed',
  'subscription.recovered',
  'subscription.cancellation-scheduled',
  'subscription.cancellation-revoked',
  'subscription.plan-changed',
  'subscription.paused',
  'subscription.resumed',
  'subscription.transferred',
  'subscription.ended',
  'subscription.announced',
] as const;

export const EndReason = z.enum([
  'cancelled',
  'payment-failed',
  'refunded',
  'disputed',
  'duplicate',
  'expired',
  'transferred',
  'withdrawn',
]);

/**
 * What is now true of one subscription. The event's type says why; this says what.
 *
 * Facts, not access: entitlement computes until when a reader may read. A consumer that keeps the
 * highest (epoch, sequence) and ignores the rest cannot be left wrong by a late, repeated or lost event.
 */
export const SubscriptionData = z.object({
  subscriptionId: z.uuid(),
  readerId: z.uuid(),
  publication: z.string(),
  bundle: z.string(),
  product: z.string(),
  offer: z.string(),
  offerVersion: z.int().positive(),
  /** `pending` until something is settled, then a key of the price path, then `ended`. */
  phase: z.string(),
  endReason: EndReason.nullable(),
  standing: z.enum(['ok', 'collecting', 'exhausted', 'disputed']),
  intent: z.enum(['renewing', 'cancelling']),
  pause: PeriodShape.nullable(),
  startedAt: Instant.nullable(),
  /** The first instant that is not paid for; null while nothing is settled. */
  paidThrough: Instant.nullable(),
  policy: z.object({
    /** How long after `paidThrough` a renewal may take to settle before access is in question. */
    settlementSeconds: z.int().nonnegative(),
    /** Whether a reader reads on while a failed charge is being collected, and for how long after `paidThrough`. */
    accessWhileCollecting: z.boolean(),
    dunningSeconds: z.int().nonnegative(),
    /** How far beyond its end a projection that hears nothing may trust a renewing grant. */
    staleSeconds: z.int().nonnegative(),
  }),
  /** How many may read by it, whoever pays included; left out where it is for one reader. */
  seats: z.int().positive().optional(),
  stripeSubscriptionId: z.string(),
  /** The Stripe invoice that last changed what is paid for. */
  stripeInvoiceId: z.string().nullable(),
  /** Said where somebody else has paid for it, once. */
  source: z.literal('gift').optional(),
});
export type SubscriptionData = z.infer<typeof SubscriptionData>;
export type SubscriptionEventType = (typeof subscriptionEventTypes)[number];
