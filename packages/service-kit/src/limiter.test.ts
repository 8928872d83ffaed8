import { expect, test } from 'vitest';
import { postgresLimiter } from './limiter.ts';

/** A database that is away; the limiter knows what it was handed by this name. */
class Client {
  query = (): Promise<never> => Promise.reject(new Error('away'));
}

test('while its database is away a process counts for itself: everyone is served, and nobody beyond the limit', async () => {
  const limiter = postgresLimiter(new Client(), { name: 'try', points: 3 });
  const waits = [];
  for (let n = 0; n < 5; n += 1) waits.push(await limiter.take('ada'));

  expect(waits.map((wait) => wait === null)).toEqual([true, true, true, false, false]);
  expect(waits.at(-1)?.retryAfterSeconds).toBeGreaterThan(0);
  expect(await limiter.take('ben')).toBeNull();
});
