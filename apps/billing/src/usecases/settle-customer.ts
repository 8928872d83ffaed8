import type { FoldCustomer } from './fold-customer.ts';
import type { MakeCalls } from './make-calls.ts';
import type { Lane } from './ports.ts';

/** A fold may want a call, whose result is folded, which may want another. More than these rounds is a circle. */
const ROUNDS = 5;

type Deps = { foldCustomer: FoldCustomer; makeCalls: MakeCalls };

export type SettleCustomer = (customerId: string, lane: Lane) => Promise<void>;

/** Takes in what Stripe knows of this customer, and tells it what follows from that, until nothing is left to say. */
export const takeInCustomer =
  ({ foldCustomer, makeCalls }: Deps): SettleCustomer =>
  async (customerId, lane) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const isToBeTold = await foldCustomer(customerId, lane);
      if (!isToBeTold || (await makeCalls(customerId)).length === 0) return;
    }
  };

/** The same for a customer of whom something is written down already that Stripe must be told first. */
export const settleCustomer =
  (deps: Deps): SettleCustomer =>
  async (customerId, lane) => {
    await deps.makeCalls(customerId);
    await takeInCustomer(deps)(customerId, lane);
  };
