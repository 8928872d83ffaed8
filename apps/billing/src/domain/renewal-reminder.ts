import { addCivilDays } from '@gatefold/kernel';
import type { Interval } from './offer.ts';
import { stepAt } from './price-path.ts';
import { nextExpected, type RenewalReminder, type Subscription } from './subscription.ts';

/** How many calendar days before a long period is charged again its reader is told: once for each number. */
export type RenewalReminders = {
  readonly daysBefore: readonly number[];
  /** In their place, by the country that the card is from (ISO 3166). */
  readonly countries: Readonly<Record<string, readonly number[]>>;
};

type Scheduled = { readonly kind: RenewalReminder; readonly at: Date; readonly before: Date };

/**
 * When this reader is told that a long period is charged next, as people in `zone` (IANA) count days.
 *
 * Each is late for good once the next one's day has come, so that whoever takes a cancellation back is told once.
 * Nobody is told of a pause's end: its own letter says when it goes on, and what that costs.
 */
export function renewalReminders(
  subscription: Subscription,
  { zone, renewals }: { zone: string; renewals: RenewalReminders },
): Scheduled[] {
  const next = nextExpected(subscription);
  if (next === null || next.index === 0 || next.amount.amount <= 0n || subscription.steering.pause !== null)
    return [];
  if (!isLong(stepAt(subscription.path, next.index).step.interval)) return [];
  const { from } = next.period;
  const days = daysFor(subscription, renewals).toSorted((a, b) => b - a);
  return days.map((lead, position) => {
    const later = days[position + 1];
    return {
      kind: `renewal-reminder:${from.toISOString()}:${lead}`,
      at: addCivilDays(from, -lead, zone),
      before: later === undefined ? from : addCivilDays(from, -later, zone),
    };
  });
}

const daysFor = ({ card }: Subscription, { daysBefore, countries }: RenewalReminders): readonly number[] =>
  countries[card?.country ?? ''] ?? daysBefore;

/** The shortest of each that is half a year: card networks ask for a word before every charge for as much or more. */
const longFrom: Readonly<Record<Interval['unit'], number>> = { day: 181, week: 26, month: 6, year: 1 };

const isLong = ({ unit, count }: Interval): boolean => count >= longFrom[unit];
