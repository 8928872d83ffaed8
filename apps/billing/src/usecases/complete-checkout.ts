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
  async (id: string, traceparent: string | null): Promise<CompletedCheckout> => {
    const before = await checkouts.find(id);
    if (before === null || before.readerId === null) throw refuse('checkout-not-found');
    if (before.status === 'open' && before.stripeCustomerId !== null)
      await settleCustomer(before.stripeCustomerId, 'reader', traceparent);

    const after = (await checkouts.find(id)) ?? before;
    const made = await subscriptions.find(after.subscriptionId ?? after.id);
    return answer(after, made, before.readerId);
  };

/** Who bought may have turned out to be another account since: then the subscription knows. */
const answer = (
  { status, returnTo }: Checkout,
  made: Subscription | null,
  buyer: string,
): CompletedCheckout => ({
  status: status === 'opening' ? 'open' : status,
  returnTo,
  readerId: made?.readerId ?? buyer,
  subscription: made?.phase === 'pending' ? null : made,
});
