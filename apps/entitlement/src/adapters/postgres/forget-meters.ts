import { DAY, plus, type BusinessClock } from '@gatefold/kernel';
import type { Logger, Worker } from '@gatefold/service-kit';
import type { Pool } from 'pg';

const EVERY_MS = 60 * 60_000;
/** The month before is kept for questions about it; two of the longest months, and a day for zones. */
const KEPT = 63 * DAY;

type Deps = { readonly pool: Pool; readonly clock: BusinessClock; readonly logger: Logger };

/** Forgets what was read in months that are over. */
export function forgetMeters({ pool, clock, logger }: Deps): Worker {
  let timer: NodeJS.Timeout | null = null;
  let forgetting: Promise<unknown> = Promise.resolve();
  const forget = (): void => {
    forgetting = pool
      .query('DELETE FROM meter WHERE month_from < $1', [plus(clock.now(), -KEPT)])
      .catch((error: unknown) => logger.warn({ err: error }, 'old meters could not be forgotten'));
  };

  return {
    async start() {
      forget();
      timer = setInterval(forget, EVERY_MS);
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      await forgetting;
    },
  };
}
