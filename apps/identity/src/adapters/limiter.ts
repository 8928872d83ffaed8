import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type pg from 'pg';
import type { Limiter } from '../usecases/ports.ts';

const WINDOW_SECONDS = 15 * 60;

/**
 * Counts tries in the database, so that all processes count together.
 *
 * While the database is away each process counts for itself: stricter than nothing, never open.
 */
export function postgresLimiter(pool: pg.Pool, { name, points }: { name: string; points: number }): Limiter {
  const window = { keyPrefix: name, points, duration: WINDOW_SECONDS };
  const limiter = new RateLimiterPostgres({
    ...window,
    storeClient: pool,
    tableName: 'rate_limit',
    tableCreated: true,
    insuranceLimiter: new RateLimiterMemory(window),
  });

  return {
    async take(key) {
      try {
        await limiter.consume(key);
        return null;
      } catch (refused) {
        if (refused instanceof RateLimiterRes)
          return { retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) };
        throw refused;
      }
    },
  };
}
