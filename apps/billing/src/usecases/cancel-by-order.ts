import { hasEnded, type Subscription } from '../domain/subscription.ts';
import { cancelSubscription } from './cancel-subscription.ts';
import { claimed, type Claim } from './withdraw.ts';

type Deps = Parameters<typeof cancelSubscription>[0] & Parameters<typeof claimed>[0];

/** How the subscription of an order stands, for one who knows its number and its address. */
export const lookAtClaim =
  (deps: Deps) =>
  (claim: Claim): Promise<Subscription> =>
    claimed(deps, claim);

/**
 * Cancels without an account, so that nobody has to find the way into one first. It costs nobody
 * anything: reading goes on until what is paid for ends, and it can be taken back until then.
 */
export const cancelByOrder =
  (deps: Deps) =>
  async ({ traceparent, ...claim }: Claim & { traceparent: string | null }): Promise<Subscription> => {
    const found = await claimed(deps, claim);
    if (hasEnded(found)) return found;
    const command = { id: found.id, asker: 'staff' as const, actor: 'anonymous', reason: null, traceparent };
    return cancelSubscription(deps)(command);
  };
