import { after, nextAfter, type Interval } from './interval.ts';
import { refuse } from './refusals.ts';

/** On which day of the month, and at which time, periods begin. UTC; what is left out is as it is now. */
export type AnchorConfig = {
  readonly day_of_month: number;
  readonly hour?: number | null | undefined;
  readonly minute?: number | null | undefined;
  readonly month?: number | null | undefined;
  readonly second?: number | null | undefined;
};

const MONTHS = 12;

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/** The next instant after `now` that a configuration names. In a month that is too short it is the last day. */
function nextAnchor(config: AnchorConfig, now: number): number {
  const at = new Date(now * 1_000);
  const time = [
    config.hour ?? at.getUTCHours(),
    config.minute ?? at.getUTCMinutes(),
    config.second ?? at.getUTCSeconds(),
  ] as const;
  for (let ahead = 0; ahead <= MONTHS; ahead += 1) {
    const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead, 1));
    const [year, month] = [first.getUTCFullYear(), first.getUTCMonth()];
    if ((config.month ?? month + 1) !== month + 1) continue;
    const instant =
      Date.UTC(year, month, Math.min(config.day_of_month, daysIn(year, month)), ...time) / 1_000;
    if (instant > now) return instant;
  }
  throw refuse('parameter_invalid', 'There is no such day.', { param: 'billing_cycle_anchor_config' });
}

/** Refuses an anchor that no price of this interval could be counted from. */
function checkAnchor(anchor: number, interval: Interval, from: number): void {
  if (anchor <= from || anchor > after(from, interval, 1))
    throw refuse(
      'parameter_invalid',
      'billing_cycle_anchor must lie in the future, and not later than one period from the start.',
      { param: 'billing_cycle_anchor' },
    );
}

/** A day of the month is only a rhythm for what is billed by months. */
function checkConfig({ interval }: Interval): void {
  if (interval !== 'month' && interval !== 'year')
    throw refuse('parameter_invalid', 'Only what is billed by months or years can have a day of the month.', {
      param: 'billing_cycle_anchor_config',
    });
}

type AnchorGiven = {
  readonly billing_cycle_anchor?: number | undefined;
  readonly billing_cycle_anchor_config?: AnchorConfig | undefined;
};

/** The anchor that is asked for, as an instant or as a day of the month; none where neither is. */
export function anchorGiven(
  { billing_cycle_anchor, billing_cycle_anchor_config: config }: AnchorGiven,
  interval: Interval,
  from: number,
): { readonly anchor?: number; readonly anchorConfig?: AnchorConfig } {
  if (billing_cycle_anchor !== undefined && config !== undefined)
    throw refuse(
      'parameter_invalid',
      'You may only specify one of these parameters: billing_cycle_anchor, billing_cycle_anchor_config.',
    );
  if (config !== undefined) checkConfig(interval);
  const anchor = config === undefined ? billing_cycle_anchor : nextAnchor(config, from);
  if (anchor === undefined || anchor === from) return {};
  checkAnchor(anchor, interval, from);
  return { anchor, ...(config === undefined ? {} : { anchorConfig: config }) };
}

type Anchored = {
  readonly billing_cycle_anchor: number;
  readonly billing_cycle_anchor_config: AnchorConfig | null;
};

/**
 * The first instant after `instant` at which a period begins.
 *
 * Where the anchor fell into a month that is too short for its day, later months are not shortened by it.
 */
export function nextBoundary(anchored: Anchored, interval: Interval, instant: number): number {
  const { billing_cycle_anchor: anchor, billing_cycle_anchor_config: config } = anchored;
  if (config === null || new Date(anchor * 1_000).getUTCDate() >= config.day_of_month)
    return nextAfter(anchor, interval, instant);
  return nextAfter(longMonthBefore(anchor, config.day_of_month, interval), interval, instant);
}

/** The latest instant of the same rhythm before the anchor whose month has the day. */
function longMonthBefore(anchor: number, wanted: number, { interval, interval_count }: Interval): number {
  const at = new Date(anchor * 1_000);
  const step = interval === 'year' ? MONTHS * interval_count : interval_count;
  for (let back = step; back <= 8 * MONTHS; back += step) {
    const instant = new Date(anchor * 1_000);
    instant.setUTCFullYear(at.getUTCFullYear(), at.getUTCMonth() - back, wanted);
    if (instant.getUTCDate() === wanted) return instant.getTime() / 1_000;
  }
  return anchor;
}

/** The part of a full period that lies between `start` and the anchor; 1 where the anchor is not ahead. */
export function partBefore(anchor: number, interval: Interval, start: number): number {
  if (anchor <= start) return 1;
  return Math.min(1, (anchor - start) / (anchor - after(anchor, interval, -1)));
}
