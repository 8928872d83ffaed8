import { expect, test } from 'vitest';
import { restAfter } from './relay-rest.ts';

test.each([
  { round: 'a row alone', count: 1, isFull: false, tookMs: 8, rest: 1 },
  { round: 'a few rows', count: 12, isFull: false, tookMs: 30, rest: 12 },
  { round: 'many rows that were quickly out', count: 120, isFull: false, tookMs: 25, rest: 25 },
  { round: 'many rows on a log that is slow', count: 120, isFull: false, tookMs: 900, rest: 50 },
  { round: 'nothing', count: 0, isFull: false, tookMs: 3, rest: 0 },
  { round: 'a backlog', count: 800, isFull: true, tookMs: 60, rest: 0 },
])('after $round rows gather for $rest ms', ({ count, isFull, tookMs, rest }) => {
  expect(restAfter({ count, isFull }, tookMs)).toBe(rest);
});
