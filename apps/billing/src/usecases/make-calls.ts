import type { Calls, StripeWrites } from './ports.ts';

const AT_ONCE = 20;

export type MakeCalls = (customerId: string | null) => Promise<string[]>;

/**
 * Tells Stripe what is written down for it, of one customer or of all; answers whose customers were spoken of.
 *
 * A call whose answer did not come is thrown after the others were made: its row stays, and a later try uses
 * the same key, so that nothing happens twice.
 */
export const makeCalls =
  ({ calls, stripe }: { calls: Calls; stripe: Pick<StripeWrites, 'perform'> }): MakeCalls =>
  async (customerId) => {
    const told: string[] = [];
    let failure: unknown = null;
    for (const call of await calls.claim(customerId, AT_ONCE))
      try {
        await calls.finish(call.id, await stripe.perform(call));
        told.push(call.customerId);
      } catch (error) {
        failure ??= error;
      }
    if (failure !== null) throw failure;
    return [...new Set(told)];
  };
