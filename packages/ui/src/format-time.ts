type Show = { readonly zone: string; readonly locale: string; readonly precision: 'day' | 'minute' };

/** An instant as people in `zone` (IANA) write it: “March 29, 2026”, with the time of day where it counts. */
export function formatTime(at: Date, { zone, locale, precision }: Show): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    dateStyle: 'long',
    ...(precision === 'minute' ? { timeStyle: 'short' } : {}),
  }).format(at);
}

/** The place that names a zone: “New York” for America/New_York. */
export const zoneCity = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
