import type { Offer } from './offer.ts';
import { orderNumberOf } from './order-number.ts';
import type { PricePath } from './price-path.ts';
import type { SeenSubscription } from './seen.ts';
import { importedCharge, listPriceOfImport, type Claimed } from './import-path.ts';
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
  alsoReads: offer.alsoReads ?? [],
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

/**
 * One that was taken over from elsewhere: what was paid for there is its first charge, and is paid.
 *
 * From the end of that on it is charged as its path says. A second live one is never begun so: nobody's
 * subscription ends because it was taken over.
 */
export function beginImported(
  promised: Promised,
  seen: SeenSubscription,
  claimed: Claimed & { readonly chargeId: string },
): Subscription {
  const { startedAt, paidThrough } = claimed;
  const begun = begin(promised, seen, false);
  return {
    ...begun,
    instants: {
      startedAt,
      anchor: startedAt,
      marks: [{ index: 1, at: paidThrough, credit: 0n, isAsked: false }],
    },
    steering: { ...begun.steering, listPrice: listPriceOfImport(promised.offer, promised.path) },
    intent: seen.cancelAtPeriodEnd || seen.cancelAt !== null ? 'cancelling' : 'renewing',
    charges: [importedCharge(promised.path, claimed)],
  };
}
