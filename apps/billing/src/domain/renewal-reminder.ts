import { addCivilDays, addMonths } from '@gatefold/kernel';
import type { Interval } from './offer.ts';
import { stepAt } from './price-path.ts';
import { nextExpected, type Charge, type RenewalReminder, type Subscription } from './subscription.ts';

/**
 * How many calendar days before a long period is charged again its reader is told: once for each number. Of shorter
 * ones once a year, on the last of these days, since nobody watches a small sum.
 */
export type RenewalReminders = {
  readonly daysBefore: readonly number[];
  /** In their place, by the country that the card is from (ISO 3166). */
  readonly countries: Readonly<Record<string, readonly number[]>>;
};

type Scheduled = { readonly kind: RenewalReminder; readonly at: Date; readonly before: Date };

/**
 * When this reader is told of what is charged next, as people in `zone` (IANA) count days: of each long period, and
 * of the one of the shorter ones with which another year of the subscription is full.
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
  const { from } = next.period;
  const days = daysFor(subscription, renewals).toSorted((a, b) => b - a);
  const told = isLong(stepAt(subscription.path, next.index).step.interval)
    ? days
    : isYearly(subscription, next)
      ? days.slice(-1)
      : [];
  return told.map((lead, position) => {
    const later = told[position + 1];
    return {
      kind: `renewal-reminder:${from.toISOString()}:${lead}`,
      at: addCivilDays(from, -lead, zone),
      before: later === undefined ? from : addCivilDays(from, -later, zone),
    };
  });
}

/** The first charge of the list price has a notice of its own. */
function isYearly({ path, instants, charges }: Subscription, { index, period }: Charge): boolean {
  const { step, number } = stepAt(path, index);
  if (number === 0 && step.key === path.steps.at(-1)?.key) return false;
  const before = charges.findLast((one) => one.index < index);
  return (
    before !== undefined &&
    yearsBetween(instants.startedAt, period.from) > yearsBetween(instants.startedAt, before.period.from)
  );
}

/** Whole years, as the calendar counts them. */
function yearsBetween(from: Date, until: Date): number {
  const years = until.getUTCFullYear() - from.getUTCFullYear();
  return addMonths(from, 12 * years) <= until ? years : years - 1;
}

const daysFor = ({ card }: Subscription, { daysBefore, countries }: RenewalReminders): readonly number[] =>
  countries[card?.country ?? ''] ?? daysBefore;

/** The shortest of each that is half a year: card networks ask for a word before every charge for as much or more. */
const longFrom: Readonly<Record<Interval['unit'], number>> = { day: 181, week: 26, month: 6, year: 1 };

const isLong = ({ unit, count }: Interval): boolean => count >= longFrom[unit];
