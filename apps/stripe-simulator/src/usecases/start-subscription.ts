import type { Price } from '../domain/catalogue.ts';
import { refuseCard, type Decline } from '../domain/cards.ts';
import type { Coupon } from '../domain/coupon.ts';
import type { PaymentMethod } from '../domain/customer.ts';
import type { Invoice } from '../domain/invoice.ts';
import { cancelAt, cancelAtPeriodEnd } from '../domain/cancellation.ts';
import { soldOnce } from '../domain/invoice-line.ts';
import { withOffers, type OfferTaken } from '../domain/trial-offer.ts';
import { hour } from '../domain/wire.ts';
import { newSubscription, type Subscription, type SubscriptionTerms } from '../domain/subscription.ts';
import { chosenDiscounts, grantCoupons, withAllDiscounts, type DiscountGiven } from './discounts.ts';
import { draftFor } from './invoices.ts';
import { addPending, putOn } from './pending-items.ts';
import type { Unit } from './ports.ts';
import { keepItems } from './subscription-items.ts';
import { finalizeInvoice, settlePaid } from './settle-invoice.ts';
import { takePayment, type Attempt } from './take-payment.ts';

export type Start = {
  readonly terms: SubscriptionTerms;
  readonly oneOff: readonly { readonly price: Price; readonly quantity: number; readonly name: string }[];
  readonly coupons: readonly Coupon[];
  /** In place of coupons: what the request named. */
  readonly discounts?: readonly DiscountGiven[];
  readonly checkoutSession: string | null;
  readonly method: PaymentMethod | null;
  readonly ownerIsThere: boolean;
  /**
   * What becomes of it when the first payment fails. `wait` does not even try; with `draft-first` the
   * subscription is active at once and its first invoice waits for an hour, as any later one.
   */
  readonly onFailure: 'draft-first' | 'refuse' | 'stay-incomplete' | 'wait';
  readonly cancels?: { readonly atPeriodEnd?: boolean | undefined; readonly at?: number | undefined };
  /** What lowers single items, by their position. */
  readonly itemDiscounts?: readonly (readonly DiscountGiven[])[];
  /** Trial offers by the position of their items. */
  readonly offers?: readonly (OfferTaken | null)[];
  readonly schedule?: string;
};

type Drafted = { readonly subscription: Subscription; readonly invoice: Invoice };
type Started = Drafted & {
  /** Why the first payment failed, where it was tried and did. */
  readonly refused: Decline | null;
};

/** A subscription with its first invoice, which does not wait as a draft. */
export function startSubscription(unit: Unit, start: Start): Started {
  const { subscription, invoice } = draftFirst(unit, start);
  if (start.onFailure === 'draft-first') return startWithDraft(unit, { subscription, invoice });
  const waits = start.onFailure === 'wait' && invoice.amount_due > 0;
  const attempt: Attempt = waits ? { outcome: 'no-card' } : takePayment(unit, invoice, start);

  if (attempt.outcome === 'paid' || attempt.outcome === 'nothing-due') {
    const standing = {
      ...subscription,
      status: start.terms.trialEnd === null ? 'active' : 'trialing',
    } as const;
    unit.save(standing, 'customer.subscription.created');
    const paid = settlePaid(unit, invoice, { attempt, automatic: true });
    return { subscription: standing, invoice: paid, refused: null };
  }
  if (start.onFailure === 'refuse' && attempt.outcome === 'declined') throw refuseCard(attempt.decline);
  const incomplete = { ...subscription, status: 'incomplete' } as const;
  unit.save(incomplete, 'customer.subscription.created');
  return {
    subscription: incomplete,
    invoice,
    refused: attempt.outcome === 'declined' ? attempt.decline : null,
  };
}

function startWithDraft(unit: Unit, { subscription, invoice }: Drafted): Started {
  const status = subscription.status === 'trialing' ? 'trialing' : 'active';
  const active = { ...subscription, status } as const;
  unit.save(active, 'customer.subscription.created');
  return { subscription: active, invoice, refused: null };
}

const withCancellation = (
  subscription: Subscription,
  now: number,
  { atPeriodEnd = false, at }: NonNullable<Start['cancels']>,
): Subscription => {
  if (atPeriodEnd) return cancelAtPeriodEnd(subscription, now, {});
  return at === undefined ? subscription : cancelAt(subscription, { at, now }, {});
};

function draftFirst(unit: Unit, start: Start): Drafted {
  const { terms, oneOff, coupons, checkoutSession, cancels = {}, offers = [] } = start;
  const plain = withOffers(newSubscription(terms, unit), offers);
  const bare = { ...withCancellation(plain, unit.now, cancels), schedule: start.schedule ?? null };
  const to = { customer: bare.customer, subscription: bare.id, checkoutSession };
  const granted = [
    ...(start.itemDiscounts ?? []).flatMap((given, index) =>
      chosenDiscounts(unit, given, { ...to, subscriptionItem: bare.items.data[index]?.id ?? '' }),
    ),
    ...grantCoupons(unit, coupons, to),
    ...chosenDiscounts(unit, start.discounts ?? [], to),
  ];
  const subscription = withAllDiscounts(bare, granted);
  const items = oneOff.map(({ price, quantity, name }) =>
    addPending(unit, {
      ...soldOnce(price, quantity),
      customer: bare.customer,
      subscription: bare.id,
      description: name,
    }),
  );
  const draft = draftFor(unit, {
    subscription,
    reason: 'subscription_create',
    granted,
    oneOff: items,
    period: { start: unit.now, end: unit.now },
  });
  const waits = start.onFailure === 'draft-first';
  const kept = waits ? { ...draft, automatically_finalizes_at: unit.now + hour } : draft;
  unit.save(kept, 'invoice.created');
  putOn(unit, draft.id, items);
  const invoice = waits ? kept : finalizeInvoice(unit, kept);
  const started = { ...subscription, latest_invoice: invoice.id };
  unit.save(started);
  keepItems(unit, started);
  return { subscription: started, invoice };
}
