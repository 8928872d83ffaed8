import { ApiProblem, createClient, entitlement } from '@gatefold/api';
import type { BusinessClock, MachineClock } from '@gatefold/kernel';
import { whileSilent, type FailurePolicy } from './failure-policy.ts';
import { createMemory } from './memory.ts';
import { isGiven, type AccessAnswer, type AccessQuestion, type ServiceAnswer } from './question.ts';

export type EntitlementClientOptions = {
  readonly baseUrl: string;
  /** A service's token. */
  readonly token: () => Promise<string>;
  /** What to answer while entitlement does not; its table says it row by row. */
  readonly failurePolicy: FailurePolicy;
  /** The longest that an answer is kept, in seconds; 0 asks every time. The service may allow less. */
  readonly cacheSeconds: number;
  /** Ends of access are judged by it, and a turn of it empties the cache. The system's, unless somebody turns it. */
  readonly businessClock?: BusinessClock;
  readonly machineClock?: MachineClock;
  /** How many answers and how many readers are kept. */
  readonly capacity?: number;
  readonly timeoutMs?: number;
  /** Told of every question that entitlement left open, with the reason. */
  readonly onSilence?: (error: unknown) => void;
};

export type EntitlementClient = {
  /** Never throws: when entitlement does not answer, the failure policy does. */
  check(question: AccessQuestion): Promise<AccessAnswer>;
};

/** Longer than entitlement itself waits for a revision. */
const PATIENCE_MS = 4_500;
/** How long nobody is asked after a question that nobody answered, so that pages do not wait in a row. */
const REST_MS = 500;

/**
 * Asks entitlement over HTTP, with a small memory.
 *
 * An answer is kept for at most what the service allows, by both clocks; a question with `atLeast`
 * always asks. An answer that knows a newer version of a reader's set ends all older ones of that reader.
 */
export function createEntitlementClient(options: EntitlementClientOptions): EntitlementClient {
  const { businessClock = wallClock('business'), machineClock = wallClock('machine') } = options;
  const { failurePolicy, cacheSeconds, capacity = 10_000, onSilence } = options;
  const memory = createMemory({ businessClock, machineClock, cacheSeconds, capacity });
  const ask = asking(options, machineClock);

  return {
    async check(question) {
      const kept = memory.recall(question);
      if (kept !== null) return toAnswer(kept, 'cache');
      try {
        const answer = await ask(question);
        memory.remember(question, answer);
        return toAnswer(answer, 'service');
      } catch (error) {
        onSilence?.(error);
        const known = memory.knownOf(question);
        return whileSilent({ question, known, policy: failurePolicy, now: businessClock.now() });
      }
    },
  };
}

/** Puts one question to the service; rejects when it does not answer, or did not a moment ago. */
function asking({ baseUrl, token, timeoutMs = 1_000 }: EntitlementClientOptions, clock: MachineClock) {
  const quick = createClient({ baseUrl, token, timeoutMs });
  const patient = createClient({ baseUrl, token, timeoutMs: Math.max(timeoutMs, PATIENCE_MS) });
  let askAgainAt = 0;

  return async (question: AccessQuestion): Promise<ServiceAnswer> => {
    if (clock.now().getTime() < askAgainAt) throw new Error('entitlement did not answer a moment ago');
    const client = isGiven(question.atLeast) ? patient : quick;
    try {
      return await client.call(entitlement.check, { query: queryOf(question) });
    } catch (error) {
      if (isNobodyThere(error)) askAgainAt = clock.now().getTime() + REST_MS;
      throw error;
    }
  };
}

const wallClock = <Kind extends string>(kind: Kind) => ({ kind, now: () => new Date() });

const isNobodyThere = (error: unknown): boolean =>
  error instanceof ApiProblem && error.code === 'temporarily-unavailable';

/** An article's own rule decides, so a feature beside it is only a hint for times of silence. */
const queryOf = ({ reader, publication, article, feature, atLeast }: AccessQuestion) => ({
  ...(isGiven(reader) ? { reader } : {}),
  ...(isGiven(publication) ? { publication } : {}),
  ...(isGiven(article) ? { article } : isGiven(feature) ? { feature } : {}),
  ...(isGiven(atLeast) ? { atLeast } : {}),
});

const toAnswer = (
  { granted, reason, grant, version }: ServiceAnswer,
  decidedBy: 'service' | 'cache',
): AccessAnswer => ({ granted, reason, grant, version, decidedBy });
