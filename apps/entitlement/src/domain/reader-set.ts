import type { Grant, PastGrant } from '@gatefold/access';
import type { EntitlementData } from '@gatefold/events';
import { earliest } from '@gatefold/kernel';
import { featuresAt, type BundleVersion } from './bundle.ts';
import { giveBack, goodwillIdOf } from './goodwill.ts';
import type { HeldGrant, ReaderSet } from './held-grant.ts';
import type { Holding } from './project.ts';

export type { HeldGrant, ReaderSet } from './held-grant.ts';

/** What a reader has of whom nothing was ever heard. */
export const emptySet = (readerId: string): ReaderSet => ({ readerId, version: 0, grants: [] });

/**
 * The set once a subscription gives its reader `holding`, or nothing at all.
 *
 * The same set, untouched, where nothing is new: billing may say a thing as often as it likes.
 */
export function hold(set: ReaderSet, subscriptionId: string, holding: Holding | null): ReaderSet {
  const current = set.grants.find(({ id }) => id === subscriptionId);
  const others = set.grants.filter((grant) => grant !== current);
  const version = set.version + 1;
  if (holding === null)
    return current === undefined
      ? set
      : { ...set, version, grants: others.filter(({ id }) => id !== goodwillIdOf(subscriptionId)) };
  if (current !== undefined && isSame(current, holding)) return set;

  const { publication, bundle, source, from, until, untilIfStale, isUnpaid } = holding;
  const grant: HeldGrant = {
    id: subscriptionId,
    publication,
    bundle,
    features: null,
    source,
    from,
    until,
    untilIfStale,
    isUnpaid,
    version,
    eventId: holding.evidence.eventId,
  };
  return giveBack({ ...set, version, grants: [...others, grant] }, holding, 0);
}

/** The same set under a new version, to be said again: a boundary has passed, or somebody asked for it. */
export const sayAgain = (set: ReaderSet): ReaderSet => ({ ...set, version: set.version + 1 });

const isSame = (grant: HeldGrant, holding: Holding): boolean =>
  grant.publication === holding.publication &&
  grant.bundle === holding.bundle &&
  grant.isUnpaid === holding.isUnpaid &&
  grant.from.getTime() === holding.from.getTime() &&
  grant.until.getTime() === holding.until.getTime() &&
  grant.untilIfStale.getTime() === holding.untilIfStale.getTime();

/** All that is not over, oldest id first. Somebody whose access has ended has nothing. */
export const currentGrants = ({ grants }: ReaderSet, bundles: readonly BundleVersion[], now: Date): Grant[] =>
  grants
    .filter(({ until }) => now < until)
    .toSorted(byId)
    .map((grant) => toGrant(grant, bundles, now));

const byId = (a: HeldGrant, b: HeldGrant): number => (a.id < b.id ? -1 : 1);

/** What others may know: the whole set, explicitly an empty one at the end, and what is over. */
export function announcementOf(
  set: ReaderSet,
  bundles: readonly BundleVersion[],
  now: Date,
): EntitlementData {
  const past = pastOf(set, bundles, now);
  const held = set.grants.filter(({ until }) => now < until).toSorted(byId);
  return {
    readerId: set.readerId,
    version: set.version,
    grants: held.map((grant) => toJson(grant, toGrant(grant, bundles, now))),
    ...(past.length === 0 ? {} : { past }),
  };
}

function toJson(
  { bundle, isUnpaid }: HeldGrant,
  { features, from, until, untilIfStale, ...grant }: Grant,
): EntitlementData['grants'][number] {
  return {
    ...grant,
    features: [...features],
    from: from.toISOString(),
    until: until.toISOString(),
    untilIfStale: untilIfStale.toISOString(),
    ...(bundle === null ? {} : { bundle }),
    ...(isUnpaid ? { isUnpaid } : {}),
  };
}

/** The latest end of each kind of grant: enough to say of each feature why there is none now. */
function pastOf(
  { grants }: ReaderSet,
  bundles: readonly BundleVersion[],
  now: Date,
): NonNullable<EntitlementData['past']> {
  const over = grants
    .filter(({ until }) => until <= now)
    .map((grant) => ({ ...toPastGrant(grant, bundles, now), ranOut: ranOut(grant, now) }));
  const byKind = Map.groupBy(over, ({ publication, features }) => JSON.stringify([publication, features]));
  return [...byKind.values()].map((ends) => {
    const last = ends.reduce((latest, next) => (next.until >= latest.until ? next : latest));
    const { publication, features, until, isUnpaid } = last;
    return {
      publication,
      features: [...features],
      until: until.toISOString(),
      isUnpaid,
      ...(ends.some((end) => end.ranOut) ? { ranOut: true as const } : {}),
    };
  });
}

/** Only what renews may be trusted for longer than it lasts; its end was heard of from nobody. */
export const ranOut = ({ until, untilIfStale, isUnpaid }: HeldGrant, now: Date): boolean =>
  until <= now && until < untilIfStale && !isUnpaid;

/** The next beginning or end of something that the reader has, which nobody will report but the clock. */
export function nextBoundary({ grants }: ReaderSet, now: Date): Date | null {
  const [first, ...rest] = grants
    .flatMap(({ from, until }) => [from, until])
    .filter((instant) => instant > now);
  return first === undefined ? null : earliest(first, ...rest);
}

/** The grant with the features that its bundle holds at `instant`. */
export const toGrant = (held: HeldGrant, bundles: readonly BundleVersion[], instant: Date): Grant => ({
  id: held.id,
  publication: held.publication,
  features: held.features ?? featuresAt(held, bundles, instant),
  source: held.source,
  from: held.from,
  until: held.until,
  untilIfStale: held.untilIfStale,
  version: held.version,
});

export const toPastGrant = (
  held: HeldGrant,
  bundles: readonly BundleVersion[],
  instant: Date,
): PastGrant => ({
  ...toGrant(held, bundles, instant),
  isUnpaid: held.isUnpaid,
});
