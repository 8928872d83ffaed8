import { Temporal } from 'temporal-polyfill';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
/** Twenty-four hours, which is what Stripe bills by. Not a calendar day: see `addCivilDays`. */
export const DAY = 24 * HOUR;

/** Reads an instant that our own code wrote. Throws on anything else, for that is a bug. */
export function at(iso: string): Date {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) throw new RangeError(`not an instant: ${iso}`);
  return instant;
}

/** The instant `milliseconds` later; negative for earlier. */
export const plus = (instant: Date, milliseconds: number): Date => new Date(instant.getTime() + milliseconds);

export const fromUnix = (seconds: number): Date => new Date(seconds * SECOND);

/** Whole seconds since 1970, rounded down, as Stripe counts. */
export const toUnix = (instant: Date): number => Math.floor(instant.getTime() / SECOND);

export const latest = (first: Date, ...rest: readonly Date[]): Date =>
  rest.reduce((max, next) => (next > max ? next : max), first);

export const earliest = (first: Date, ...rest: readonly Date[]): Date =>
  rest.reduce((min, next) => (next < min ? next : min), first);

/**
 * The same wall-clock moment `months` later, in UTC.
 *
 * A month that is too short ends on its last day: 31 January plus one month is 28 February,
 * not 3 March. Always count from the original anchor, never from the previous result, or the
 * 31st drifts to the 28th for good.
 */
export function addMonths(anchor: Date, months: number): Date {
  const later = civil(anchor, 'UTC').add({ months }, { overflow: 'constrain' });
  return new Date(later.epochMilliseconds);
}

/**
 * The same wall-clock moment `days` calendar days later, as people in `zone` (IANA) count.
 *
 * Across a change of clocks this differs from `days * DAY` by an hour. A moment that does not
 * exist that day is moved forward by the gap. For what a reader is shown, never for what Stripe bills.
 */
export function addCivilDays(instant: Date, days: number, zone: string): Date {
  return new Date(civil(instant, zone).add({ days }).epochMilliseconds);
}

/** The first instant of the calendar day that `instant` falls on in `zone` (IANA). */
export function startOfDay(instant: Date, zone: string): Date {
  return new Date(civil(instant, zone).startOfDay().epochMilliseconds);
}

/**
 * The instant that a clock on the wall in `zone` (IANA) shows as `2026-11-24T18:30`, seconds if any; null for what is no
 * such text.
 *
 * In the hour that clocks skip it is the later one, in the hour that comes twice the earlier.
 */
export function onTheWall(text: string, zone: string): Date | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return null;
  try {
    const wall = Temporal.PlainDateTime.from(text, { overflow: 'reject' });
    return new Date(wall.toZonedDateTime(zone).epochMilliseconds);
  } catch {
    return null;
  }
}

/** The first instant of the calendar month that `instant` falls in, `later` months on, as people in `zone` count. */
export function startOfMonth(instant: Date, zone: string, later = 0): Date {
  const first = civil(instant, zone).with({ day: 1 }).add({ months: later });
  return new Date(first.startOfDay().epochMilliseconds);
}

const civil = (instant: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
