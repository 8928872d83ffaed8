import { setTimeout } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import type { BusinessClock, MachineClock } from '@gatefold/kernel';
import type { Logger } from './logger.ts';
import type { Worker } from './service.ts';

/** Machine time before a broken stream is taken up again, and before a failed answer is tried again. */
const RETRY_MS = 200;

/** Next offset per partition, per topic. */
export type Published = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Tick = { tick: number; now: string; turning: boolean; published: Readonly<Record<string, Published>> };

export type Follower = {
  readonly clock: BusinessClock;
  /** Whether the clock stands at an instant of a turn: then the tick does all work, and nobody else need begin any. */
  isTurning(): boolean;
  readonly worker: Worker;
};

type Options = {
  /** The simulator's address. */
  readonly url: string;
  readonly app: string;
  readonly machineClock: MachineClock;
  readonly logger: Logger;
  /**
   * Does everything that is due at `now` and resolves when inbox, folds, due work and outbox are
   * empty and all that others had `published` is consumed. Says what is due next, and how far
   * this service has published. Called for one tick at a time.
   */
  drain(now: Date, published: Published): Promise<{ nextDueAt: Date | null; published: Published }>;
};

/**
 * Business time that follows the simulator's clock.
 *
 * Between turns the clock runs at wall speed from the last tick; during a turn it stands at the
 * tick's instant, so that all services agree to the millisecond. Every tick is answered once the
 * work of that instant is done. If the stream breaks, the clock runs on and the stream is taken up again.
 */
export function followSimulatorClock({ url, app, machineClock, logger, drain }: Options): Follower {
  const stop = new AbortController();
  let last: { now: number; turning: boolean; heardAt: number } | null = null;
  let first: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => (first = resolve));

  const now = (): Date => {
    if (last === null) throw new Error('the clock was asked before the simulator said the time');
    const elapsed = last.turning ? 0 : machineClock.now().getTime() - last.heardAt;
    return new Date(last.now + Math.max(0, elapsed));
  };

  const answer = async (tick: Tick): Promise<void> => {
    const { nextDueAt, published } = await drain(now(), merge(Object.values(tick.published)));
    await fetch(`${url}/_sim/clock/ack`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tick: tick.tick, app, nextDueAt: nextDueAt?.toISOString() ?? null, published }),
      signal: AbortSignal.timeout(10_000),
    });
  };

  const newest = latestOnly(answer, async (error) => {
    logger.warn({ err: error }, 'a tick was not answered; it is tried again');
    await setTimeout(RETRY_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    return !stop.signal.aborted;
  });
  const hear = (tick: Tick): void => {
    last = {
      now: new Date(tick.now).getTime(),
      turning: tick.turning,
      heardAt: machineClock.now().getTime(),
    };
    first();
    newest.push(tick);
  };

  return {
    clock: { kind: 'business', now },
    isTurning: () => last?.turning === true,
    worker: {
      async start() {
        void listen(`${url}/_sim/clock/stream?app=${app}`, { hear, signal: stop.signal, logger });
        await heard;
      },
      async stop() {
        stop.abort();
        await newest.idle();
      },
    },
  };
}

/** For each partition the furthest position that anyone named. */
export function merge(all: readonly Published[]): Published {
  const merged: Record<string, Record<string, string>> = {};
  for (const published of all)
    for (const [topic, partitions] of Object.entries(published)) {
      const known = (merged[topic] ??= {});
      for (const [partition, offset] of Object.entries(partitions))
        if (BigInt(offset) > BigInt(known[partition] ?? '-1')) known[partition] = offset;
    }
  return merged;
}

/**
 * Runs one at a time; of those that arrive meanwhile only the newest is kept, as it covers the others.
 *
 * `onError` says whether what failed is tried again, unless something newer has come.
 */
function latestOnly<T>(work: (item: T) => Promise<void>, onError: (error: unknown) => Promise<boolean>) {
  let waiting: T | null = null;
  let running: Promise<void> | null = null;

  const runAll = async (): Promise<void> => {
    while (waiting !== null) {
      const item = waiting;
      waiting = null;
      await work(item).catch(async (error: unknown) => {
        if (await onError(error)) waiting ??= item;
      });
    }
    running = null;
  };

  return {
    push(item: T): void {
      waiting = item;
      running ??= runAll();
    },
    idle: async (): Promise<void> => void (await running),
  };
}

async function listen(
  url: string,
  { hear, signal, logger }: { hear: (tick: Tick) => void; signal: AbortSignal; logger: Logger },
): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await fetch(url, { headers: { accept: 'text/event-stream' }, signal });
      const parser = createParser({ onEvent: ({ data }) => hear(JSON.parse(data) as Tick) });
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) parser.feed(decoder.decode(chunk, { stream: true }));
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ err: error }, 'the clock stream broke');
    }
    await setTimeout(RETRY_MS);
  }
}
