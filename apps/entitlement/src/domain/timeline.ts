import { project, type Holding } from './project.ts';
import { compareRevisions } from './revision.ts';
import { inOrder, type SubscriptionFact } from './subscription-fact.ts';

/**
 * What every reader whom one subscription ever concerned has of it now: one holding each, or none.
 *
 * The same for any order and any repetition of the facts.
 */
export function holdingsOf(facts: readonly SubscriptionFact[]): Holding[] {
  const ordered = inOrder(facts);
  const readers = new Set(ordered.map(({ data }) => data.readerId));
  return [...readers].flatMap((readerId) => holdingOf(ordered, readerId) ?? []);
}

/**
 * What one reader had at a past instant, in hindsight: with all that is known today of that time.
 *
 * What was in force then counts. If nothing was, but only because news came late, such as a renewal
 * that was found a day after it was paid, the newest later fact that covers the instant counts. What
 * somebody had closed by then stays closed.
 */
export function holdingAt(
  facts: readonly SubscriptionFact[],
  readerId: string,
  instant: Date,
): Holding | null {
  const ordered = inOrder(facts);
  const known = ordered.findLastIndex((fact) => fact.at <= instant) + 1;
  const then = holdingOf(ordered.slice(0, known), readerId);
  if (then !== null && (then.isClosed || covers(then, instant))) return then;

  for (let count = ordered.length; count > known; count -= 1) {
    const later = holdingOf(ordered.slice(0, count), readerId);
    if (later !== null && covers(later, instant)) return later;
  }
  return then;
}

function holdingOf(ordered: readonly SubscriptionFact[], readerId: string): Holding | null {
  const own = ordered.filter(({ data }) => data.readerId === readerId);
  return project(own, handedOverAt(ordered, own));
}

/**
 * When another reader took the subscription over, if one did.
 *
 * A transfer is told to both, and to each in their own place, so either may be heard first: the
 * farewell to the old reader takes nothing from the new one.
 */
function handedOverAt(ordered: readonly SubscriptionFact[], own: readonly SubscriptionFact[]): Date | null {
  const last = own.at(-1);
  if (last === undefined) return null;
  const taker = ordered.find(
    (fact) =>
      fact.data.readerId !== last.data.readerId &&
      fact.data.endReason !== 'transferred' &&
      compareRevisions(fact, last) > 0,
  );
  return taker?.at ?? null;
}

const covers = ({ from, until }: Holding, instant: Date): boolean => from <= instant && instant < until;
