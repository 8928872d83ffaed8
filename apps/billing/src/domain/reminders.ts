import { addCivilDays } from '@gatefold/kernel';
import { cardReminders, type CardExpiring } from './card-expiring.ts';
import { COMP, IMPORTED, scheduledSteps } from './price-path.ts';
import { renewalReminders, type RenewalReminders } from './renewal-reminder.ts';
import { hasEnded, type Reminder, type Subscription } from './subscription.ts';

/**
 * Calendar days before the introduction ends on which its reader is told.
 *
 * Visa wants seven days, Mastercard three to seven: day −7 is the only one inside both windows.
 */
const REMIND_DAYS = 7;
/** Calendar days before the list price begins. Longer than the reminder, as the sum is larger. */
const STEP_UP_DAYS = 14;

/** How a publisher reminds: where its readers count their days (IANA), and how long before a renewal or a card's end. */
export type Reminding = {
  readonly zone: string;
  readonly renewals: RenewalReminders;
  readonly cardExpiring: CardExpiring;
};

type Given = { readonly now: Date; readonly reminding: Reminding };

type Scheduled = { readonly kind: Reminder; readonly at: Date; readonly before: Date };

/** When this reader is reminded of what. */
function scheduled(subscription: Subscription, reminding: Reminding): Scheduled[] {
  const { path, instants } = subscription;
  const steps = scheduledSteps(path, instants).filter(({ step }) => step.key !== IMPORTED);
  const last = steps.at(-1);
  const hasPaidStart = instants.anchor > instants.startedAt;
  const continued = hasPaidStart ? steps.slice(1).find(({ step }) => step.key !== COMP) : undefined;
  const remindedBy = (kind: Reminder, days: number, before: Date): Scheduled => ({
    kind,
    at: addCivilDays(before, -days, reminding.zone),
    before,
  });
  return [
    ...(continued === undefined ? [] : [remindedBy('conversion-reminder', REMIND_DAYS, continued.from)]),
    ...(last !== undefined && steps.length > (hasPaidStart ? 2 : 1)
      ? [remindedBy('step-up-notice', STEP_UP_DAYS, last.from)]
      : []),
    // The end of an introduction has its own reminder, of any period.
    ...(isIntroduced(subscription, continued?.from) ? [] : renewalReminders(subscription, reminding)),
    ...cardReminders(subscription, reminding),
  ];
}

/** Whether the introduction is what is paid for now. */
const isIntroduced = ({ paidThrough }: Subscription, continuedFrom: Date | undefined): boolean =>
  continuedFrom !== undefined && paidThrough !== null && paidThrough <= continuedFrom;

const isReminded = (subscription: Subscription): boolean =>
  !hasEnded(subscription) &&
  subscription.phase !== 'pending' &&
  subscription.intent === 'renewing' &&
  subscription.endingAs === null;

/**
 * The reminders that are due at `now` and were not sent.
 *
 * Whoever has cancelled is not reminded; whoever takes that back after the day is reminded at once. Once
 * the instant it warns of has come, a reminder is late for good and is not sent.
 */
export const dueReminders = (subscription: Subscription, { now, reminding }: Given): Reminder[] =>
  isReminded(subscription)
    ? scheduled(subscription, reminding)
        .filter(({ kind, at, before }) => at <= now && now < before && !subscription.reminders.includes(kind))
        .map(({ kind }) => kind)
    : [];

/** When the next reminder will be due, or null. */
export function nextReminderAt(subscription: Subscription, { now, reminding }: Given): Date | null {
  if (!isReminded(subscription)) return null;
  const later = scheduled(subscription, reminding)
    .filter(({ kind, at }) => at > now && !subscription.reminders.includes(kind))
    .map(({ at }) => at)
    .toSorted((a, b) => a.getTime() - b.getTime());
  return later[0] ?? null;
}
