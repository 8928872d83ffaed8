import type { SubscriptionData, SubscriptionEventType } from '@gatefold/events';
import { compareRevisions, type Revision } from './revision.ts';

/** One event of billing's about one subscription, as it was heard. Kept for good: all else is computed from these. */
export type SubscriptionFact = Revision & {
  readonly eventId: string;
  readonly type: SubscriptionEventType;
  /** Business time. */
  readonly at: Date;
  readonly data: SubscriptionData;
};

/** Oldest first by revision, each revision once, in whatever order and however often they were heard. */
export function inOrder(facts: readonly SubscriptionFact[]): SubscriptionFact[] {
  return facts
    .toSorted(compareRevisions)
    .filter((fact, index, sorted) => index === 0 || compareRevisions(sorted[index - 1]!, fact) !== 0);
}
