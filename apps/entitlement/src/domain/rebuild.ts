import type { Holding } from './project.ts';
import { hold, type ReaderSet } from './reader-set.ts';
import { holdingsOf } from './timeline.ts';
import type { SubscriptionFact } from './subscription-fact.ts';

/**
 * The set as all that billing ever said makes it, whatever it was. What was not billing's to give stays.
 *
 * The same set, untouched, where it was right; else the next version, so that no answer goes back.
 */
export function rebuilt(set: ReaderSet, histories: readonly (readonly SubscriptionFact[])[]): ReaderSet {
  const holdings = new Map(
    histories.map((facts) => [facts[0]?.data.subscriptionId ?? '', ownOf(set.readerId, facts)]),
  );
  const unheard = set.grants
    .filter(({ id, source }) => isBilled(source) && !holdings.has(id))
    .map(({ id }) => [id, null] as const);
  return [...holdings, ...unheard].reduce((known, [id, holding]) => {
    // All of it is one change, under one version.
    const next = hold({ ...known, version: set.version }, id, holding);
    return { ...next, version: Math.max(next.version, known.version) };
  }, set);
}

const isBilled = (source: ReaderSet['grants'][number]['source']): boolean =>
  source === 'subscription' || source === 'gift';

const ownOf = (readerId: string, facts: readonly SubscriptionFact[]): Holding | null =>
  holdingsOf(facts).find((holding) => holding.readerId === readerId) ?? null;
