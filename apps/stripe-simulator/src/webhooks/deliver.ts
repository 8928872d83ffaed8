import type { MachineClock } from '@gatefold/kernel';
import { copies, shuffled, type Mode } from './modes.ts';
import type { Deliveries, Delivery, Outcome } from './ports.ts';
import { sign } from './sign.ts';

/** How long a receiver may take, in milliseconds of machine time. */
const ANSWER_WITHIN_MS = 10_000;
const AT_ONCE = 4;
const BATCH = 200;

type Parts = {
  readonly deliveries: Deliveries;
  readonly machineClock: MachineClock;
  readonly mode: () => Mode;
  /** Whole seconds of the virtual clock, at which an attempt is noted and from which a retry is counted. */
  readonly now: () => number;
};

/**
 * Sends what is due and resolves when every receiver has answered or failed to.
 *
 * Oldest first, a few at a time; what is queued meanwhile goes along. Calls wait for one another.
 */
export function createSender({ deliveries, machineClock, mode, now }: Parts) {
  let running: Promise<void> = Promise.resolve();

  const attempt = async (delivery: Delivery): Promise<void> => {
    const times = copies(mode());
    let outcome = await post(delivery, machineClock);
    for (let copy = 1; copy < times; copy += 1) outcome = await post(delivery, machineClock);
    deliveries.record(delivery, outcome, now());
  };

  const flush = async (): Promise<void> => {
    for (;;) {
      const batch = deliveries.due(now(), BATCH);
      if (batch.length === 0) return;
      const ordered = mode().mode === 'shuffle' ? shuffled(batch, batch[0]?.id ?? 0) : batch;
      await inLanes(ordered, attempt);
    }
  };

  return {
    flush(): Promise<void> {
      running = running.then(flush, flush);
      return running;
    },
  };
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items].values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function post({ event, endpoint }: Delivery, machineClock: MachineClock): Promise<Outcome> {
  const payload = JSON.stringify(event, null, 2);
  const startedAt = machineClock.now().getTime();
  const outcome = (result: Pick<Outcome, 'ok' | 'status' | 'error'>): Outcome => ({
    ...result,
    machineAt: Math.floor(startedAt / 1000),
    millis: machineClock.now().getTime() - startedAt,
  });
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      // A redirect counts as a failure.
      redirect: 'manual',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': sign(payload, endpoint.sim.secret, Math.floor(startedAt / 1000)),
        'user-agent': 'Stripe/1.0 (simulated)',
      },
      body: payload,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await response.arrayBuffer();
    return outcome({ ok: response.ok, status: response.status, error: null });
  } catch (error) {
    return outcome({
      ok: false,
      status: null,
      error: error instanceof Error ? error.message : String(error),
    });
  }
}
