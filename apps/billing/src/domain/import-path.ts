import { money, type Money } from '@gatefold/kernel';
import { untouched } from './charges.ts';
import { inMoneyOf, type Offer } from './offer.ts';
import { IMPORTED, ITEM, type PricePath } from './price-path.ts';
import { inMoneyOfPath, partsOf, risenPriceName } from './sellable.ts';
import type { SeenSubscription } from './seen.ts';
import type { Charge, Subscription } from './subscription.ts';

/** Since when it is read, and until when it was paid for, where it comes from. */
export type Claimed = { readonly startedAt: Date; readonly paidThrough: Date };

/**
 * The path of what was taken over: what is paid for elsewhere, then the price that its reader is used to, for ever.
 * With no price it is given until its end, and nothing comes after.
 */
export function importedPath(offer: Offer, price: Money | null): PricePath {
  const { list } = partsOf(offer.phases);
  const currency = price?.currency ?? list.amount.currency;
  const paidElsewhere = { key: IMPORTED, charges: 1, interval: list.interval, amount: money(0n, currency) };
  return {
    offer: offer.key,
    offerVersion: offer.version,
    steps: price === null ? [paidElsewhere] : [paidElsewhere, { ...list, amount: price }],
  };
}

/**
 * Stripe's lookup key of what this path costs in the end; null for the offer's own price. A price that nobody sells
 * any more has its own name, so that it stays when the course is changed.
 */
export function listPriceOfImport(offer: Offer, path: PricePath): string | null {
  const price = path.steps.at(-1)?.amount;
  if (price === undefined || path.steps.length === 1) return null;
  const own = inMoneyOf(offer, price.currency).phases.at(-1)?.amount.amount;
  return own === price.amount
    ? inMoneyOfPath(offer, path).listPrice
    : risenPriceName({ offer: offer.key, amount: price });
}

/** Whether that price must be made at Stripe, under its own name. */
export const isOwnPrice = (offer: Offer, price: Money): boolean =>
  inMoneyOf(offer, price.currency).phases.at(-1)?.amount.amount !== price.amount;

/** What was paid elsewhere, as the first charge: over nothing, so that no book of ours has it. */
export const importedCharge = (
  { offerVersion, steps }: PricePath,
  { chargeId, startedAt, paidThrough }: Claimed & { readonly chargeId: string },
): Charge => ({
  ...untouched,
  id: chargeId,
  index: 0,
  phase: IMPORTED,
  item: ITEM,
  version: offerVersion,
  amount: steps[0]?.amount ?? money(0n, 'USD'),
  period: { from: startedAt, until: paidThrough },
  status: 'paid',
  paidAt: startedAt,
});

const GIVEN = 'given_';

/** In the place of Stripe's id, for what nobody charges. */
export const givenId = (claimId: string): string => `${GIVEN}${claimId}`;

/** Whether it is given until its end, and Stripe knows nothing of it. */
export const isGiven = ({ stripeSubscriptionId }: Pick<Subscription, 'stripeSubscriptionId'>): boolean =>
  stripeSubscriptionId.startsWith(GIVEN);

export type Given = Claimed & {
  readonly id: string;
  readonly customerId: string;
  /** We have ended it before its time. */
  readonly isEnding: boolean;
};

/** What Stripe would show of a subscription that is given: cancelled from its first day on, over at its end. */
export function seenOfGiven(
  { id, customerId, startedAt, paidThrough, isEnding }: Given,
  now: Date,
): SeenSubscription {
  const isOver = isEnding || paidThrough <= now;
  return {
    id: givenId(id),
    customerId,
    checkoutId: id,
    status: isOver ? 'canceled' : 'active',
    cancelAtPeriodEnd: false,
    cancelAt: paidThrough,
    endedAt: isOver ? (isEnding ? now : paidThrough) : null,
    cancellationReason: null,
    startedAt,
    trialEnd: null,
    periodStart: startedAt,
    card: null,
    invoices: [],
  };
}
