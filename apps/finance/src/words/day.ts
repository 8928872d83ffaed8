import { addCivilDays, at, startOfDay } from '@gatefold/kernel';

/** Whether `text` is a day of the calendar, as date fields write it. The 30th of February is none. */
export function isDay(text: string): boolean {
  if (!/^2\d{3}-\d\d-\d\d$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

/** The first instant of a day as people in `zone` (IANA) count. */
export function dayBegins(day: string, zone: string): Date {
  const noon = at(`${day}T12:00:00Z`);
  const there = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(noon);
  // East of UTC+12 noon in London is already tomorrow.
  return startOfDay(there === day ? noon : addCivilDays(noon, there > day ? -1 : 1, zone), zone);
}

/** The first instant after a day. A day on which clocks change has 23 or 25 hours. */
export const dayEnds = (day: string, zone: string): Date => addCivilDays(dayBegins(day, zone), 1, zone);
