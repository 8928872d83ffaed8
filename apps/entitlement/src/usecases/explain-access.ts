import type { BusinessClock } from '@gatefold/kernel';
import { answer, type AccessAnswer } from '../domain/answer.ts';
import { explain, type Step } from '../domain/explain.ts';
import { pastSet } from '../domain/past-set.ts';
import { inOrder } from '../domain/subscription-fact.ts';
import { holdingAt } from '../domain/timeline.ts';
import type { AccessRecords } from './ports.ts';

export type Explained = { readonly answer: AccessAnswer; readonly chain: readonly Step[] };

export type ExplainQuestion = {
  readonly readerId: string;
  readonly feature: string;
  readonly publication: string | null;
  readonly at: Date | null;
};

/** The answer to a question about a feature, and the evidence that it rests on. */
export const explainAccess =
  ({ records, clock }: { records: AccessRecords; clock: BusinessClock }) =>
  async ({ readerId, feature, publication, at }: ExplainQuestion): Promise<Explained> => {
    const [{ sets, bundles }, histories, mergedInto] = await Promise.all([
      records.find({ readers: [readerId], articles: [] }),
      records.factsOf(readerId),
      records.mergedInto(readerId),
    ]);
    const now = at ?? clock.now();
    const present = sets.get(readerId) ?? { readerId, version: 0, grants: [] };
    const set = at === null ? present : pastSet(present, histories, at);
    const given = answer({ what: { feature }, publication, set, bundles, now });
    const subscriptions = histories.map((facts) => ({
      newest: inOrder(facts.filter(({ data }) => data.readerId === readerId)).at(-1)!,
      holding: holdingAt(facts, readerId, now),
    }));
    return { answer: given, chain: explain({ readerId, answer: given, subscriptions, mergedInto }) };
  };
