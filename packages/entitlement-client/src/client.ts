import { asking } from './asking.ts';
import { wallClock, type Clock } from './clocks.ts';
import { whileSilent, type FailurePolicy } from './failure-policy.ts';
import { createMemory } from './memory.ts';
import type { AccessAnswer, AccessQuestion, ServiceAnswer } from './question.ts';
import { readerSets, type CurrentSet } from './reader-sets.ts';
import { serviceAt } from './service.ts';

export type EntitlementClientOptions = {
  readonly baseUrl: string;
  /** A service's token. */
  readonly token: () => Promise<string>;
  /** What to answer while entitlement does not; its table says it row by row. */
  readonly failurePolicy: FailurePolicy;
  /** The longest that an answer is kept, in seconds; 0 asks every time. The service may allow less. */
  readonly cacheSeconds: number;
  /**
   * How much longer a yes may be handed on while the service is asked again behind it, in seconds. Never beyond
   * the end of its grant, and never a no.
   */
  readonly staleWhileRevalidateSeconds?: number;
  /** Ends of access are judged by it, and a turn of it empties the cache. The system's, unless somebody turns it. */
  readonly businessClock?: Clock;
  readonly machineClock?: Clock;
  /** How many answers and how many readers are kept. */
  readonly capacity?: number;
  readonly timeoutMs?: number;
  /** Told of every question that entitlement left open, with the reason. */
  readonly onSilence?: (error: unknown) => void;
};

export type EntitlementClient = {
  /** Never throws: when entitlement does not answer, the failure policy does. */
  check(question: AccessQuestion): Promise<AccessAnswer>;
  /** All that a reader has now. Rejects when the service does not answer. */
  grantsOf(readerId: string): Promise<CurrentSet>;
};

/**
 * Asks entitlement over HTTP, with a small memory.
 *
 * An answer is kept for at most what the service allows, by both clocks; a question with `atLeast`
 * always asks. An answer that knows a newer version of a reader's set ends all older ones of that reader.
 * Questions of one tick travel together.
 */
export function createEntitlementClient(options: EntitlementClientOptions): EntitlementClient {
  const { businessClock = wallClock, machineClock = wallClock, staleWhileRevalidateSeconds = 0 } = options;
  const { failurePolicy, cacheSeconds, capacity = 10_000, timeoutMs = 1_000, onSilence } = options;
  const memory = createMemory({
    businessClock,
    machineClock,
    cacheSeconds,
    capacity,
    staleWhileRevalidateSeconds,
  });
  const service = serviceAt(options);
  const ask = asking({ service, timeoutMs, now: () => machineClock.now().getTime() });

  const askAndRemember = async (question: AccessQuestion): Promise<ServiceAnswer> => {
    const answer = await ask(question);
    memory.remember(question, answer);
    return answer;
  };

  return {
    async check(question) {
      const kept = memory.recall(question);
      if (kept?.isStale === true) void askAndRemember(question).catch((error: unknown) => onSilence?.(error));
      if (kept !== null) return toAnswer(kept.answer, 'cache');
      try {
        return toAnswer(await askAndRemember(question), 'service');
      } catch (error) {
        onSilence?.(error);
        const known = memory.knownOf(question);
        return whileSilent({ question, known, policy: failurePolicy, now: businessClock.now() });
      }
    },
    grantsOf: readerSets({ service, capacity, timeoutMs }),
  };
}

const toAnswer = (
  { granted, reason, grant, version, meter }: ServiceAnswer,
  decidedBy: 'service' | 'cache',
): AccessAnswer => ({
  granted,
  reason,
  grant,
  version,
  decidedBy,
  ...(meter === undefined ? {} : { meter }),
});
