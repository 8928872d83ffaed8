import { boundedMap } from './bounded-map.ts';
import type { Clock } from './clocks.ts';
import { learn, type KnownReader } from './last-known.ts';
import { isGiven, type AccessQuestion, type ServiceAnswer } from './question.ts';

type Options = {
  readonly businessClock: Clock;
  readonly machineClock: Clock;
  readonly cacheSeconds: number;
  readonly staleWhileRevalidateSeconds: number;
  readonly capacity: number;
};

type Kept = { readonly answer: ServiceAnswer; readonly business: number; readonly machine: number };

/** `isStale`: to be handed on once more, while the service is asked again. */
export type Recalled = { readonly answer: ServiceAnswer; readonly isStale: boolean };

/**
 * Answers of a moment ago, and what was last known of each reader.
 *
 * An answer ends by whichever clock says so first. One that knows a newer version of a reader's set ends
 * all older ones of that reader, and a question that must know of a write is never answered from here.
 */
export function createMemory(options: Options) {
  const { businessClock, machineClock, cacheSeconds, capacity } = options;
  const answers = boundedMap<Kept>(capacity);
  const readers = boundedMap<KnownReader>(capacity);
  const knownOf = ({ reader }: AccessQuestion): KnownReader | undefined => readers.get(reader ?? '');
  const extraMs = options.staleWhileRevalidateSeconds * 1_000;

  const mayBeStale = ({ answer, business, machine }: Kept): boolean => {
    const now = businessClock.now().getTime();
    return (
      answer.granted &&
      now < business + extraMs &&
      machineClock.now().getTime() < machine + extraMs &&
      (answer.grant === null || now < Date.parse(answer.grant.until))
    );
  };

  return {
    knownOf,

    remember(question: AccessQuestion, answer: ServiceAnswer): void {
      if (isGiven(question.giftLink) || isGiven(question.address) || answer.meter !== undefined) return;
      const known = learn(knownOf(question), question, answer);
      if (isGiven(question.reader) && known !== undefined) readers.set(question.reader, known);
      const lifetime = Math.min(answer.cacheFor, cacheSeconds) * 1_000;
      answers.set(keyOf(question), {
        answer,
        business: businessClock.now().getTime() + lifetime,
        machine: machineClock.now().getTime() + lifetime,
      });
    },

    recall(question: AccessQuestion): Recalled | null {
      const kept = answers.get(keyOf(question));
      if (kept === undefined || mustBeAsked(question, kept.answer)) return null;
      if (kept.answer.version < (knownOf(question)?.version ?? 0)) return null;
      const isOver =
        kept.machine <= machineClock.now().getTime() || kept.business <= businessClock.now().getTime();
      if (!isOver) return { answer: kept.answer, isStale: false };
      return mayBeStale(kept) ? { answer: kept.answer, isStale: true } : null;
    },
  };
}

const keyOf = ({ reader, publication, article, feature }: AccessQuestion): string =>
  JSON.stringify(
    [reader, publication, article, isGiven(article) ? null : feature].map((part) => part ?? null),
  );

/** What a write or something that opens comes with; a no is not the last word where a meter may be asked. */
const mustBeAsked = (
  { atLeast, giftLink, meter, address }: AccessQuestion,
  { granted }: ServiceAnswer,
): boolean => isGiven(atLeast) || isGiven(giftLink) || ((isGiven(meter) || isGiven(address)) && !granted);
