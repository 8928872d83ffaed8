import type { Logger, Worker } from '@gatefold/service-kit';
import { createBell } from './bell.ts';

type Deps = {
  readonly what: string;
  /** Machine time between two looks when nobody rings. */
  readonly everyMs: number;
  /** How much was done: while it is more than nothing, it goes on at once. */
  work(): Promise<number>;
  readonly logger: Logger;
};

/** Does one kind of work again and again; what fails is tried with the next look. */
export function createTicker({ what, everyMs, work, logger }: Deps): Worker & { wake(): void } {
  const bell = createBell();
  let isStopped = false;
  let loop: Promise<void> = Promise.resolve();

  const run = async (): Promise<void> => {
    while (!isStopped) {
      try {
        while (!isStopped && (await work()) > 0);
      } catch (error) {
        logger.warn({ err: error }, `${what} stopped for a moment`);
      }
      if (!isStopped) await bell.wait(everyMs);
    }
  };

  return {
    async start() {
      loop = run();
    },
    async stop() {
      isStopped = true;
      bell.ring();
      await loop;
    },
    wake: () => bell.ring(),
  };
}
