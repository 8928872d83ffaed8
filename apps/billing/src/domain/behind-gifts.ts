import { DAY, latest, Refusal } from '@gatefold/kernel';
import { giveNext } from './comp.ts';
import type { Decided } from './consequences.ts';
import { periodOf, type Gift } from './gift.ts';
import { refuse } from './refusals.ts';
import type { Given } from './steer.ts';
import { hasEnded, hasStarted, type Subscription } from './subscription.ts';
import { isLike, opensMore } from './titles.ts';

/** A decision, with the gifts of its reader that its next charge now comes behind. */
export type BehindGifts = { readonly decided: Decided; readonly gifts: readonly Gift[] };

/** Whether its next charge comes into sight: it was paid for the first time, or its cancellation was taken back. */
export const comesIntoSight = (before: Subscription, { next }: Decided): boolean =>
  isGoingOn(next) && (!hasStarted(before) || before.intent === 'cancelling');

const isGoingOn = (one: Subscription): boolean =>
  hasStarted(one) && !hasEnded(one) && one.endingAs === null && one.intent === 'renewing';

/**
 * Puts a subscription behind the gifts that its reader has taken: what it is charged next comes later by all the time
 * that is read by them since it began. So nobody pays for time that was given, and none of it is lost.
 *
 * One that cannot be moved now stays as it is, and a case names the days.
 */
export function putBehindGifts(
  decided: Decided,
  taken: readonly Gift[],
  given: Omit<Given, 'commandId'>,
): BehindGifts {
  const gifts = taken.filter((gift) => isInTheWay(gift, decided.next));
  const days = Math.ceil(gifts.reduce((sum, gift) => sum + sharedTime(gift, decided.next), 0) / DAY);
  if (days === 0) return { decided, gifts: [] };
  const { next: subscription } = decided;
  const last = gifts
    .map(({ id }) => id)
    .toSorted()
    .at(-1)!;
  try {
    const { paidThrough: after } = subscription;
    if (after === null) throw refuse('charge-not-paid');
    const moved = giveNext(
      subscription,
      { after, interval: { unit: 'day', count: days } },
      { ...given, commandId: `behind:${last}:${subscription.id}` },
    );
    return {
      decided: joined(decided, moved),
      gifts: gifts.map((gift) => ({ ...gift, behindId: subscription.id })),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const facts = { days: String(days), subscriptionId: subscription.id, because: error.code };
    const wanted = { kind: 'paid-elsewhere', subject: last, facts } as const;
    return { decided: { ...decided, cases: [...(decided.cases ?? []), wanted] }, gifts: [] };
  }
}

/**
 * Read by it now or later, to all that the subscription opens; what it is charged next does not come behind it yet.
 * A year of one title given is no year of two.
 */
const isInTheWay = (gift: Gift, subscription: Subscription): boolean =>
  gift.state === 'redeemed' &&
  gift.behindId !== subscription.id &&
  isLike(subscription, gift.offer) &&
  !opensMore(subscription, gift.offer) &&
  sharedTime(gift, subscription) > 0;

function sharedTime(gift: Gift, { instants }: Subscription): number {
  const period = periodOf(gift);
  if (period === null) return 0;
  return Math.max(0, period.until.getTime() - latest(period.from, instants.startedAt).getTime());
}

const joined = (one: Decided, { next, changes, calls = [] }: Decided): Decided => ({
  ...one,
  next,
  changes: [...one.changes, ...changes],
  calls: [...(one.calls ?? []), ...calls],
});
