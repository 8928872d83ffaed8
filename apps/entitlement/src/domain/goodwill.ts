import { MINUTE, plus } from '@gatefold/kernel';
import type { Holding } from './project.ts';
import type { HeldGrant, ReaderSet } from './held-grant.ts';
import type { SubscriptionFact } from './subscription-fact.ts';

/** Time in which one who had paid could not read, since nobody here had heard of it. */
export type Lockout = {
  readonly readerId: string;
  readonly subscriptionId: string;
  readonly from: Date;
  /** When the news came. */
  readonly until: Date;
  /** Begun minutes count. */
  readonly minutes: number;
  /** The event that brought the news. */
  readonly eventId: string;
};

/** What was known before the news came. */
export type Before = { readonly held: HeldGrant | undefined; readonly last: SubscriptionFact | undefined };

/**
 * The lockout that ends with this news, if there was one: what was to renew had merely run out, and now it is open.
 *
 * A failed charge, a goodbye or a dispute, while which nothing else is collected, was heard of, so what ended by them
 * was no fault of ours.
 */
export function lockoutOf({ held, last }: Before, holding: Holding | null, now: Date): Lockout | null {
  if (held === undefined || holding === null || !hadRunOut(held, now) || holding.until <= now) return null;
  if (last?.data.standing === 'disputed') return null;
  return {
    readerId: holding.readerId,
    subscriptionId: holding.subscriptionId,
    from: held.until,
    until: now,
    minutes: Math.ceil((now.getTime() - held.until.getTime()) / MINUTE),
    eventId: holding.evidence.eventId,
  };
}

const hadRunOut = ({ until, untilIfStale, isUnpaid }: HeldGrant, now: Date): boolean =>
  until < now && until < untilIfStale && !isUnpaid;

/** What is given back is a grant of its own, behind the end of the subscription, wherever that moves. */
export function giveBack(set: ReaderSet, holding: Holding, minutes: number): ReaderSet {
  const id = goodwillIdOf(holding.subscriptionId);
  const known = set.grants.find((grant) => grant.id === id);
  const lasts = (known === undefined ? 0 : known.until.getTime() - known.from.getTime()) + minutes * MINUTE;
  if (lasts === 0) return set;
  const others = set.grants.filter((grant) => grant !== known);
  // Whoever was given the money back is owed no time.
  if (isGivenBack(holding)) return { ...set, grants: others };
  const until = plus(holding.until, lasts);
  const grant: HeldGrant = {
    id,
    publication: holding.publication,
    bundle: holding.bundle,
    features: null,
    source: 'goodwill',
    from: holding.until,
    until,
    untilIfStale: until,
    isUnpaid: false,
    version: set.version,
    eventId: holding.evidence.eventId,
  };
  return { ...set, grants: [...others, grant] };
}

const isGivenBack = ({ evidence }: Holding): boolean =>
  ['refunded', 'disputed', 'duplicate', 'withdrawn', 'transferred'].includes(evidence.data.endReason ?? '');

/** One for each subscription. Ours are of version 7, so version 8 is nobody else's. */
export const goodwillIdOf = (subscriptionId: string): string =>
  `${subscriptionId.slice(0, 14)}8${subscriptionId.slice(15)}`;
