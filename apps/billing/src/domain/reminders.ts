import { addCivilDays } from '@gatefold/kernel';
import { COMP, IMPORTED, scheduledSteps } from './price-path.ts';
import { hasEnded, type Reminder, type Subscription } from './subscription.ts';

/**
 * Calendar days before the introduction ends on which its reader is told.
 *
 * Visa wants seven days, Mastercard three to seven: day −7 is the only one inside both windows.
 */
const REMIND_DAYS = 7;
/** Calendar days before the list price begins. Longer than the reminder, as the sum is larger. */
const STEP_UP_DAYS = 14;

type Scheduled = { readonly kind: Reminder; readonly at: Date; readonly before: Date };

/** When this reader is reminded of what, as people in `zone` (IANA) count days. */
function scheduled({ path, instants }: Subscription, zone: string): Scheduled[] {
  const steps = scheduledSteps(path, instants).filter(({ step }) => step.key !== IMPORTED);
  const last = steps.at(-1);
  const hasPaidStart = instants.anchor > instants.startedAt;
  const reminders: Scheduled[] = [];
  const continued = steps.slice(1).find(({ step }) => step.key !== COMP);
  if (hasPaidStart && continued !== undefined)
    reminders.push({
      kind: 'conversion-reminder',
      at: addCivilDays(continued.from, -REMIND_DAYS, zone),
      before: continued.from,
    });
  if (last !== undefined && steps.length > (hasPaidStart ? 2 : 1))
    reminders.push({
      kind: 'step-up-notice',
      at: addCivilDays(last.from, -STEP_UP_DAYS, zone),
      before: last.from,
    });
  return reminders;
}

const isReminded = (subscription: Subscription): boolean =>
  !hasEnded(subscription) && subscription.phase !== 'pending' && subscription.intent === 'renewing';

/**
 * The reminders that are due at `now` and were not sent.
 *
 * Whoever has cancelled is not reminded; whoever takes that back after the day is reminded at once. Once
 * the instant it warns of has come, a reminder is late for good and is not sent.
 */
export const dueReminders = (
  subscription: Subscription,
  { now, zone }: { now: Date; zone: string },
): Reminder[] =>
  isReminded(subscription)
    ? scheduled(subscription, zone)
        .filter(({ kind, at, before }) => at <= now && now < before && !subscription.reminders.includes(kind))
        .map(({ kind }) => kind)
    : [];

/** When the next reminder will be due, or null. */
export function nextReminderAt(
  subscription: Subscription,
  { now, zone }: { now: Date; zone: string },
): Date | null {
  if (!isReminded(subscription)) return null;
  const later = scheduled(subscription, zone)
    .filter(({ kind, at }) => at > now && !subscription.reminders.includes(kind))
    .map(({ at }) => at)
    .toSorted((a, b) => a.getTime() - b.getTime());
  return later[0] ?? null;
}
