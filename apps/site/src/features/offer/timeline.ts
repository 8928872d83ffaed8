import { addMonths, DAY, plus, type MoneyJson } from '@gatefold/kernel';
import { everyOf, lengthOf, type Interval, type Unit } from '../../words/intervals.ts';
import type { Voice } from '../../words/voice.ts';

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

/** “Only $1 for four weeks”: what is charged once. “$8 every four weeks”: what is not. Null when there is none. */
export function headline(phases: readonly Phase[], voice: Voice): string | null {
  const [first] = phases;
  if (first === undefined) return null;
  const price = voice.money(first.amount);
  return first.charges === 1
    ? voice.say('path.headline', { price, length: lengthOf(first.interval, voice) })
    : voice.say('path.price-every', { price, every: everyOf(first.interval, voice) });
}

/** Each step in words: its amount, and from when until when it is charged. */
export function stepsInWords(steps: readonly Step[], voice: Voice) {
  const { say, money } = voice;
  return steps.map((step, index) => ({
    key: step.key,
    amount:
      index === 0 && step.charges === 1
        ? say('path.today', { price: money(step.amount) })
        : say('path.price-every', { price: money(step.amount), every: everyOf(step.interval, voice) }),
    says: says(step, index, voice),
  }));
}

function says({ from, until, charges, interval }: Step, index: number, { say, day }: Voice): string {
  if (until === null)
    return index === 0 ? say('path.until-cancel') : say('path.then-until-cancel', { day: day(from) });
  if (index === 0 && charges === 1) return say('path.for-everything', { day: day(until) });
  const span = { from: day(from), until: day(until) };
  return charges !== null && isAboutAYear(interval, charges)
    ? say('path.for-a-year', span)
    : say('path.payments', { count: charges ?? 1, ...span });
}

/** Thirteen times four weeks are what people call a year. */
const isAboutAYear = ({ unit, count }: Interval, charges: number): boolean =>
  (unit === 'week' && count * charges === 52) ||
  (unit === 'month' && count * charges === 12) ||
  (unit === 'year' && count * charges === 1);
