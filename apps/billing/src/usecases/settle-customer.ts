import type { FoldCustomer } from './fold-customer.ts';
import type { MakeCalls } from './make-calls.ts';
import type { Calls } from './ports.ts';
import type { Lane } from './stripe-ports.ts';

/** A fold may want a call, whose result is folded, which may want another. More than these rounds is a circle. */
const ROUNDS = 5;
/** Moments of machine time for which somebody else's call is waited for. */
const PATIENCE = 60;

type Deps = { foldCustomer: FoldCustomer; makeCalls: MakeCalls };

type Waiting = Deps & {
  calls: Pick<Calls, 'isAtWork'>;
  /** Waits a moment of machine time. */
  pause: () => Promise<void>;
};

/** `traceparent` of who waits for it; without one what is told belongs to the trace of the news. */
export type SettleCustomer = (customerId: string, lane: Lane, traceparent?: string | null) => Promise<void>;

/** Takes in what Stripe knows of this customer, and tells it what follows from that, until nothing is left to say. */
export const takeInCustomer =
  ({ foldCustomer, makeCalls }: Deps): SettleCustomer =>
  async (customerId, lane, traceparent = null) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const isToBeTold = await foldCustomer(customerId, { lane, traceparent, isAwaited: false });
      if (!isToBeTold || (await makeCalls(customerId)).length === 0) return;
    }
  };

/**
 * The same for somebody who waits for the result, and with what must be told first.
 *
 * A worker may have taken a call out of our hands: then its result is waited for, or the answer would show
 * what was before.
 */
export const settleCustomer =
  (deps: Waiting): SettleCustomer =>
  async (customerId, lane, traceparent = null) => {
    await tell(deps, customerId);
    for (let round = 0; round < ROUNDS; round += 1) {
      const isToBeTold = await deps.foldCustomer(customerId, { lane, traceparent, isAwaited: true });
      if (!(await tell(deps, customerId)) && !isToBeTold) return;
    }
  };

/**
 * Whether Stripe was told something, by us or by others. What waits for a call that others have in hand is told by
 * whoever comes first once that is made.
 */
async function tell({ makeCalls, calls, pause }: Waiting, customerId: string): Promise<boolean> {
  let told = (await makeCalls(customerId)).length > 0;
  for (let moments = 0; moments < PATIENCE; moments += 1) {
    if (!(await calls.isAtWork(customerId))) return told || moments > 0;
    await pause();
    told = (await makeCalls(customerId)).length > 0 || told;
  }
  return told;
}
