import http from 'node:http';
import https from 'node:https';
import type { MachineClock } from '@gatefold/kernel';
import type { StripeEvent } from '../domain/event.ts';
import { secretsOf, type WebhookEndpoint } from '../domain/webhook.ts';
import { copies, lanesOf, shuffled, type Mode } from './modes.ts';
import type { Deliveries, Delivery, Outcome } from './ports.ts';
import { sign } from './sign.ts';

/** How long a receiver may take, in milliseconds of machine time. */
const ANSWER_WITHIN_MS = 10_000;
const BATCH = 200;

type Parts = {
  readonly deliveries: Deliveries;
  readonly machineClock: MachineClock;
  readonly mode: () => Mode;
  /** Whole seconds of the virtual clock, at which an attempt is noted and from which a retry is counted. */
  readonly now: () => number;
  /** Hears of each attempt that was noted; `nextTry` is null when there is none. */
  readonly onTried: (tried: Tried) => void;
};

export type Tried = { readonly event: StripeEvent; readonly ok: boolean; readonly nextTry: number | null };

/**
 * Sends what is due and resolves when every receiver has answered or failed to.
 *
 * Oldest first, a few at a time; what is queued meanwhile goes along. Calls wait for one another.
 */
export function createSender({ deliveries, machineClock, mode, now, onTried }: Parts) {
  let running: Promise<void> = Promise.resolve();
  const stopping = new AbortController();

  const attempt = async (delivery: Delivery): Promise<void> => {
    const times = copies(mode());
    const isFlood = mode().mode === 'flood';
    const parts = { machineClock, now, stopping: stopping.signal };
    let outcome = isFlood
      ? ((await Promise.all(Array.from({ length: times }, () => post(delivery, parts)))).at(-1) as Outcome)
      : await post(delivery, parts);
    for (let copy = 1; copy < times && !isFlood; copy += 1) outcome = await post(delivery, parts);
    // What was cut off is not an attempt: it is sent again after the next start.
    if (stopping.signal.aborted) return;
    const nextTry = deliveries.record(delivery, outcome, now());
    onTried({ event: delivery.event, ok: outcome.ok, nextTry });
  };

  const flush = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const batch = deliveries.due(now(), BATCH);
      if (batch.length === 0) return;
      const ordered = mode().mode === 'shuffle' ? shuffled(batch, batch[0]?.id ?? 0) : batch;
      await inLanes(ordered, { lanes: lanesOf(mode()), work: attempt });
    }
  };

  return {
    flush(): Promise<void> {
      running = running.then(flush, flush);
      return running;
    },
    /** Sends what no delivery is kept of: an event of another account, or one in the shape of an older version. */
    send: (event: StripeEvent, endpoint: WebhookEndpoint): Promise<Outcome> =>
      post({ event, endpoint }, { machineClock, now, stopping: stopping.signal }),
    /** Cuts off what is on its way. Nothing is written afterwards. */
    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };
}

export type Sender = ReturnType<typeof createSender>;

type Lanes<T> = { readonly lanes: number; readonly work: (item: T) => Promise<void> };

async function inLanes<T>(items: readonly T[], { lanes, work }: Lanes<T>): Promise<void> {
  const queue = [...items].values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

type Posting = Pick<Parts, 'machineClock' | 'now'> & { readonly stopping: AbortSignal };

/** Signed at the instant of each attempt, with every secret that counts at it. */
async function post(
  { event, endpoint }: Pick<Delivery, 'event' | 'endpoint'>,
  { machineClock, now, stopping }: Posting,
): Promise<Outcome> {
  const payload = JSON.stringify(event, null, 2);
  const startedAt = machineClock.now().getTime();
  const outcome = (result: Pick<Outcome, 'ok' | 'status' | 'error'>): Outcome => ({
    ...result,
    machineAt: Math.floor(startedAt / 1000),
    millis: machineClock.now().getTime() - startedAt,
  });
  try {
    const status = await statusOf(endpoint.url, {
      payload,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': await sign(payload, secretsOf(endpoint, now()), Math.floor(startedAt / 1000)),
        'user-agent': 'Stripe/1.0 (simulated)',
      },
      signal: AbortSignal.any([stopping, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    return outcome({ ok: status >= 200 && status < 300, status, error: null });
  } catch (error) {
    return outcome({
      ok: false,
      status: null,
      error: error instanceof Error ? error.message : String(error),
    });
  }
}

type Letter = {
  readonly payload: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

/** What is answered to it, once the answer is read to its end. A redirect is not followed, so it counts as a failure. */
const statusOf = (url: string, { payload, headers, signal }: Letter): Promise<number> =>
  new Promise((resolve, reject) => {
    const { request } = url.startsWith('https:') ? https : http;
    const asked = request(url, { method: 'POST', headers: { ...headers }, signal }, (answer) => {
      answer.once('error', reject).once('end', () => resolve(answer.statusCode ?? 0));
      answer.resume();
    });
    asked.once('error', reject).end(payload);
  });
