import type { BusinessClock } from '@gatefold/kernel';
import { answer, type AccessAnswer, type Asked } from '../domain/answer.ts';
import type { Article } from '../domain/article.ts';
import { isKnownFeature } from '../domain/bundle.ts';
import { pastSet } from '../domain/past-set.ts';
import { emptySet } from '../domain/reader-set.ts';
import { refuse } from '../domain/refusals.ts';
import { formatRevision, parseRevision } from '../domain/revision.ts';
import type { AccessRecords, Histories, Records, Revisions } from './ports.ts';

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
 * Answers any number of questions, in their order, from one look at the records.
 *
 * Refuses all of them with `question-incomplete`, `article-not-found`, `feature-not-found` or
 * `not-yet-known` when one cannot be answered, and names that one.
 */
export const checkAccess =
  ({ records, revisions, clock }: Deps) =>
  async (questions: readonly AccessQuestion[]): Promise<AccessAnswer[]> => {
    for (const [index, { article, feature }] of questions.entries())
      if (article === null && feature === null) throw refuse('question-incomplete', { question: index });
    await untilKnown(questions, revisions);

    const ofThePast = questions.filter(({ at }) => at !== null).map(({ reader }) => reader);
    const [found, histories] = await Promise.all([
      records.find({
        readers: distinct(questions.map(({ reader }) => reader)),
        articles: distinct(questions.map(({ article }) => article)),
      }),
      ofThePast.length === 0 ? NO_HISTORIES : records.historiesOf(distinct(ofThePast)),
    ]);
    const now = clock.now();
    return questions.map((question) => answerTo(question, { found, histories, now }));
  };

const NO_HISTORIES: ReadonlyMap<string, Histories> = new Map();

type Known = { found: Records; histories: ReadonlyMap<string, Histories>; now: Date };

function answerTo(question: AccessQuestion, { found, histories, now }: Known): AccessAnswer {
  const { reader, at, publication } = question;
  const what = subjectOf(question, found);
  const present = reader === null ? null : (found.sets.get(reader) ?? emptySet(reader));
  const set =
    present === null || at === null ? present : pastSet(present, histories.get(present.readerId) ?? [], at);
  const given = answer({ what, publication, set, bundles: found.bundles, now: at ?? now });
  // What is known of another instant may still grow, so nobody is promised that it stays.
  return at === null ? given : { ...given, cacheFor: 0 };
}

type Subject = Pick<AccessQuestion, 'article' | 'feature' | 'publication'>;

/** What is asked for. Refuses with `article-not-found` or `feature-not-found`. */
export function subjectOf({ article, feature, publication }: Subject, found: Records): Asked['what'] {
  if (article !== null) {
    const meant = found.articles.find((candidate) => isMeant(candidate, article, publication));
    if (meant === undefined) throw refuse('article-not-found', { article });
    return { article: meant };
  }
  if (!isKnownFeature(feature ?? '', found.bundles)) throw refuse('feature-not-found', { feature });
  return { feature: feature ?? '' };
}

const isMeant = (candidate: Article, name: string, publication: string | null): boolean =>
  !candidate.isWithdrawn &&
  (candidate.id === name || candidate.slug === name) &&
  (publication === null || candidate.publication === publication);

async function untilKnown(questions: readonly AccessQuestion[], revisions: Revisions): Promise<void> {
  const awaited = distinct(questions.map(({ atLeast }) => atLeast));
  if (awaited.length === 0) return;
  const writes = awaited.map((text) => {
    const write = parseRevision(text);
    if (write === null) throw refuse('not-yet-known', { atLeast: text });
    return write;
  });
  const [missing] = await revisions.missing(writes);
  if (missing !== undefined) throw refuse('not-yet-known', { atLeast: formatRevision(missing) });
}

const distinct = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null)),
];
