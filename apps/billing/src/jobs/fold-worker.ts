import type { Logger } from '@gatefold/service-kit';
import type { MakeCalls } from '../usecases/make-calls.ts';
import type { DirtyCustomers } from '../usecases/ports.ts';
import type { SettleCustomer } from '../usecases/settle-customer.ts';
import { createBell } from './bell.ts';

type Deps = {
  dirty: DirtyCustomers;
  takeInCustomer: SettleCustomer;
  makeCalls: MakeCalls;
  logger: Logger;
  /** While so, others fold what has news, and make its calls. */
  isHeld?: () => boolean;
  /** Machine time between two looks for what nobody announced. */
  pollMs?: number;
};

/** Folds wait for Stripe most of the time, so a few run at once. */
const AT_ONCE = 16;
/** While the looks of one group are committed, another one looks. */
const GROUPS = 2;

export type FoldWorker = {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Somebody has news. */
  wake(): void;
  /** Whether somebody is being folded, or Stripe told something, by this process. */
  isAtWork(): boolean;
  /** Folds everybody who has news, without waiting for more of it. Answers how many were folded or tried. */
  drained(): Promise<number>;
};

/**
 * Folds customers who have news, and makes calls that are left over from a crash or an outage.
 *
 * Woken by webhooks; looks by itself as well, since a process may have died between keeping and waking.
 */
export function createFoldWorker({
  dirty,
  takeInCustomer,
  makeCalls,
  logger,
  isHeld = () => false,
  pollMs = 500,
}: Deps): FoldWorker {
  const bell = createBell();
  const hands = createHands({ dirty, takeInCustomer, logger });
  let isStopped = false;
  let loop: Promise<void> = Promise.resolve();

  const foldOn = async (): Promise<void> => {
    while (!isStopped && !isHeld() && (await hands.foldSome(false)) > 0);
  };

  const run = async (): Promise<void> => {
    while (!isStopped) {
      try {
        await inGroups(foldOn);
        if (!isHeld()) await hands.hold(makeCalls(null));
      } catch (error) {
        logger.warn({ err: error }, 'folding stopped for a moment');
      }
      if (!isStopped) await bell.wait(pollMs);
    }
  };

  return {
    async start() {
      loop = run();
    },
    async stop() {
      isStopped = true;
      bell.ring();
      await loop;
    },
    wake: () => bell.ring(),
    isAtWork: () => hands.isAtWork(),
    drained: () => hands.drained(),
  };
}

/** Throws what went wrong in one group once each of them has ended. */
async function inGroups<T>(work: () => Promise<T>): Promise<T[]> {
  const ended = await Promise.allSettled(Array.from({ length: GROUPS }, work));
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** What takes customers in hand, a few at a time. */
function createHands({ dirty, takeInCustomer, logger }: Pick<Deps, 'dirty' | 'takeInCustomer' | 'logger'>) {
  const inHand = new Set<Promise<unknown>>();

  /** Whoever drains waits for it. */
  const hold = async (work: Promise<unknown>): Promise<void> => {
    inHand.add(work);
    await work.finally(() => inHand.delete(work));
  };

  const foldOne = async (customerId: string): Promise<void> => {
    try {
      await takeInCustomer(customerId, 'money');
    } catch (error) {
      logger.warn({ err: error, customerId }, 'a customer was not folded and stays dirty');
      await dirty.release(customerId).catch(() => undefined);
    }
  };

  const foldSome = async (atOnce: boolean): Promise<number> => {
    const claimed = await dirty.claim(AT_ONCE, atOnce);
    await hold(Promise.all(claimed.map(foldOne)));
    return claimed.length;
  };

  const foldAll = async (): Promise<number> => {
    let folded = 0;
    for (;;) {
      const some = await foldSome(true);
      if (some === 0) return folded;
      folded += some;
    }
  };

  return {
    foldSome,
    hold,
    isAtWork: () => inHand.size > 0,
    async drained(): Promise<number> {
      let folded = 0;
      for (;;) {
        const some = (await inGroups(foldAll)).reduce((sum, count) => sum + count, 0);
        folded += some;
        if (some > 0) continue;
        if (inHand.size === 0) return folded;
        // Others of this process had them in hand already.
        await Promise.allSettled(inHand);
        folded += 1;
      }
    },
  };
}
