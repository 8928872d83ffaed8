import { DAY, HOUR, plus } from '@gatefold/kernel';
import { unearnedOf } from './earn.ts';
import { isGiven } from './import-path.ts';
import { nextReminderAt, type Reminding } from './reminders.ts';
import { dunningEnds, hasEnded, type Subscription } from './subscription.ts';

export type Due = {
  readonly at: Date;
  readonly why: 'reminder' | 'overdue' | 'dunning-over' | 'period-over';
};

/** Stripe drafts a renewal for an hour and then charges; what is not settled an hour later is overdue. */
export const OVERDUE_AFTER = 2 * HOUR;

/**
 * When this subscription must be looked at again although nobody says anything, and why; null for never.
 *
 * Always after `now`. It is how a lost webhook costs hours instead of a renewal, and how reminders,
 * the end of collecting and the earning of a period happen on time.
 */
export function nextDue(subscription: Subscription, given: { now: Date; reminding: Reminding }): Due | null {
  const candidates = [
    due(nextReminderAt(subscription, given), 'reminder'),
    due(firstAfter(given.now, expectedNews(subscription)), 'overdue'),
    due(firstAfter(given.now, givesUpAt(subscription)), 'dunning-over'),
    due(nextEarning(subscription, given.now), 'period-over'),
    due(endOfGiven(subscription, given.now), 'period-over'),
    due(comingPlan(subscription, given.now), 'period-over'),
  ].filter((one) => one !== null);
  return candidates.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null;
}

const due = (at: Date | null, why: Due['why']): Due | null => (at === null ? null : { at, why });

/** By when Stripe should have said something: a renewal, an end, the next try of a failed charge. */
function expectedNews(subscription: Subscription): Date | null {
  if (hasEnded(subscription) || subscription.paidThrough === null) return null;
  if (subscription.standing === 'collecting')
    return subscription.retryAt === null ? null : plus(subscription.retryAt, OVERDUE_AFTER);
  return plus(subscription.steering.pause?.until ?? subscription.paidThrough, OVERDUE_AFTER);
}

function givesUpAt(subscription: Subscription): Date | null {
  const { standing } = subscription;
  const isOwing = standing === 'collecting' || standing === 'exhausted';
  return isOwing && !hasEnded(subscription) ? dunningEnds(subscription) : null;
}

/** The instant itself; once it has passed, six hours later, and then once a day. */
function firstAfter(now: Date, at: Date | null): Date | null {
  if (at === null || at > now) return at;
  const again = plus(at, 6 * HOUR);
  if (again > now) return again;
  const days = Math.floor((now.getTime() - again.getTime()) / DAY) + 1;
  return plus(again, days * DAY);
}

/** When a renewal would be overdue too: the news of it earns what went before, and one look does for both. */
function nextEarning({ charges }: Subscription, now: Date): Date | null {
  const open = charges.filter((charge) => unearnedOf(charge) > 0n && charge.period.until > now);
  return open[0] === undefined ? null : plus(open[0].period.until, OVERDUE_AFTER);
}

/** What nobody charges ends by our clock alone. */
const endOfGiven = (subscription: Subscription, now: Date): Date | null =>
  isGiven(subscription) && subscription.paidThrough !== null && subscription.paidThrough > now
    ? subscription.paidThrough
    : null;

/** What is read by another plan is open from its first second, whenever its charge is heard of. */
const comingPlan = ({ steering: { change } }: Subscription, now: Date): Date | null =>
  change !== null && change.at > now ? change.at : null;
