const QUARTER_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

/**
 * The first instant at which a page that names its day would name another one, in a zone or in UTC. Days begin on a
 * quarter of an hour in every zone there is.
 */
export function dayEnds(now: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en', { dateStyle: 'short', timeZone: zone });
  const today = format.format(now);
  const inUtc = (Math.floor(now / DAY_MS) + 1) * DAY_MS;
  let next = (Math.floor(now / QUARTER_MS) + 1) * QUARTER_MS;
  while (next < inUtc && format.format(next) === today) next += QUARTER_MS;
  return next;
}
