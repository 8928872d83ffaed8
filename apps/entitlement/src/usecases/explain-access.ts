import type { BusinessClock } from '@gatefold/kernel';
import { answer, type AccessAnswer } from '../domain/answer.ts';
import { isKnownFeature } from '../domain/bundle.ts';
import type { Comp } from '../domain/comp.ts';
import { chosenOf, explain, type Step } from '../domain/explain.ts';
import { pastSet } from '../domain/past-set.ts';
import { emptySet } from '../domain/reader-set.ts';
import { refuse } from '../domain/refusals.ts';
import { inOrder } from '../domain/subscription-fact.ts';
import { holdingAt } from '../domain/timeline.ts';
import type { AccessRecords, Comps, Evidence } from './ports.ts';

export type Explained = { readonly answer: AccessAnswer; readonly chain: readonly Step[] };

export type ExplainQuestion = {
  readonly readerId: string;
  readonly feature: string;
  readonly publication: string | null;
  readonly at: Date | null;
};

type Deps = {
  records: AccessRecords;
  evidence: Evidence;
  comps: Pick<Comps, 'find'>;
  clock: BusinessClock;
};

/**
 * The answer to a question about a feature, and what it rests on. Refuses with `feature-not-found`.
 *
 * Without an answer of billing's the chain ends at what its event said.
 */
export const explainAccess =
  ({ records, evidence, comps, clock }: Deps) =>
  async ({ readerId, feature, publication, at }: ExplainQuestion): Promise<Explained> => {
    const [{ sets, bundles }, known, mergedInto] = await Promise.all([
      records.find({ readers: [readerId], articles: [] }),
      records.historiesOf([readerId]),
      records.mergedInto(readerId),
    ]);
    if (!isKnownFeature(feature, bundles)) throw refuse('feature-not-found', { feature });
    const histories = known.get(readerId) ?? [];
    const now = at ?? clock.now();
    const present = sets.get(readerId) ?? emptySet(readerId);
    const set = at === null ? present : pastSet(present, histories, at);
    const given = answer({ what: { feature }, publication, set, bundles, now });
    const subscriptions = histories.map((facts) => ({
      newest: inOrder(facts.filter(({ data }) => data.readerId === readerId)).at(-1)!,
      holding: holdingAt(facts, readerId, now),
    }));
    const chosen = chosenOf(subscriptions, given);
    const comp = await compBehind(given, comps);
    const billing =
      comp !== null || chosen === null ? null : await evidence.of(chosen.newest.data.subscriptionId);
    return { answer: given, chain: explain({ readerId, answer: given, chosen, mergedInto, billing, comp }) };
  };

async function compBehind({ grant }: AccessAnswer, comps: Deps['comps']): Promise<Comp | null> {
  return grant?.source === 'comp' ? comps.find(grant.id) : null;
}
