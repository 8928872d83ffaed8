import type { BusinessClock } from '@gatefold/kernel';
import { answer, questionOf, type AccessAnswer } from '../domain/answer.ts';
import type { Article } from '../domain/article.ts';
import { barsOf, type Bar } from '../domain/bars.ts';
import type { Comp } from '../domain/comp.ts';
import { chosenOf, explain, type Step } from '../domain/explain.ts';
import { firedBy, type Fired } from '../domain/fired.ts';
import { pastSet } from '../domain/past-set.ts';
import { emptySet } from '../domain/reader-set.ts';
import { inOrder } from '../domain/subscription-fact.ts';
import { holdingAt } from '../domain/timeline.ts';
import { subjectOf } from './check-access.ts';
import type { AccessRecords, Comps, Evidence } from './ports.ts';

export type Explained = {
  readonly at: Date;
  readonly article: Article | null;
  readonly answer: AccessAnswer;
  readonly rules: readonly Fired[];
  readonly timeline: readonly Bar[];
  readonly chain: readonly Step[];
};

export type ExplainQuestion = {
  readonly readerId: string;
  /** Id or slug; its own rule then decides. */
  readonly article: string | null;
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
 * The answer to a question, and what it rests on. Refuses with `article-not-found` or `feature-not-found`.
 *
 * Without an answer of billing's the chain ends at what its event said.
 */
export const explainAccess =
  ({ records, evidence, comps, clock }: Deps) =>
  async (question: ExplainQuestion): Promise<Explained> => {
    const { readerId, article, publication, at } = question;
    const [found, known, mergedInto] = await Promise.all([
      records.find({ readers: [readerId], articles: article === null ? [] : [article] }),
      records.historiesOf([readerId]),
      records.mergedInto(readerId),
    ]);
    const { sets, bundles } = found;
    const what = subjectOf(question, found);
    const histories = known.get(readerId) ?? [];
    const now = at ?? clock.now();
    const present = sets.get(readerId) ?? emptySet(readerId);
    const set = at === null ? present : pastSet(present, histories, at);
    const asked = { what, publication, set, bundles, now };
    const given = answer(asked);
    const subscriptions = histories.map((facts) => ({
      newest: inOrder(facts.filter(({ data }) => data.readerId === readerId)).at(-1)!,
      holding: holdingAt(facts, readerId, now),
    }));
    const chosen = chosenOf(subscriptions, given);
    const comp = await compBehind(given, comps);
    const billing =
      comp !== null || chosen === null ? null : await evidence.of(chosen.newest.data.subscriptionId);
    return {
      at: now,
      article: 'article' in what ? what.article : null,
      answer: given,
      rules: firedBy(questionOf(asked)),
      timeline: barsOf(present, histories),
      chain: explain({ readerId, answer: given, chosen, mergedInto, billing, comp }),
    };
  };

async function compBehind({ grant }: AccessAnswer, comps: Deps['comps']): Promise<Comp | null> {
  return grant?.source === 'comp' ? comps.find(grant.id) : null;
}
