import { hold } from '../domain/reader-set.ts';
import type { SubscriptionFact } from '../domain/subscription-fact.ts';
import { holdingsOf } from '../domain/timeline.ts';
import type { ReaderSets, Work } from './ports.ts';

/**
 * Takes in one fact of billing's, whichever its place among the others.
 *
 * All readers whom the subscription ever concerned are looked at again, so that a transfer opens for
 * one and closes for the other. In the order of their ids, so that two transfers never wait for each other.
 */
export const recordSubscription =
  <Tx>({ readerSets }: { readerSets: ReaderSets<Tx> }) =>
  async (fact: SubscriptionFact, work: Work<Tx>): Promise<void> => {
    const facts = await readerSets.keep(fact, work.tx);
    const holdings = holdingsOf(facts);
    const readers = new Set(facts.map(({ data }) => data.readerId));
    for (const readerId of [...readers].toSorted()) {
      const holding = holdings.find((candidate) => candidate.readerId === readerId) ?? null;
      await readerSets.change(readerId, (set) => hold(set, fact.data.subscriptionId, holding), work);
    }
  };
