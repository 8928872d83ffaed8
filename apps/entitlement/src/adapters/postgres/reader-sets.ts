import { together } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { ReaderSets } from '../../usecases/ports.ts';
import { holdSets, type HeldSetsDeps } from './held-sets.ts';
import { keepFacts } from './known-facts.ts';

export const postgresReaderSets = (deps: HeldSetsDeps): ReaderSets<PoolClient> => ({
  async keep(facts, tx, decide) {
    const held = holdSets(deps, tx);
    // A group is locked before its members are, and its owner may be one of them.
    const alone = facts.filter(({ data }) => data.seats === undefined);
    const [known] = await together([
      keepFacts(facts, deps.clock.now(), tx),
      held.lock([...new Set(alone.map(({ data }) => data.readerId))]),
    ]);
    await decide({
      upTo(fact) {
        const { subscriptionId } = fact.data;
        const now = [...(known.get(subscriptionId) ?? []), fact];
        known.set(subscriptionId, now);
        return now;
      },
      change: (readerId, change, { traceparent }) => held.change(readerId, change, traceparent),
    });
    await held.save();
  },

  async change(readerId, decide, { tx, traceparent }) {
    const held = holdSets(deps, tx);
    await held.change(readerId, decide, traceparent);
    await held.save();
  },
});
