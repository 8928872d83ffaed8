import { expect, test } from 'vitest';
import { dayEnds } from './days.ts';

test.each([
  ['UTC', '2026-11-26T10:07:00Z', '2026-11-27T00:00:00.000Z'],
  ['America/New_York', '2026-11-26T02:00:00Z', '2026-11-26T05:00:00.000Z'],
  ['America/New_York', '2026-11-26T05:00:00Z', '2026-11-27T00:00:00.000Z'],
  ['Asia/Kathmandu', '2026-11-26T17:00:00Z', '2026-11-26T18:15:00.000Z'],
])('in %s the day of a page made at %s ends at %s', (zone, now, end) => {
  expect(new Date(dayEnds(Date.parse(now), zone)).toISOString()).toBe(end);
});
