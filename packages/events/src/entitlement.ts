import { z } from 'zod';
import { Instant } from './shapes.ts';

export const entitlementEventTypes = ['reader.grants', 'reader.heartbeat'] as const;

export const grantSources = [
  'subscription',
  'gift',
  'comp',
  'group',
  'meter',
  'gift-link',
  'institution',
  'goodwill',
] as const;

/** One reason to let a reader read: half-open in time, and independent of every other. */
export const GrantShape = z.object({
  id: z.uuid(),
  publication: z.string(),
  features: z.array(z.string()),
  source: z.enum(grantSources),
  from: Instant,
  /** Exclusive. */
  until: Instant,
  /** How far one who hears nothing may trust this grant; equal to `until` when it will not renew. Exclusive. */
  untilIfStale: Instant,
  version: z.int().nonnegative(),
  /** Whose features these are at this moment; left out where the grant names its features itself. */
  bundle: z.string().optional(),
  /** Said where a payment is missing, and brings back what ends. */
  isUnpaid: z.literal(true).optional(),
});

/** What a reader once had, the latest end of each kind, so that a no can say why. */
export const PastGrantShape = z.object({
  publication: z.string(),
  features: z.array(z.string()),
  until: Instant,
  /** It ended because a payment failed. */
  isUnpaid: z.boolean(),
  /** Said where it was to renew, and merely nothing more was heard of it. */
  ranOut: z.literal(true).optional(),
});

/**
 * Everything a reader has. The end of access is an explicit empty set, never a missing record.
 *
 * The topic is compacted by reader, so the newest record is the whole truth.
 */
export const EntitlementData = z.object({
  readerId: z.uuid(),
  version: z.int().nonnegative(),
  grants: z.array(GrantShape),
  /** Left out where nothing is over. */
  past: z.array(PastGrantShape).optional(),
});
export type EntitlementData = z.infer<typeof EntitlementData>;

/** Nothing has changed and somebody is there, at this instant of machine time. Its key is no reader's. */
export const HeartbeatData = z.object({ at: Instant });
export type HeartbeatData = z.infer<typeof HeartbeatData>;
