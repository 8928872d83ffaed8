import { hold, type ReaderSet } from './reader-set.ts';
import type { SubscriptionFact } from './subscription-fact.ts';
import { holdingAt } from './timeline.ts';

/**
 * What a reader had at `instant`, in hindsight.
 *
 * Only subscriptions have a history; a grant from elsewhere is as it is now. The version stays that
 * of the present set, since it is by what is known today that the past is told.
 */
export function pastSet(
  present: ReaderSet,
  histories: readonly (readonly SubscriptionFact[])[],
  instant: Date,
): ReaderSet {
  const then = histories.reduce(
    (set, facts) =>
      hold(set, facts[0]?.data.subscriptionId ?? '', holdingAt(facts, present.readerId, instant)),
    present,
  );
  return { ...then, version: present.version };
}
