import type { Offer } from './offer.ts';
import { orderNumberOf } from './order-number.ts';
import type { PricePath } from './price-path.ts';
import type { SeenSubscription } from './seen.ts';
import { inMoneyOfPath } from './sellable.ts';
import { unsteered, type Subscription } from './subscription.ts';

/** What a checkout of ours has promised, and to whom. */
export type Promised = {
  readonly checkoutId: string;
  readonly readerId: string;
  readonly returnTo: string;
  readonly offer: Offer;
  readonly path: PricePath;
};

/**
 * A subscription as it is before anything was folded into it.
 *
 * Its id is the checkout's, so that whoever hears of it first makes the same one. If the reader has a
 * live one already, this second one is for nothing but to be paid back.
 */
export const begin = (
  { checkoutId, readerId, returnTo, offer, path }: Promised,
  seen: SeenSubscription,
  hasLiveOne: boolean,
): Subscription => ({
  id: checkoutId,
  readerId,
  publication: offer.publication,
  bundle: offer.bundle,
  product: offer.product,
  orderNumber: orderNumberOf(checkoutId),
  checkoutId,
  returnTo,
  path,
  policy: offer.policy,
  instants: { startedAt: seen.startedAt, anchor: seen.trialEnd ?? seen.startedAt },
  steering: { ...unsteered, listPrice: inMoneyOfPath(offer, path).listPrice },
  phase: 'pending',
  endReason: null,
  endingAs: hasLiveOne ? 'duplicate' : null,
  standing: 'ok',
  intent: 'renewing',
  paidThrough: null,
  endedAt: null,
  card: null,
  retryAt: null,
  cancellations: 0,
  reminders: [],
  stripeCustomerId: seen.customerId,
  stripeSubscriptionId: seen.id,
  cancelAtPeriodEnd: false,
  stripeInvoiceId: null,
  charges: [],
  sequence: 0,
});
