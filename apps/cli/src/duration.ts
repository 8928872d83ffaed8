import { DAY, HOUR, MINUTE, SECOND } from '@gatefold/kernel';

const units: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/** Milliseconds of `28d`, `4w`, `90m` or `3600` (seconds). Null for anything else, and for nothing. */
export function durationOf(text: string): number | null {
  const parts = /^(\d{1,9})([smhdw]?)$/.exec(text);
  if (parts === null) return null;
  const milliseconds = Number(parts[1]) * (units[parts[2] === '' ? 's' : (parts[2] ?? 's')] ?? SECOND);
  return milliseconds > 0 ? milliseconds : null;
}
