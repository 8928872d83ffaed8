import { isGiven, toServiceAnswer, type AccessQuestion, type ServiceAnswer } from './question.ts';
import { ServiceSilence, type Service } from './service.ts';

type Options = {
  readonly service: Service;
  readonly timeoutMs: number;
  /** Milliseconds of machine time. */
  readonly now: () => number;
};

/** Longer than entitlement itself waits for a revision. */
const PATIENCE_MS = 4_500;
/** How long nobody is asked after a question that nobody answered, so that pages do not wait in a row. */
const REST_MS = 500;
/** What the service takes at once is more; a page never asks as much. */
const MOST_AT_ONCE = 200;

type Waiting = {
  readonly question: AccessQuestion;
  resolve(answer: ServiceAnswer): void;
  reject(error: unknown): void;
};

/** Asks one question or many; rejects at once for a moment after nobody answered. */
function askers({ service, timeoutMs, now }: Options) {
  let askAgainAt = 0;
  const guarded = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (now() < askAgainAt) throw new Error('entitlement did not answer a moment ago');
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ServiceSilence && error.isAway) askAgainAt = now() + REST_MS;
      throw error;
    }
  };

  return {
    one: (question: AccessQuestion): Promise<ServiceAnswer> =>
      guarded(async () => {
        const patience = isGiven(question.atLeast) ? Math.max(timeoutMs, PATIENCE_MS) : timeoutMs;
        const query = new URLSearchParams(queryOf(question));
        const response = await service({ path: `/v1/check?${query}`, timeoutMs: patience });
        return toServiceAnswer(await response.json());
      }),
    many: (questions: readonly AccessQuestion[]): Promise<ServiceAnswer[]> =>
      guarded(async () => {
        const body = { questions: questions.map(queryOf) };
        const response = await service({ path: '/v1/check', body, timeoutMs });
        const { answers } = (await response.json()) as { answers: unknown[] };
        if (answers.length !== questions.length) throw new TypeError('the service left questions open');
        return answers.map(toServiceAnswer);
      }),
  };
}

/**
 * Puts questions to the service: those of one tick together, and the same question once.
 *
 * One that waits for a revision, or that may use up a gift or a meter, or that says from where is read, goes alone. Rejects when the service does not answer, or did not a moment ago.
 */
export function asking(options: Options) {
  const { one, many } = askers(options);
  const inFlight = new Map<string, Promise<ServiceAnswer>>();
  let waiting: Waiting[] = [];

  const alone = ({ question, resolve, reject }: Waiting) => one(question).then(resolve, reject);
  const settle = async (batch: readonly Waiting[]): Promise<void> => {
    const [first] = batch;
    if (batch.length === 1 && first !== undefined) return alone(first);
    try {
      const answers = await many(batch.map(({ question }) => question));
      batch.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      const isRefused = error instanceof ServiceSilence && !error.isAway;
      // One refused question refuses all of them, so each is asked by itself.
      if (isRefused) await Promise.all(batch.map(alone));
      else batch.forEach(({ reject }) => reject(error));
    }
  };
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    for (let at = 0; at < batch.length; at += MOST_AT_ONCE) void settle(batch.slice(at, at + MOST_AT_ONCE));
  };

  return (question: AccessQuestion): Promise<ServiceAnswer> => {
    if ([question.atLeast, question.giftLink, question.meter, question.address].some(isGiven))
      return one(question);
    const key = JSON.stringify(queryOf(question));
    const known = inFlight.get(key);
    if (known !== undefined) return known;
    const answer = new Promise<ServiceAnswer>((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ question, resolve, reject });
    });
    inFlight.set(key, answer);
    const done = (): void => void inFlight.delete(key);
    answer.then(done, done);
    return answer;
  };
}

/** An article's own rule decides, so a feature beside it is only a hint for times of silence. */
function queryOf(question: AccessQuestion): Record<string, string> {
  const { reader, publication, article, feature, atLeast, giftLink, meter, address } = question;
  return {
    ...(isGiven(reader) ? { reader } : {}),
    ...(isGiven(publication) ? { publication } : {}),
    ...(isGiven(article) ? { article } : isGiven(feature) ? { feature } : {}),
    ...(isGiven(atLeast) ? { atLeast } : {}),
    ...(isGiven(giftLink) ? { giftLink } : {}),
    ...(isGiven(meter) ? { meter } : {}),
    ...(isGiven(address) ? { address } : {}),
  };
}
