import type { FoldCustomer } from './fold-customer.ts';
import type { MakeCalls } from './make-calls.ts';
import type { Lane } from './ports.ts';

/** A fold may want a call, whose result is folded, which may want another. More than these rounds is a circle. */
const ROUNDS = 5;

export type SettleCustomer = (customerId: string, lane: Lane) => Promise<void>;

/** Tells Stripe what is wanted of this customer and takes in what came of it, until nothing is left to say. */
export const settleCustomer =
  ({ foldCustomer, makeCalls }: { foldCustomer: FoldCustomer; makeCalls: MakeCalls }): SettleCustomer =>
  async (customerId, lane) => {
    await makeCalls(customerId);
    for (let round = 0; round < ROUNDS; round += 1) {
      await foldCustomer(customerId, lane);
      if ((await makeCalls(customerId)).length === 0) return;
    }
  };
