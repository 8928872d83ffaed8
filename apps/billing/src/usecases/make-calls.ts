import type { Calls } from './ports.ts';
import type { StripeWrites } from './stripe-ports.ts';

const AT_ONCE = 20;

export type MakeCalls = (customerId: string | null) => Promise<string[]>;

/**
 * Tells Stripe what is written down for it, of one customer or of all; answers whose customers were spoken of.
 *
 * A call whose answer did not come is thrown after those of others were made: its row stays, and a later try uses
 * the same key, so that nothing happens twice. What its customer wanted after it waits for it: the last word counts.
 */
export const makeCalls =
  ({ calls, stripe }: { calls: Calls; stripe: Pick<StripeWrites, 'perform'> }): MakeCalls =>
  async (customerId) => {
    const told: string[] = [];
    const waiting = new Set<string>();
    let failure: unknown = null;
    for (const call of await calls.claim(customerId, AT_ONCE))
      try {
        if (waiting.has(call.customerId)) continue;
        await calls.finish(call.id, await stripe.perform(call));
        told.push(call.customerId);
      } catch (error) {
        waiting.add(call.customerId);
        failure ??= error;
      }
    if (failure !== null) throw failure;
    return [...new Set(told)];
  };
