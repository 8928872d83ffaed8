import type { Request, Response } from 'express';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { callerOf } from './caller.ts';
import { refuseCommon } from './problem.ts';

const WINDOW_SECONDS = 15 * 60;

type Wait = { readonly retryAfterSeconds: number } | null;

/** Counts a try under a key; answers how long to wait, or null while the key is within its limit. */
export type Limiter = { take(key: string): Promise<Wait> };

/**
 * Counts tries in a quarter of an hour in the database's `rate_limit`, so that all processes count together.
 *
 * While the database is away each process counts for itself: stricter than nothing, never open.
 */
export function postgresLimiter(
  pool: object,
  { name, points }: { readonly name: string; readonly points: number },
): Limiter {
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

export function refuseWhile(res: Response, wait: Wait): void {
  if (wait === null) return;
  res.set('retry-after', String(wait.retryAfterSeconds));
  throw refuseCommon('too-many-requests');
}

/**
 * The address of the browser that asks. A service of ours tells it in `x-forwarded-for`; from
 * anybody else that header is only a claim, and is not looked at.
 */
export function askingIp(req: Request, res: Response): string | null {
  if (callerOf(res).kind !== 'service') return req.ip ?? null;
  return req.get('x-forwarded-for')?.split(',')[0]?.trim() ?? null;
}
