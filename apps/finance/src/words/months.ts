import { publication } from '../publication.ts';

const month = new Intl.DateTimeFormat(publication.locale, {
  timeZone: 'UTC',
  month: 'short',
  year: 'numeric',
});
const day = new Intl.DateTimeFormat(publication.locale, { timeZone: 'UTC', dateStyle: 'medium' });

/** “Mar 2026” of the first day of a month. Months of reports are of UTC, so the day is not moved to another zone. */
export const monthWords = (first: string): string => month.format(new Date(`${first}T00:00:00Z`));

/** “Mar 2, 2026”: a day of UTC, or the Monday that a week begins with. */
export const dayWords = (of: string): string => day.format(new Date(`${of}T00:00:00Z`));
