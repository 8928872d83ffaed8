import { HOUR } from '@gatefold/kernel';
import type { Logger, Worker } from '@gatefold/service-kit';

type Deps = { forgetExpired(): Promise<void>; logger: Logger };

/** Hourly, since a link that nobody used holds an address. One that expired opens nothing in the meantime. */
export function forgetExpiredHourly({ forgetExpired, logger }: Deps): Worker {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();

  const round = (): void => {
    running = forgetExpired().catch((error: unknown) =>
      logger.warn({ err: error }, 'what has expired was not deleted'),
    );
  };

  return {
    async start() {
      timer = setInterval(round, HOUR);
      round();
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      await running;
    },
  };
}
