import type { BusinessClock } from '@gatefold/kernel';
import { answer, type AccessAnswer, type Asked } from '../domain/answer.ts';
import type { Article } from '../domain/article.ts';
import { pastSet } from '../domain/past-set.ts';
import { refuse } from '../domain/refusals.ts';
import { parseRevision } from '../domain/revision.ts';

import type { AccessRecords, Records, Revisions } from './ports.ts';

export type AccessQuestion = {
  readonly reader: string | null;
  /** Its rule decides where both are named. */
  readonly article: string | null;
  readonly feature: string | null;
  readonly publication: string | null;
  /** An instant other than now. */
  readonly at: Date | null;
  readonly atLeast: string | null;
};

type Deps = { records: AccessRecords; revisions: Revisions; clock: BusinessClock };

/**
 * Answers any number of questions, in their order.
 *
 * Refuses all of them with `question-incomplete`, `article-not-found` or `not-yet-known` when one
 * cannot be answered, and names that one.
 */
export const checkAccess =
  ({ records, revisions, clock }: Deps) =>
  async (questions: readonly AccessQuestion[]): Promise<AccessAnswer[]> => {
    for (const [index, { article, feature }] of questions.entries())
      if (article === null && feature === null) throw refuse('question-incomplete', { question: index });
    await untilKnown(questions, revisions);

    const found = await records.find({
      readers: distinct(questions.map(({ reader }) => reader)),
      articles: distinct(questions.map(({ article }) => article)),
    });
    const past = pastSets(records);
    const now = clock.now();
    return Promise.all(questions.map((question) => answerTo(question, { found, past, now })));
  };

type Known = { found: Records; past: ReturnType<typeof pastSets>; now: Date };

async function answerTo(question: AccessQuestion, { found, past, now }: Known): Promise<AccessAnswer> {
  const { reader, at, publication } = question;
  const present = reader === null ? null : (found.sets.get(reader) ?? emptySet(reader));
  const set = present === null || at === null ? present : await past(present, at);
  const { bundles } = found;
  const given = answer({ what: subjectOf(question, found), publication, set, bundles, now: at ?? now });
  // What is known of the past may still grow, so nobody is promised that it stays.
  return at === null ? given : { ...given, cacheFor: 0 };
}

function subjectOf({ article, feature, publication }: AccessQuestion, { articles }: Records): Asked['what'] {
  if (article === null) return { feature: feature ?? '' };
  const found = articles.find((candidate) => isMeant(candidate, article, publication));
  if (found === undefined) throw refuse('article-not-found', { article });
  return { article: found };
}

const isMeant = (candidate: Article, name: string, publication: string | null): boolean =>
  !candidate.isWithdrawn &&
  (candidate.id === name || candidate.slug === name) &&
  (publication === null || candidate.publication === publication);

/** One reader's facts are read once, however many instants are asked for. */
function pastSets(records: AccessRecords) {
  const facts = new Map<string, ReturnType<AccessRecords['factsOf']>>();
  return async (present: NonNullable<Asked['set']>, instant: Date) => {
    const { readerId } = present;
    const known = facts.get(readerId) ?? records.factsOf(readerId);
    facts.set(readerId, known);
    return pastSet(present, await known, instant);
  };
}

async function untilKnown(questions: readonly AccessQuestion[], revisions: Revisions): Promise<void> {
  const awaited = distinct(questions.map(({ atLeast }) => atLeast));
  const known = await Promise.all(
    awaited.map((text) => {
      const revision = parseRevision(text);
      return revision === null ? false : revisions.isKnown(revision);
    }),
  );
  const missing = awaited.find((_, index) => known[index] === false);
  if (missing !== undefined) throw refuse('not-yet-known', { atLeast: missing });
}

const emptySet = (readerId: string) => ({ readerId, version: 0, grants: [] });

const distinct = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null)),
];
