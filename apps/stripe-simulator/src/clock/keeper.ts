import type { Logger, Worker } from '@gatefold/service-kit';
import { nextInstant, turn, type Turned, type TurnParts } from './turn.ts';

/** How often between turns it is looked whether something fell due, and how often followers are told the time. */
const LOOK_EVERY_MS = 100;
const TELL_EVERY_MS = 1_000;

type Options = TurnParts & {
  readonly logger: Logger;
  /** Where a turn was going that did not come to its end, in milliseconds of the virtual clock. */
  readonly unfinished: { load(): number | null; save(target: number | null): void };
};

export type Keeper = {
  readonly worker: Worker;
  /** Turns are made one after another. A target that has passed settles the present. */
  turnTo(target: (now: number) => number): Promise<Turned>;
  state(): { readonly now: number; readonly turning: boolean; readonly target: number | null };
};

/** Turns the clock on request, and by itself when wall time reaches something that is due. */
export function createKeeper({ logger, unfinished, ...parts }: Options): Keeper {
  let target: number | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let timer: NodeJS.Timeout | null = null;
  let toldAt: number | null = null;

  const turnTo: Keeper['turnTo'] = (targetOf) => {
    waiting += 1;
    const turned = queue.then(async () => {
      target = Math.max(parts.clock.now(), targetOf(parts.clock.now()));
      unfinished.save(target);
      try {
        return await turn(parts, target);
      } finally {
        parts.clock.release();
        target = null;
        unfinished.save(null);
        waiting -= 1;
        // Followers stand still until they hear that the clock runs: at the next look, unless another turn comes first.
        toldAt = null;
      }
    });
    queue = turned.catch(() => undefined);
    return turned;
  };

  const look = (): void => {
    if (waiting > 0) return;
    const now = parts.clock.now();
    const next = nextInstant(parts, 0);
    if (next !== null && next <= now)
      turnTo((present) => present).catch((error: unknown) =>
        logger.error({ err: error }, 'the clock could not be turned'),
      );
    else if (toldAt === null || now - toldAt >= TELL_EVERY_MS || now < toldAt) {
      toldAt = now;
      parts.followers.announce(now, false);
    }
  };

  return {
    turnTo,
    state: () => ({ now: parts.clock.now(), turning: target !== null, target }),
    worker: {
      async start() {
        const left = unfinished.load();
        if (left !== null && left > parts.clock.now()) void turnTo(() => left);
        timer = setInterval(look, LOOK_EVERY_MS);
      },
      async stop() {
        if (timer !== null) clearInterval(timer);
        await Promise.race([queue, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
      },
    },
  };
}
