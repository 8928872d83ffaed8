import type { Logger, Worker } from '@gatefold/service-kit';
import { nextInstant, turn, type Turned, type TurnParts } from './turn.ts';

/** How often between turns it is looked whether something fell due, and how often followers are told the time. */
const LOOK_EVERY_MS = 100;
const TELL_EVERY_MS = 1_000;
const STOP_WITHIN_MS = 2_000;

type Options = TurnParts & {
  readonly logger: Logger;
  /** Where a turn was going that did not come to its end, in milliseconds of the virtual clock. */
  readonly unfinished: { load(): number | null; save(target: number | null): void };
};

export type Keeper = {
  readonly worker: Worker;
  /** Turns are made one after another. A target that has passed settles the present. */
  turnTo(targetOf: (now: number) => number): Promise<Turned>;
  state(): { readonly now: number; readonly turning: boolean; readonly target: number | null };
};

/** Turns the clock on request, and by itself when wall time reaches something that is due. */
export function createKeeper(options: Options): Keeper {
  const { clock, logger, unfinished } = options;
  let target: number | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  const turnTo: Keeper['turnTo'] = (targetOf) => {
    waiting += 1;
    const turned = queue.then(async () => {
      target = Math.max(clock.now(), targetOf(clock.now()));
      unfinished.save(target);
      try {
        return await turn(options, target);
      } finally {
        clock.release();
        target = null;
        unfinished.save(null);
        waiting -= 1;
      }
    });
    queue = turned.catch((error: unknown) => logger.error({ err: error }, 'a turn of the clock failed'));
    return turned;
  };

  return {
    turnTo,
    state: () => ({ now: clock.now(), turning: target !== null, target }),
    worker: watch(options, { turnTo, isBusy: () => waiting > 0, settled: () => queue }),
  };
}

type Watched = {
  readonly turnTo: Keeper['turnTo'];
  readonly isBusy: () => boolean;
  readonly settled: () => Promise<unknown>;
};

/** Between turns: what falls due is done, and followers hear the time now and then. */
function watch(
  { clock, followers, unfinished, ...parts }: Options,
  { turnTo, isBusy, settled }: Watched,
): Worker {
  let timer: NodeJS.Timeout | null = null;
  let toldAt: number | null = null;

  const look = (): void => {
    if (isBusy()) {
      // Followers stand still in a turn, until they hear that the clock runs again.
      toldAt = null;
      return;
    }
    const now = clock.now();
    const next = nextInstant({ clock, followers, ...parts }, 0);
    if (next !== null && next <= now) void turnTo((present) => present).catch(() => undefined);
    else if (toldAt === null || now - toldAt >= TELL_EVERY_MS) {
      toldAt = now;
      followers.announce(now, false);
    }
  };

  return {
    async start() {
      const left = unfinished.load();
      if (left !== null && left > clock.now()) void turnTo(() => left).catch(() => undefined);
      timer = setInterval(look, LOOK_EVERY_MS);
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      await Promise.race([settled(), new Promise((resolve) => setTimeout(resolve, STOP_WITHIN_MS).unref())]);
    },
  };
}
