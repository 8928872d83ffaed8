import type { GrantSource } from '@gatefold/access';
import type { HeldGrant, ReaderSet } from './held-grant.ts';
import { inOrder, type SubscriptionFact } from './subscription-fact.ts';

/** One grant over time, with the events that made it what it is. */
export type Bar = {
  readonly id: string;
  readonly source: GrantSource;
  readonly publication: string;
  /** A bundle, or features. */
  readonly holds: string;
  readonly from: Date;
  readonly until: Date;
  readonly untilIfStale: Date;
  readonly isUnpaid: boolean;
  readonly events: readonly Pick<SubscriptionFact, 'eventId' | 'type' | 'at'>[];
};

/** All that a reader has or had, by its beginning. */
export function barsOf(
  { grants, readerId }: ReaderSet,
  histories: readonly (readonly SubscriptionFact[])[],
): Bar[] {
  const facts = histories.flat().filter(({ data }) => data.readerId === readerId);
  const bySubscription = Map.groupBy(inOrder(facts), ({ data }) => data.subscriptionId);
  return grants
    .map((grant) => toBar(grant, bySubscription.get(grant.id) ?? []))
    .toSorted((a, b) => a.from.getTime() - b.from.getTime() || (a.id < b.id ? -1 : 1));
}

function toBar(grant: HeldGrant, facts: readonly SubscriptionFact[]): Bar {
  const { id, source, publication, bundle, features, from, until, untilIfStale, isUnpaid } = grant;
  const holds = bundle ?? (features ?? []).join(', ');
  const events = facts.map(({ eventId, type, at }) => ({ eventId, type, at }));
  return { id, source, publication, holds, from, until, untilIfStale, isUnpaid, events };
}
