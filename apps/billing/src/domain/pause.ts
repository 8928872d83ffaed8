import { DAY, plus } from '@gatefold/kernel';
import { wholeSecond } from './change-plan.ts';
import type { Decided } from './consequences.ts';
import type { HouseRules } from './house-rules.ts';
import { refuse } from './refusals.ts';
import { checkSteerable, checkUndisturbed, isBeingAsked, move, type Given } from './steer.ts';
import type { Subscription } from './subscription.ts';

const YEAR = 365 * DAY;

/**
 * Lets it rest from the end of what is paid for until `until`, when the next charge is due.
 *
 * Nothing of the path is lost: the charges that are left move. The same pause again is no second one.
 */
export function pause(
  subscription: Subscription,
  { until, rules }: { until: Date; rules: HouseRules },
  given: Given,
): Decided {
  const { steering, paidThrough } = subscription;
  const back = wholeSecond(until);
  if (steering.pause?.until.getTime() === back.getTime()) return { next: subscription, changes: [] };
  checkUndisturbed(subscription, given.now);
  checkAllowed({ from: paidThrough!, until: back, earlier: steering.pausedAt }, rules, given.now);
  const { next, calls } = move(subscription, { at: back }, given);
  return {
    next: {
      ...next,
      steering: {
        ...steering,
        pause: { from: paidThrough!, until: back },
        pausedAt: [...steering.pausedAt, given.now],
      },
    },
    changes: [{ type: 'paused' }],
    calls,
  };
}

type Wished = { readonly from: Date; readonly until: Date; readonly earlier: readonly Date[] };

function checkAllowed({ from, until, earlier }: Wished, { pause: rules }: HouseRules, now: Date): void {
  const longest = plus(from, rules.longestDays * DAY);
  if (until <= from || until > longest)
    throw refuse('pause-too-long', { from: from.toISOString(), until: longest.toISOString() });
  if (earlier.filter((at) => at > plus(now, -YEAR)).length >= rules.perYear)
    throw refuse('pause-too-often', { perYear: rules.perYear });
}

/**
 * Lets it go on before its time. What is paid for is read to its end first; when that is over, the next
 * period is charged now. One that does not rest is left alone.
 */
export function resume(subscription: Subscription, given: Given): Decided {
  const { steering } = subscription;
  if (steering.pause === null || isBeingAsked(subscription)) return { next: subscription, changes: [] };
  checkSteerable(subscription, given.now);
  const { from } = steering.pause;
  const isOver = from <= given.now;
  const { next, calls } = move(
    subscription,
    isOver ? { at: wholeSecond(given.now), isNow: true } : { at: from },
    given,
  );
  return isOver
    ? { next, changes: [], calls }
    : { next: { ...next, steering: { ...steering, pause: null } }, changes: [{ type: 'resumed' }], calls };
}
