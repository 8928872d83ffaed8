import { addMonths, fromUnix, toUnix } from '@gatefold/kernel';
import { day } from './wire.ts';

export type Interval = {
  readonly interval: 'day' | 'week' | 'month' | 'year';
  readonly interval_count: number;
};

/**
 * The instant `times` intervals after `anchor`, counted from the anchor itself.
 *
 * Days and weeks are plain seconds. Months and years keep the day of the anchor and end on the
 * last day of a month that is too short: 31 January, 28 February, 31 March.
 */
export function after(anchor: number, { interval, interval_count }: Interval, times: number): number {
  const count = interval_count * times;
  switch (interval) {
    case 'day':
      return anchor + count * day;
    case 'week':
      return anchor + count * 7 * day;
    case 'month':
      return toUnix(addMonths(fromUnix(anchor), count));
    case 'year':
      return toUnix(addMonths(fromUnix(anchor), 12 * count));
  }
}

/**
 * The first instant of the grid `anchor + n intervals` that lies after `instant`.
 *
 * Always counted from the anchor, so that a short month does not shorten all that follow.
 */
export function nextAfter(anchor: number, interval: Interval, instant: number): number {
  const length = after(anchor, interval, 1) - anchor;
  let times = Math.floor((instant - anchor) / length) - 1;
  while (after(anchor, interval, times) <= instant) times += 1;
  return after(anchor, interval, times);
}

/** "every 4 weeks", "monthly": how often, in the words of a receipt. */
export const inWords = ({ interval, interval_count }: Interval): string =>
  interval_count === 1 ? `every ${interval}` : `every ${interval_count} ${interval}s`;
