import type { Consumer, Published, Relay } from '@gatefold/messaging';
import type { Boundaries } from './usecases/ports.ts';

export type Drain = (
  now: Date,
  published: Published,
) => Promise<{ nextDueAt: Date | null; published: Published }>;

type Parts = {
  consumer: Pick<Consumer, 'caughtUp'>;
  boundaries: Boundaries;
  relay: Pick<Relay, 'drained' | 'published' | 'wake'>;
};

/**
 * Everything that is due at an instant: what others have published by then, the boundaries that have
 * come, and what is to be said about both. One read where nothing is due, for a turn of a year asks often.
 */
export const drainOf =
  ({ consumer, boundaries, relay }: Parts) =>
  async (now: Date, published: Published): Promise<{ nextDueAt: Date | null; published: Published }> => {
    await consumer.caughtUp(published);
    let nextDueAt = await boundaries.next();
    if (nextDueAt !== null && nextDueAt <= now) {
      await boundaries.pass(now);
      relay.wake();
      nextDueAt = await boundaries.next();
    }
    await relay.drained();
    return { nextDueAt, published: await relay.published() };
  };
