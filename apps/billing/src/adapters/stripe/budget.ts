import type { MachineClock } from '@gatefold/kernel';
import { lanes, type Lane } from '../../usecases/stripe-ports.ts';

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
  const bucket = createBucket(perSecond, clock);
  const queue = createQueue();
  let isServing = false;

  const serve = async (): Promise<void> => {
    isServing = true;
    while (queue.waits()) {
      const wait = bucket.waitMs();
      if (wait > 0) await sleep(wait);
      else if (bucket.take()) queue.next();
    }
    isServing = false;
  };

  return {
    take(lane) {
      if (!queue.waits() && bucket.take()) return Promise.resolve();
      const turn = queue.join(lane);
      if (!isServing) void serve();
      return turn;
    },
    backOff: () => bucket.pause(),
    left: () => bucket.left(),
  };
}

function createQueue() {
  const waiting: Record<Lane, (() => void)[]> = { reader: [], money: [], rest: [], sweep: [] };
  const first = () => lanes.map((lane) => waiting[lane]).find((queue) => queue.length > 0);
  return {
    waits: (): boolean => first() !== undefined,
    next: (): void => first()?.shift()?.(),
    join: (lane: Lane): Promise<void> => new Promise((resolve) => waiting[lane].push(resolve)),
  };
}

function createBucket(perSecond: number, clock: MachineClock) {
  let tokens = perSecond;
  let filledAt = clock.now().getTime();
  let pausedUntil = 0;
  let inARow = 0;

  const fill = (): number => {
    const now = clock.now().getTime();
    tokens = Math.min(perSecond, tokens + ((now - filledAt) / 1_000) * perSecond);
    filledAt = now;
    return now;
  };

  return {
    take(): boolean {
      if (fill() < pausedUntil || tokens < 1) return false;
      tokens -= 1;
      inARow = 0;
      return true;
    },
    /** How long until `take` may work. */
    waitMs(): number {
      const now = fill();
      if (now < pausedUntil) return pausedUntil - now;
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1_000);
    },
    pause(): void {
      pausedUntil = clock.now().getTime() + Math.min(BACK_OFF_MOST_MS, BACK_OFF_MS * 2 ** inARow);
      inARow += 1;
    },
    left(): number {
      fill();
      return Math.floor(tokens);
    },
  };
}
