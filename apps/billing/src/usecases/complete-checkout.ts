import { refuse } from '../domain/refusals.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Checkout, Checkouts, Subscriptions } from './ports.ts';
import type { SettleCustomer } from './settle-customer.ts';

export type CompletedCheckout = {
  readonly status: 'open' | 'paid' | 'expired';
  readonly returnTo: string;
  readonly readerId: string;
  readonly subscription: Subscription | null;
};

type Deps = {
  checkouts: Pick<Checkouts, 'find'>;
  subscriptions: Pick<Subscriptions, 'find'>;
  settleCustomer: SettleCustomer;
};

/**
 * The reader is back from the hosted page: looks at Stripe now, whether or not a webhook has come.
 *
 * The same fold as a webhook's, so both may happen at once and in any order. A repeat answers the same.
 */
export const completeCheckout =
  ({ checkouts, subscriptions, settleCustomer }: Deps) =>
  async (id: string): Promise<CompletedCheckout> => {
    const before = await checkouts.find(id);
    if (before === null || before.readerId === null) throw refuse('checkout-not-found');
    if (before.status === 'open' && before.stripeCustomerId !== null)
      await settleCustomer(before.stripeCustomerId, 'reader');

    const after = (await checkouts.find(id)) ?? before;
    const subscription = await subscriptions.find(after.subscriptionId ?? after.id);
    return {
      status: after.status === 'opening' ? 'open' : after.status,
      returnTo: after.returnTo,
      readerId: subscription?.readerId ?? before.readerId,
      subscription: isPaidBy(after, subscription) ? subscription : null,
    };
  };

const isPaidBy = ({ kind }: Checkout, subscription: Subscription | null): boolean =>
  kind === 'card' || (subscription !== null && subscription.phase !== 'pending');
