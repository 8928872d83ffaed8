import { expect, test } from 'vitest';
import { readinessBy, secondsAhead } from './clock-check.ts';

const now = new Date('2026-03-01T12:00:00Z');
const clock = { kind: 'machine', now: () => now } as const;
const databaseAt = (seconds: number) =>
  ({ query: async () => ({ rows: [{ now: new Date(now.getTime() + seconds * 1_000) }] }) }) as never;

test.each([0, 119, -119])('a clock that is %d s beside the database’s is right', async (seconds) => {
  await expect(readinessBy(databaseAt(seconds), clock)['machine-clock']()).resolves.toBeUndefined();
});

test.each([121, -121, 3_600, -86_400])('a clock that is %d s beside it is not', async (seconds) => {
  await expect(readinessBy(databaseAt(seconds), clock)['machine-clock']()).rejects.toThrow('clock');
});

test('nothing is said of a clock while there is nothing to compare it with', async () => {
  const away = { query: () => Promise.reject(new Error('away')) } as never;

  await expect(readinessBy(away, clock)['machine-clock']()).resolves.toBeUndefined();
  expect(await secondsAhead(away, clock)).toBeNaN();
});
