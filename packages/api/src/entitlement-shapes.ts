import { z } from 'zod';
import { Instant } from './shapes.ts';

/** A closed list: a client may rely on nothing else ever coming. */
export const grantedReasons = [
  'free',
  'registered',
  'subscription',
  'gift',
  'comp',
  'group',
  'institution',
  'meter',
  'gift-link',
  'goodwill',
] as const;
export const deniedReasons = [
  'not-signed-in',
  'no-plan',
  'ended',
  'payment-problem',
  'wrong-plan',
  'meter-used-up',
  'not-open-yet',
  'closed',
  'unknown',
] as const;

export const Grant = z
  .object({
    id: z.uuid(),
    publication: z.string(),
    features: z.array(z.string()),
    source: z.string(),
    from: Instant,
    until: Instant,
    untilIfStale: Instant,
    version: z.int(),
  })
  .meta({ id: 'Grant' });

export const Meter = z
  .object({
    /** Articles read in this month, this one included where it was opened. */
    used: z.int().nonnegative(),
    of: z.int().nonnegative(),
    /** How many one who signs in may read. */
    ofRegistered: z.int().nonnegative(),
    /** The first instant of the next month, as the publisher counts. */
    resetsAt: Instant,
    /** For the browser of a visitor to keep and to show next time; null for a reader. */
    token: z.string().nullable(),
  })
  .meta({ id: 'Meter' });

export const Answer = z
  .object({
    granted: z.boolean(),
    reason: z.enum([...grantedReasons, ...deniedReasons]),
    grant: Grant.nullable(),
    /** Of the reader's set; grows with every change. */
    version: z.int(),
    /** Whole seconds for which the same question has the same answer, at the most 60. */
    cacheFor: z.int().nonnegative(),
    /** Only where the question came with a meter and the article has one, and nothing else opened it. */
    meter: Meter.optional(),
  })
  .meta({ id: 'AccessAnswer' });

/** Who may read an article, as content announced it. */
export const ArticleRule = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    publication: z.string(),
    access: z.enum(['free', 'registered', 'feature']),
    feature: z.string().nullable(),
    notBefore: Instant.nullable(),
    notAfter: Instant.nullable(),
    /** Whoever lacks the feature may read some such articles a month. */
    isMetered: z.boolean(),
  })
  .meta({ id: 'ArticleRule' });

export const Explanation = z.object({
  reader: z.uuid(),
  /** The instant that the answer is about. */
  at: Instant,
  /** What was asked for; null where a feature was named. */
  article: ArticleRule.nullable(),
  answer: Answer,
  /** What was looked at, in this order, until something decided. */
  rules: z.array(z.object({ rule: z.string(), decides: z.boolean(), says: z.string() })),
  /** All that the reader has or had, by its beginning, with the events that a subscription's goes back to. */
  timeline: z.array(
    z.object({
      id: z.uuid(),
      source: z.string(),
      publication: z.string(),
      /** A bundle, or features. */
      holds: z.string(),
      from: Instant,
      until: Instant,
      untilIfStale: Instant,
      isUnpaid: z.boolean(),
      events: z.array(z.object({ id: z.uuid(), type: z.string(), at: Instant })),
    }),
  ),
  /** From the reader down to the Stripe object, one step a line. */
  chain: z.array(
    z.object({ step: z.string(), id: z.string().nullable(), at: Instant.nullable(), says: z.string() }),
  ),
});

export const Rebuild = z.object({
  readers: z.int(),
  done: z.int(),
  /** How many sets were other than they should have been. */
  changed: z.int(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  hasFailed: z.boolean(),
});

export const GiftLink = z
  .object({
    id: z.uuid(),
    /** Handed on in the link; opens this one article. */
    token: z.string(),
    articleId: z.uuid(),
    from: Instant,
    until: Instant,
    opens: z.int(),
    mostOpens: z.int(),
    isRevoked: z.boolean(),
  })
  .meta({ id: 'GiftLink' });

export const Comp = z
  .object({
    id: z.uuid(),
    reader: z.uuid(),
    publication: z.string(),
    features: z.array(z.string()),
    from: Instant,
    until: Instant,
    reason: z.string(),
    /** A reader's id of staff, or the name of a service. */
    givenBy: z.string(),
    revoked: z.object({ at: Instant, by: z.string(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'Comp' });
