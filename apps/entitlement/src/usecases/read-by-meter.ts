import type { BusinessClock, NewId } from '@gatefold/kernel';
import type { AccessAnswer } from '../domain/answer.ts';
import type { Article } from '../domain/article.ts';
import {
  closedByMeter,
  limitOf,
  mayBeMetered,
  meterText,
  monthOf,
  openedByMeter,
  parseMeterToken,
  readOneMore,
  type MeterPolicy,
} from '../domain/meter.ts';
import type { GiftedQuestion } from './open-gift-links.ts';
import type { AccessRecords, Meters, Signer } from './ports.ts';

export type MeteredQuestion = GiftedQuestion & { readonly meter: string | null };

type Deps = {
  check(questions: readonly GiftedQuestion[]): Promise<AccessAnswer[]>;
  records: Pick<AccessRecords, 'find'>;
  meters: Meters;
  policies: readonly MeterPolicy[];
  signer: Pick<Signer, 'isSigned'>;
  clock: BusinessClock;
  newId: NewId;
};

/**
 * Answers as `check` does, and where that is a no about a metered article, by what is left of this month.
 *
 * A reader is counted under the account, on every device; a visitor under the id in the token. One who signs in takes
 * along what this browser has read. An article that was read this month opens again without being counted. A token
 * that is forged counts as none.
 */
export const readByMeter = (deps: Deps) => async (questions: readonly MeteredQuestion[]) => {
  const answers = await deps.check(questions);
  const metered = questions.filter(
    ({ meter, article, at }, index) =>
      meter !== null && article !== null && at === null && !answers[index]!.granted,
  );
  if (metered.length === 0) return answers;
  const { articles } = await deps.records.find({
    readers: [],
    articles: [...new Set(metered.map(({ article }) => article!))],
  });
  const done: AccessAnswer[] = [];
  // One after the other: two questions of one visitor count as two.
  for (const [index, answer] of answers.entries())
    done.push(await answerOne(questions[index]!, { answer, articles, ...deps }));
  return done;
};

type Known = Deps & { answer: AccessAnswer; articles: readonly Article[] };

async function answerOne(question: MeteredQuestion, known: Known): Promise<AccessAnswer> {
  const { answer, articles, policies } = known;
  const article = question.meter === null || question.at !== null ? undefined : meant(question, articles);
  const policy = policies.find(({ publication }) => publication === article?.publication);
  if (article === undefined || policy === undefined || !mayBeMetered(answer, article)) return answer;
  return count(question, { ...known, article, policy });
}

async function count(
  { reader, meter }: MeteredQuestion,
  known: Known & { article: Article; policy: MeterPolicy },
): Promise<AccessAnswer> {
  const { answer, article, policy, clock } = known;
  const now = clock.now();
  const month = monthOf(policy, now);
  const limit = limitOf(policy, reader);
  const visitorId = visitorIn(meter ?? '', known);
  const holder = reader ?? visitorId ?? known.newId();
  const joins = reader === null ? null : visitorId;
  const { what, used } = await known.meters.read(
    { holder, joins, month, articleId: article.id, at: now },
    (read) => readOneMore(read, article.id, limit),
  );
  const state = {
    used,
    of: limit,
    ofRegistered: policy.registered,
    resetsAt: month.until,
    visitorId: reader === null ? holder : null,
  };
  return what === 'used-up' ? closedByMeter(answer, state) : openedByMeter(answer, { holder, month, state });
}

const meant = ({ article, publication }: MeteredQuestion, articles: readonly Article[]) =>
  articles.find(
    (candidate) =>
      !candidate.isWithdrawn &&
      (candidate.id === article || candidate.slug === article) &&
      (publication === null || candidate.publication === publication),
  );

function visitorIn(text: string, { signer }: Known): string | null {
  const token = parseMeterToken(text);
  return token !== null && signer.isSigned(meterText(token.id), token.signature) ? token.id : null;
}

/** What the browser keeps. */
export const meterToken = (visitorId: string, signer: Pick<Signer, 'sign'>): string =>
  `${visitorId}.${signer.sign(meterText(visitorId))}`;
