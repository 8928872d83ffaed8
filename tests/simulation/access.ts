import type { BusinessClock } from '@gatefold/kernel';
import type { SubscriptionData, SubscriptionEventType } from '@gatefold/events';
import { answer } from '../../apps/entitlement/src/domain/answer.ts';
import type { Lockout } from '../../apps/entitlement/src/domain/goodwill.ts';
import { emptySet, type ReaderSet } from '../../apps/entitlement/src/domain/reader-set.ts';
import type { SubscriptionFact } from '../../apps/entitlement/src/domain/subscription-fact.ts';
import type { SoldGroups } from '../../apps/entitlement/src/usecases/group-ports.ts';
import type { GoodwillLedger, ReaderSets } from '../../apps/entitlement/src/usecases/ports.ts';
import { recordSubscriptions } from '../../apps/entitlement/src/usecases/record-subscription.ts';
import type { OutboxRow } from './billing-state.ts';

export const bundles = ['all-access', 'reading'].map((bundle) => ({
  publication: 'meridian',
  bundle,
  version: 1,
  features: ['articles'],
  effectiveFrom: new Date(0),
}));

function rememberFacts() {
  const facts = new Map<string, SubscriptionFact[]>();
  return (fact: SubscriptionFact): readonly SubscriptionFact[] => {
    const { subscriptionId } = fact.data;
    const known = [...(facts.get(subscriptionId) ?? []), fact];
    facts.set(subscriptionId, known);
    return known;
  };
}

/** Entitlement's own rules on what it has heard, each event once in effect, however often the log brings it. */
export function openAccess(clock: BusinessClock) {
  const upTo = rememberFacts();
  const sets = new Map<string, ReaderSet>();
  const taken = new Set<string>();
  const [lockouts, told]: [Lockout[], ReaderSet[]] = [[], []];
  const readerSets: ReaderSets<null> = {
    keep: (_facts, _tx, decide) => decide({ upTo, change: readerSets.change }),
    async change(readerId, decide) {
      const current = sets.get(readerId) ?? emptySet(readerId);
      const next = decide(current);
      if (next.version < current.version) throw new Error(`the set of ${readerId} went back in time`);
      sets.set(readerId, next);
      if (next !== current) told.push(next);
    },
  };
  const goodwill: GoodwillLedger<null> = {
    async keep(lockout) {
      lockouts.push(lockout);
    },
  };
  const groups: SoldGroups<null> = {
    follow: () => Promise.reject(new Error('no group is sold in these histories')),
  };
  const record = recordSubscriptions({ readerSets, goodwill, groups, clock });

  return {
    /** What every reader has now. */
    sets: sets as ReadonlyMap<string, ReaderSet>,
    /** Every set that came of it, in the order in which it was told. */
    told: told as readonly ReaderSet[],
    async hear({ id, topic, type, sequence, data }: OutboxRow, at: Date): Promise<void> {
      if (topic !== 'billing.subscription.v1' || taken.has(id)) return;
      taken.add(id);
      const known = { eventId: id, type: type as SubscriptionEventType, at, epoch: 1, sequence };
      await record([{ fact: { ...known, data: data as SubscriptionData }, traceparent: null }], null);
    },
    /** Minutes in which this reader was kept out by our fault, and which were given back. */
    givenBack: (readerId: string): number =>
      lockouts.filter((one) => one.readerId === readerId).reduce((sum, { minutes }) => sum + minutes, 0),
    mayRead: (readerId: string, now: Date): boolean =>
      answer({
        what: { feature: 'articles' },
        publication: 'meridian',
        set: sets.get(readerId) ?? emptySet(readerId),
        bundles,
        now,
      }).granted,
  };
}
