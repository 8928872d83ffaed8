import { z } from 'zod';
import { Instant, Money, Period, Revision } from './shapes.ts';

/** An ISO 4217 code. */
export const Currency = z.string().regex(/^[A-Z]{3}$/);

const OfferPhase = z.object({
  key: z.string(),
  /** How many charges; null for ever. */
  charges: z.int().positive().nullable(),
  interval: z.object({ unit: z.enum(['day', 'week', 'month', 'year']), count: z.int().positive() }),
  amount: Money,
});

export const Offer = z
  .object({
    key: z.string(),
    version: z.int().positive(),
    publication: z.string(),
    /** Other titles that sell it too, and that are read with it. */
    alsoReads: z.array(z.string()).default([]),
    bundle: z.string(),
    product: z.string(),
    name: z.string(),
    phases: z.array(OfferPhase),
    /** What a buyer accepts, word for word; `version` goes back with the consent. */
    consent: z.object({ version: z.string(), text: z.string() }),
    benefits: z.array(z.string()),
    /** Sold with so many seats: the amounts are for one of them. */
    seats: z.object({ least: z.int().positive(), most: z.int().positive() }).optional(),
    /** What it is sold in, the main one first. */
    currencies: z.array(z.string()).default([]),
    /** What a buyer must answer to have it, as `reason`. */
    asksReason: z.string().nullable().default(null),
  })
  .meta({ id: 'Offer' });

/** A charge that is to come, as it is quoted and handed back. */
export const ExpectedCharge = z.strictObject({ at: Instant, amount: Money, phase: z.string().max(60) });

export const Subscription = z
  .object({
    id: z.uuid(),
    readerId: z.uuid(),
    /** The title that it was bought from. */
    publication: z.string(),
    /** Other titles that are read with it. */
    alsoReads: z.array(z.string()).default([]),
    product: z.string(),
    offer: z.string(),
    offerVersion: z.int().positive(),
    orderNumber: z.string(),
    phase: z.string(),
    endReason: z.string().nullable(),
    standing: z.enum(['ok', 'collecting', 'exhausted', 'disputed']),
    intent: z.enum(['renewing', 'cancelling']),
    startedAt: Instant.nullable(),
    paidThrough: Instant.nullable(),
    endedAt: Instant.nullable(),
    /** What is paid next and when; null when nothing more is charged. */
    nextCharge: ExpectedCharge.nullable(),
    /** The steps of the frozen price path with their instants, once these are known. */
    path: z.array(
      z.object({
        phase: z.string(),
        amount: Money,
        charges: z.int().nullable(),
        /** How many seats the amount is for. */
        seats: z.int().positive().optional(),
        paid: z.int(),
        period: z.object({ from: Instant, until: Instant.nullable() }),
      }),
    ),
    /** How many may read by it now, whoever pays included; left out where it is for one reader. */
    seats: z.int().positive().optional(),
    card: z.object({ brand: z.string(), last4: z.string(), expMonth: z.int(), expYear: z.int() }).nullable(),
    retryAt: Instant.nullable(),
    /** Nothing is charged from the first instant to the second, and nothing is read. */
    pause: Period.nullable().default(null),
    /** Another plan that has not begun. `offer` above is the one that is coming. */
    change: z.object({ at: Instant, from: z.string() }).nullable().default(null),
    certificateNumber: z.string().nullable(),
    stripeSubscriptionId: z.string().nullable(),
    revision: Revision,
  })
  .meta({ id: 'Subscription' });

export const Charge = z
  .object({
    id: z.uuid(),
    phase: z.string(),
    amount: Money,
    refunded: Money,
    status: z.enum(['expected', 'open', 'paid', 'failed', 'void']),
    dueAt: Instant,
    paidAt: Instant.nullable(),
    period: Period,
    stripeInvoiceId: z.string().nullable(),
  })
  .meta({ id: 'Charge' });

export const BillingEvent = z
  .object({
    id: z.uuid(),
    type: z.string(),
    /** Business time. */
    at: Instant,
    /** Machine time at which billing wrote it down. */
    recordedAt: Instant,
    readerId: z.uuid(),
    subscriptionId: z.uuid().nullable(),
    amount: Money.nullable(),
    summary: z.string(),
    /** What it rests on at Stripe, most telling first. */
    stripeIds: z.array(z.string()),
  })
  .meta({ id: 'BillingEvent' });

export const LedgerLine = z.object({
  journal: z.enum(['documents', 'cash']),
  entryId: z.uuid(),
  account: z.string(),
  /** Positive is a debit, negative a credit. */
  amount: Money,
  at: Instant,
  source: z.string(),
});

export const IdParams = z.object({ id: z.uuid() });
