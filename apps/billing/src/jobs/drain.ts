import { plus } from '@gatefold/kernel';
import type { Consumer, Relay } from '@gatefold/messaging';
import type { Logger, Published } from '@gatefold/service-kit';
import type { MakeCalls } from '../usecases/make-calls.ts';
import type { Cursors, DirtyCustomers } from '../usecases/ports.ts';
import type { FoldWorker } from './fold-worker.ts';

type Deps = {
  dirty: DirtyCustomers;
  folds: Pick<FoldWorker, 'drained' | 'isAtWork'>;
  makeCalls: MakeCalls;
  sweepEvents: () => Promise<number>;
  collectCash: () => Promise<number>;
  cursors: Cursors;
  /** Business time between two looks for events that no webhook brought. */
  sweepEveryMs: number;
  consumer: Pick<Consumer, 'caughtUp'>;
  relay: Pick<Relay, 'drained' | 'published'>;
  logger: Logger;
};

/** Work that leads to work ends; a circle of it is stopped here and goes on with the next tick. */
const ROUNDS = 10;

/**
 * Everything that is due at `now`: what identity has said, due subscriptions, dirty customers, calls to
 * Stripe, lost webhooks, the outbox. With nothing to do it is one query.
 */
export const createDrain = (deps: Deps) => {
  const quietly = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => deps.logger.warn({ err: error }, `${what} was not finished`));
  };
  let sweptAt: Date | null = null;

  const sweepIfDue = async (now: Date): Promise<boolean> => {
    sweptAt ??= (await deps.cursors.get('events')) ?? new Date(0);
    if (now < plus(sweptAt, deps.sweepEveryMs)) return false;
    sweptAt = now;
    await quietly('the sweep', deps.sweepEvents);
    return true;
  };

  return async (
    now: Date,
    published: Published,
  ): Promise<{ nextDueAt: Date | null; published: Published }> => {
    await deps.consumer.caughtUp(published);
    const isSwept = await sweepIfDue(now);
    let hasWorked = isSwept;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { dirty, calls, due } = await deps.dirty.state(now);
      if (dirty + calls + due === 0 && !deps.folds.isAtWork()) break;
      if (due > 0) await deps.dirty.markDue(now);
      if (calls > 0) await quietly('telling Stripe', () => deps.makeCalls(null));
      const folded = await deps.folds.drained();
      hasWorked = true;
      // Whoever could not be folded now is tried again by the worker, in machine time.
      if (folded === 0 && due === 0) break;
    }
    if (hasWorked) await quietly('the cash journal', deps.collectCash);
    await deps.relay.drained();
    const { nextDueAt } = await deps.dirty.state(now);
    return { nextDueAt, published: await deps.relay.published() };
  };
};
