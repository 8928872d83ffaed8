import type { BusinessClock, MachineClock } from '@gatefold/kernel';
import { boundedMap } from './bounded-map.ts';
import { learn, type KnownReader } from './last-known.ts';
import { isGiven, type AccessQuestion, type ServiceAnswer } from './question.ts';

type Options = {
  readonly businessClock: BusinessClock;
  readonly machineClock: MachineClock;
  readonly cacheSeconds: number;
  readonly capacity: number;
};

type Kept = { readonly answer: ServiceAnswer; readonly business: number; readonly machine: number };

/**
 * Answers of a moment ago, and what was last known of each reader.
 *
 * An answer ends by whichever clock says so first. One that knows a newer version of a reader's set ends
 * all older ones of that reader, and a question that must know of a write is never answered from here.
 */
export function createMemory({ businessClock, machineClock, cacheSeconds, capacity }: Options) {
  const answers = boundedMap<Kept>(capacity);
  const readers = boundedMap<KnownReader>(capacity);
  const knownOf = ({ reader }: AccessQuestion): KnownReader | undefined => readers.get(reader ?? '');

  return {
    knownOf,

    remember(question: AccessQuestion, answer: ServiceAnswer): void {
      const known = learn(knownOf(question), question, answer);
      if (isGiven(question.reader) && known !== undefined) readers.set(question.reader, known);
      const lifetime = Math.min(answer.cacheFor, cacheSeconds) * 1_000;
      answers.set(keyOf(question), {
        answer,
        business: businessClock.now().getTime() + lifetime,
        machine: machineClock.now().getTime() + lifetime,
      });
    },

    recall(question: AccessQuestion): ServiceAnswer | null {
      const kept = answers.get(keyOf(question));
      if (kept === undefined || isGiven(question.atLeast)) return null;
      const isOld = kept.answer.version < (knownOf(question)?.version ?? 0);
      const isOver =
        kept.machine <= machineClock.now().getTime() || kept.business <= businessClock.now().getTime();
      return isOld || isOver ? null : kept.answer;
    },
  };
}

const keyOf = ({ reader, publication, article, feature }: AccessQuestion): string =>
  JSON.stringify(
    [reader, publication, article, isGiven(article) ? null : feature].map((part) => part ?? null),
  );
