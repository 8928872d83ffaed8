import type { FoldCustomer } from './fold-customer.ts';
import type { MakeCalls } from './make-calls.ts';
import type { Lane } from './ports.ts';

/** A fold may want a call, whose result is folded, which may want another. More than these rounds is a circle. */
const ROUNDS = 5;

type Deps = { foldCustomer: FoldCustomer; makeCalls: MakeCalls };

/** `traceparent` of who waits for it; without one what is told belongs to the trace of the news. */
export type SettleCustomer = (customerId: string, lane: Lane, traceparent?: string | null) => Promise<void>;

/** Takes in what Stripe knows of this customer, and tells it what follows from that, until nothing is left to say. */
export const takeInCustomer =
  ({ foldCustomer, makeCalls }: Deps): SettleCustomer =>
  async (customerId, lane, traceparent = null) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const isToBeTold = await foldCustomer(customerId, lane, traceparent);
      if (!isToBeTold || (await makeCalls(customerId)).length === 0) return;
    }
  };

/** The same for a customer of whom something is written down already that Stripe must be told first. */
export const settleCustomer =
  (deps: Deps): SettleCustomer =>
  async (customerId, lane, traceparent) => {
    await deps.makeCalls(customerId);
    await takeInCustomer(deps)(customerId, lane, traceparent);
  };
