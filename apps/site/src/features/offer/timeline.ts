import { addMonths, DAY, formatMoney, fromMoneyJson, plus, type MoneyJson } from '@gatefold/kernel';

type Unit = 'day' | 'week' | 'month' | 'year';
export type Interval = { readonly unit: Unit; readonly count: number };

export type Phase = {
  readonly key: string;
  /** How many charges; null for ever. */
  readonly charges: number | null;
  readonly interval: Interval;
  readonly amount: MoneyJson;
};

export type Step = Phase & { readonly from: Date; readonly until: Date | null };

/**
 * The phases of an offer with their instants, for one who pays at `start`.
 *
 * Days and weeks are counted in seconds, as Stripe bills them; months and years by the calendar,
 * from `start` and never from the step before. An endless phase ends the list.
 */
export function timeline(phases: readonly Phase[], start: Date): Step[] {
  const steps: Step[] = [];
  let from = start;
  for (const phase of phases) {
    const until = phase.charges === null ? null : later(from, phase.interval, phase.charges);
    steps.push({ ...phase, from, until });
    if (until === null) break;
    from = until;
  }
  return steps;
}

const days: Partial<Record<Unit, number>> = { day: 1, week: 7 };

function later(from: Date, { unit, count }: Interval, times: number): Date {
  const inDays = days[unit];
  if (inDays !== undefined) return plus(from, inDays * DAY * count * times);
  return addMonths(from, count * times * (unit === 'year' ? 12 : 1));
}

const numbers = [
  '',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const words = (count: number): string => numbers[count] ?? String(count);

/** “four weeks”, “one month”. */
export const lengthOf = ({ unit, count }: Interval): string =>
  `${words(count)} ${unit}${count === 1 ? '' : 's'}`;

/** “every four weeks”, “every month”. */
export const everyOf = (interval: Interval): string =>
  interval.count === 1 ? `every ${interval.unit}` : `every ${lengthOf(interval)}`;

type Show = { readonly locale: string; day(at: Date): string };

/** “Only $1 for four weeks”: what the first step says. Null when there is none. */
export function headline(phases: readonly Phase[], locale: string): string | null {
  const [first] = phases;
  if (first === undefined) return null;
  return `Only ${price(first.amount, locale)} for ${lengthOf(timesOf(first))}`;
}

const timesOf = ({ interval, charges }: Phase): Interval => ({
  ...interval,
  count: interval.count * (charges ?? 1),
});

const price = (amount: MoneyJson, locale: string): string => formatMoney(fromMoneyJson(amount), locale);

/** Each step in words: its amount, and from when until when it is charged. */
export function stepsInWords(steps: readonly Step[], { locale, day }: Show) {
  return steps.map((step, index) => ({
    key: step.key,
    amount:
      index === 0 && step.charges === 1
        ? `${price(step.amount, locale)} today`
        : `${price(step.amount, locale)} ${everyOf(step.interval)}`,
    says: says(step, index, day),
  }));
}

function says({ from, until, charges, interval }: Step, index: number, day: Show['day']): string {
  if (until === null)
    return index === 0
      ? 'until you cancel'
      : `from ${day(from)}, until you cancel. We write to you before it changes.`;
  if (index === 0) return `for everything, until ${day(until)}`;
  const span = charges !== null && isAboutAYear(interval, charges) ? 'for a year' : `${charges} payments`;
  return `${span}, from ${day(from)} until ${day(until)}`;
}

/** Thirteen times four weeks are what people call a year. */
const isAboutAYear = ({ unit, count }: Interval, charges: number): boolean =>
  (unit === 'week' && count * charges === 52) ||
  (unit === 'month' && count * charges === 12) ||
  (unit === 'year' && count * charges === 1);
