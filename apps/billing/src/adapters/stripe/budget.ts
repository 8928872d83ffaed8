import type { MachineClock } from '@gatefold/kernel';
import { lanes, type Lane } from '../../usecases/ports.ts';

export type Budget = {
  /** Resolves when a request of this lane may be sent. */
  take(lane: Lane): Promise<void>;
  /** Stripe asked for less: nothing is sent for a while, longer each time in a row. */
  backOff(): void;
  /** How many requests could be sent at once now. */
  left(): number;
};

type Options = {
  readonly perSecond: number;
  readonly clock: MachineClock;
  readonly sleep: (ms: number) => Promise<void>;
};

const BACK_OFF_MS = 1_000;
const BACK_OFF_MOST_MS = 30_000;

/**
 * One bucket for all reads: it fills at `perSecond` and holds a second's worth.
 *
 * Those who wait are served by lane, and within a lane in the order in which they came, so that a sweep
 * never makes a reader on the return page wait.
 */
export function createBudget({ perSecond, clock, sleep }: Options): Budget {
  const waiting: Record<Lane, (() => void)[]> = { reader: [], money: [], rest: [], sweep: [] };
  let tokens = perSecond;
  let filledAt = clock.now().getTime();
  let pausedUntil = 0;
  let inARow = 0;
  let isServing = false;

  const fill = (): number => {
    const now = clock.now().getTime();
    tokens = Math.min(perSecond, tokens + ((now - filledAt) / 1_000) * perSecond);
    filledAt = now;
    return now;
  };
  const next = (): (() => void) | undefined =>
    lanes
      .map((lane) => waiting[lane])
      .find((queue) => queue.length > 0)
      ?.shift();
  const waits = (): boolean => lanes.some((lane) => waiting[lane].length > 0);

  const serve = async (): Promise<void> => {
    isServing = true;
    while (waits()) {
      const now = fill();
      if (now < pausedUntil) await sleep(pausedUntil - now);
      else if (tokens < 1) await sleep(Math.ceil(((1 - tokens) / perSecond) * 1_000));
      else {
        tokens -= 1;
        next()?.();
      }
    }
    isServing = false;
  };

  return {
    take(lane) {
      const now = fill();
      if (!waits() && tokens >= 1 && now >= pausedUntil) {
        tokens -= 1;
        inARow = 0;
        return Promise.resolve();
      }
      const turn = new Promise<void>((resolve) => waiting[lane].push(resolve));
      if (!isServing) void serve();
      return turn;
    },
    backOff() {
      pausedUntil = clock.now().getTime() + Math.min(BACK_OFF_MOST_MS, BACK_OFF_MS * 2 ** inARow);
      inARow += 1;
    },
    left: () => {
      fill();
      return Math.floor(tokens);
    },
  };
}
