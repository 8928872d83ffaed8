import { DAY } from '@gatefold/kernel';
import { isKnownFeature, type BundleVersion } from './bundle.ts';
import type { HeldGrant, ReaderSet } from './reader-set.ts';
import { refuse } from './refusals.ts';

/** Access that a member of staff gave away. Never deleted: what was given, by whom and why, stays told. */
export type Comp = {
  readonly id: string;
  readonly readerId: string;
  readonly publication: string;
  readonly features: readonly string[];
  readonly from: Date;
  /** The first instant without it, as it was given. */
  readonly until: Date;
  readonly reason: string;
  /** A reader's id or the name of a service. */
  readonly givenBy: string;
  readonly revoked: { readonly at: Date; readonly by: string; readonly reason: string } | null;
};

/** A gift without an end is a mistake that nobody notices. */
const LONGEST = 400 * DAY;

type Wish = Pick<Comp, 'id' | 'readerId' | 'publication' | 'features' | 'until' | 'reason' | 'givenBy'>;

/**
 * What is given from `now` on.
 *
 * Refuses with `comp-already-over`, `comp-too-long` (400 days are allowed) or `feature-not-found`.
 */
export function giveComp(wish: Wish, bundles: readonly BundleVersion[], now: Date): Comp {
  if (wish.until <= now) throw refuse('comp-already-over', { until: wish.until.toISOString() });
  if (wish.until.getTime() - now.getTime() > LONGEST) throw refuse('comp-too-long');
  for (const feature of wish.features)
    if (!isKnownFeature(feature, bundles)) throw refuse('feature-not-found', { feature });
  return { ...wish, features: [...new Set(wish.features)], from: now, revoked: null };
}

/** The same comp, taken back at `at`. One that is over or was taken back before stays as it is. */
export const revokeComp = (comp: Comp, revoked: NonNullable<Comp['revoked']>): Comp =>
  comp.revoked !== null || comp.until <= revoked.at ? comp : { ...comp, revoked };

/** The set with the comp as it is now: until its end, or until it was taken back. */
export function holdComp(set: ReaderSet, comp: Comp): ReaderSet {
  const { id, publication, features, from } = comp;
  const until = comp.revoked?.at ?? comp.until;
  const version = set.version + 1;
  const grant: HeldGrant = {
    id,
    publication,
    bundle: null,
    features,
    source: 'comp',
    from,
    until,
    untilIfStale: until,
    isUnpaid: false,
    version,
    eventId: id,
  };
  return { ...set, version, grants: [...set.grants.filter((held) => held.id !== id), grant] };
}
