import type { BusinessClock } from '@gatefold/kernel';
import type { Follower, Published } from './clock-follower.ts';
import type { Logger } from './logger.ts';

type Options = {
  readonly clock: BusinessClock;
  readonly logger: Logger;
  /** How long after one round the next begins, in milliseconds of machine time. */
  readonly everyMs?: number;
  /** Does everything that is due at `now`. The same function that answers the simulator's ticks. */
  drain(now: Date, published: Published): Promise<unknown>;
};

/** Business time in production: the system clock, with a round of due work every few seconds. */
export function followWallClock({ clock, logger, everyMs = 5_000, drain }: Options): Follower {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;

  const round = (): void => {
    running = drain(clock.now(), {})
      .then(() => undefined)
      .catch((error: unknown) => logger.warn({ err: error }, 'due work was not finished'))
      .finally(() => {
        if (!isStopped) timer = setTimeout(round, everyMs);
      });
  };

  return {
    clock,
    isTurning: () => false,
    worker: {
      async start() {
        round();
      },
      async stop() {
        isStopped = true;
        if (timer !== null) clearTimeout(timer);
        await running;
      },
    },
  };
}
