import type { Grant } from '@gatefold/access';
import type { AccessAnswer } from './answer.ts';
import { isKnownFeature, type BundleVersion } from './bundle.ts';
import type { Holding } from './project.ts';
import { refuse } from './refusals.ts';

/** Readers who read by one contract: up to so many members by name, or everyone in an institution's networks. */
export type Group = {
  /** Of the subscription, for one that was sold. */
  readonly id: string;
  readonly publication: string;
  readonly name: string;
  /** What it opens: what a bundle holds, or features by name. */
  readonly bundle: string | null;
  readonly features: readonly string[];
  /** How many may read at once, the owner included; 0 for an institution that is known by its networks only. */
  readonly seats: number;
  /** CIDR. Whoever comes from there reads, without an account. */
  readonly networks: readonly string[];
  /** Whoever has a verified address there may take a seat. */
  readonly domains: readonly string[];
  readonly from: Date;
  /** Exclusive. */
  readonly until: Date;
  /** How far one who hears nothing may trust it. Exclusive. */
  readonly untilIfStale: Date;
  /** Who pays, and reads by that; null for a contract that staff made. */
  readonly ownerId: string | null;
  readonly closedAt: Date | null;
};

type Wish = Pick<
  Group,
  'id' | 'publication' | 'name' | 'features' | 'seats' | 'networks' | 'domains' | 'until'
>;

/**
 * A contract of staff's from `now` on. Refuses with `group-already-over`, `group-opens-nobody` or
 * `feature-not-found`.
 */
export function makeGroup(wish: Wish, bundles: readonly BundleVersion[], now: Date): Group {
  if (wish.until <= now) throw refuse('group-already-over');
  if (wish.seats === 0 && wish.networks.length === 0) throw refuse('group-opens-nobody');
  for (const feature of wish.features)
    if (!isKnownFeature(feature, bundles)) throw refuse('feature-not-found', { feature });
  const domains = wish.domains.map((domain) => domain.toLowerCase());
  return {
    ...wish,
    domains,
    bundle: null,
    from: now,
    untilIfStale: wish.until,
    ownerId: null,
    closedAt: null,
  };
}

/** The group that a subscription with seats pays for. Its name and its domains are its owner's to say. */
export const soldGroup = (before: Group | null, holding: Holding, seats: number): Group => ({
  id: holding.subscriptionId,
  publication: holding.publication,
  name: before?.name ?? '',
  bundle: holding.bundle,
  features: [],
  seats,
  networks: [],
  domains: before?.domains ?? [],
  from: holding.from,
  until: holding.until,
  // Its members pay nothing themselves, so nobody of them is asked to while a payment is collected.
  untilIfStale: holding.isUnpaid ? holding.until : holding.untilIfStale,
  ownerId: holding.readerId,
  closedAt: null,
});

export const isOver = ({ closedAt, until }: Group, now: Date): boolean => closedAt !== null || until <= now;

/** How many members there may be beside the owner, who reads by what they pay. */
export const placesOf = ({ seats, ownerId }: Group): number => (ownerId === null ? seats : seats - 1);

/** Whether a no is about the reader, so that the network one comes from may open. */
export const mayBeInside = ({ granted, reason }: AccessAnswer): boolean =>
  !granted && ['not-signed-in', 'no-plan', 'ended', 'payment-problem', 'wrong-plan'].includes(reason);

/** The yes to whoever comes from inside. Nobody keeps it: the next question may come from elsewhere. */
export function openedInside(answer: AccessAnswer, group: Group): AccessAnswer {
  const grant: Grant = {
    id: group.id,
    publication: group.publication,
    features: group.features,
    source: 'institution',
    from: group.from,
    until: group.until,
    untilIfStale: group.until,
    version: 0,
  };
  return { ...answer, granted: true, reason: 'institution', grant, cacheFor: 0, endedInSilence: false };
}
