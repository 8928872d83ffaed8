import type { Logger } from '@gatefold/service-kit';
import type { MakeCalls } from '../usecases/make-calls.ts';
import type { DirtyCustomers } from '../usecases/ports.ts';
import type { SettleCustomer } from '../usecases/settle-customer.ts';

type Deps = {
  dirty: DirtyCustomers;
  settleCustomer: SettleCustomer;
  makeCalls: MakeCalls;
  logger: Logger;
  /** Machine time between two looks for what nobody announced. */
  pollMs?: number;
};

/** Folds wait for Stripe most of the time, so a few run at once. */
const AT_ONCE = 8;

/**
 * Folds customers who have news, and makes calls that are left over from a crash or an outage.
 *
 * Woken by webhooks; looks by itself as well, since a process may have died between keeping and waking.
 */
export function createFoldWorker({ dirty, settleCustomer, makeCalls, logger, pollMs = 500 }: Deps) {
  let isStopped = false;
  let ring: () => void = () => undefined;
  let isRung = false;
  let loop: Promise<void> = Promise.resolve();
  const inHand = new Set<Promise<void>>();

  const foldOne = async (customerId: string): Promise<void> => {
    try {
      await settleCustomer(customerId, 'money');
    } catch (error) {
      logger.warn({ err: error, customerId }, 'a customer was not folded and stays dirty');
      await dirty.release(customerId).catch(() => undefined);
    }
  };

  const foldSome = async (atOnce: boolean): Promise<number> => {
    const claimed = await dirty.claim(AT_ONCE, atOnce);
    const work = Promise.all(claimed.map(foldOne)).then(() => undefined);
    inHand.add(work);
    await work.finally(() => inHand.delete(work));
    return claimed.length;
  };

  const sleep = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, isRung ? 0 : pollMs);
      ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    while (!isStopped) {
      isRung = false;
      try {
        await makeCalls(null);
        while (!isStopped && (await foldSome(false)) > 0);
      } catch (error) {
        logger.warn({ err: error }, 'folding stopped for a moment');
      }
      if (!isStopped) await sleep();
    }
  };

  return {
    async start(): Promise<void> {
      loop = run();
    },
    async stop(): Promise<void> {
      isStopped = true;
      ring();
      await loop;
    },
    wake(): void {
      isRung = true;
      ring();
    },
    /** Folds everybody who has news, without waiting for more of it. Answers how many were folded or tried. */
    async drained(): Promise<number> {
      let folded = 0;
      for (;;) {
        const some = await foldSome(true);
        folded += some;
        if (some > 0) continue;
        if (inHand.size === 0) return folded;
        await Promise.all(inHand);
        folded += 1;
      }
    },
  };
}

export type FoldWorker = ReturnType<typeof createFoldWorker>;
