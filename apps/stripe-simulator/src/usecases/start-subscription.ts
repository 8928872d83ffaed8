import type { Price } from '../domain/catalogue.ts';
import { refuseCard } from '../domain/cards.ts';
import type { Coupon } from '../domain/coupon.ts';
import type { PaymentMethod } from '../domain/payment-method.ts';
import type { Invoice } from '../domain/invoice.ts';
import { cancelAt, cancelAtPeriodEnd } from '../domain/cancellation.ts';
import { soldOnce, type InvoiceItem, type ItemTerms } from '../domain/invoice-line.ts';
import { newSetupIntent } from '../domain/setup-intent.ts';
import { withOffers, type OfferTaken } from '../domain/trial-offer.ts';
import { after } from '../domain/interval.ts';
import { hour } from '../domain/wire.ts';
import {
  intervalOf,
  newSubscription,
  periodEnd,
  periodStart,
  type Subscription,
  type SubscriptionTerms,
} from '../domain/subscription.ts';
import { chosenDiscounts, grantCoupons, withAllDiscounts, type DiscountGiven } from './discounts.ts';
import { draftFor } from './invoices.ts';
import { addPending, putOn } from './pending-items.ts';
import type { Unit } from './ports.ts';
import { keepItems } from './subscription-items.ts';
import { finalizeInvoice, settlePaid } from './settle-invoice.ts';
import { takePayment, type Attempt, type Owner } from './take-payment.ts';

type Boundary = { readonly type: string; readonly timestamp?: number | undefined };

export type OneOff = Partial<Pick<ItemTerms, 'discountable' | 'metadata'>> & {
  readonly price: Price;
  readonly quantity: number;
  readonly name: string;
  readonly discounts?: readonly DiscountGiven[] | undefined;
  /** What it is for, by instants or by the period of the subscription. */
  readonly period?: { readonly start: Boundary; readonly end: Boundary } | undefined;
};

export type Start = {
  readonly terms: SubscriptionTerms;
  readonly oneOff: readonly OneOff[];
  readonly coupons: readonly Coupon[];
  /** In place of coupons: what the request named. */
  readonly discounts?: readonly DiscountGiven[];
  readonly checkoutSession: string | null;
  readonly method: PaymentMethod | null;
  readonly owner: Owner;
  /**
   * What becomes of it when the first payment fails. `wait` does not even try; with `draft-first` the
   * subscription is active at once and its first invoice waits for an hour, as any later one.
   */
  readonly onFailure: 'draft-first' | 'refuse' | 'stay-incomplete' | 'wait';
  readonly cancels?: { readonly atPeriodEnd?: boolean | undefined; readonly at?: number | undefined };
  /** Since when the time before now is charged as well. */
  readonly backdated?: number | undefined;
  /** What lowers single items, by their position. */
  readonly itemDiscounts?: readonly (readonly DiscountGiven[])[];
  /** Trial offers by the position of their items. */
  readonly offers?: readonly (OfferTaken | null)[];
  readonly schedule?: string;
};

type Drafted = { readonly subscription: Subscription; readonly invoice: Invoice };
/** A subscription with its first invoice, which does not wait as a draft. */
export function startSubscription(unit: Unit, start: Start): Drafted {
  const { subscription, invoice } = draftFirst(unit, start);
  if (start.onFailure === 'draft-first') return startWithDraft(unit, { subscription, invoice });
  const waits = start.onFailure === 'wait' && invoice.amount_due > 0;
  const attempt: Attempt = waits ? { outcome: 'no-card' } : takePayment(unit, invoice, start);

  if (attempt.outcome === 'paid' || attempt.outcome === 'nothing-due')
    return startPaid(unit, start, { subscription, invoice, attempt });
  if (start.onFailure === 'refuse' && attempt.outcome === 'declined') throw refuseCard(attempt.decline);
  const incomplete = { ...subscription, status: 'incomplete' } as const;
  unit.save(incomplete, 'customer.subscription.created');
  return { subscription: incomplete, invoice };
}

function startPaid(
  unit: Unit,
  { method, onFailure, terms }: Start,
  { subscription, invoice, attempt }: Drafted & { readonly attempt: Attempt },
): Drafted {
  const asksLater = onFailure === 'wait' && method === null;
  const standing = {
    ...subscription,
    pending_setup_intent: asksLater ? cardWanted(unit, subscription) : null,
    status: terms.trialEnd === null ? 'active' : 'trialing',
  } as const;
  unit.save(standing, 'customer.subscription.created');
  const paid = settlePaid(unit, invoice, { attempt, automatic: true });
  return { subscription: unit.find('subscription', standing.id) ?? standing, invoice: paid };
}

/** Nothing is due yet, so that only a card is asked for. */
function cardWanted(unit: Unit, { customer }: Subscription): string {
  const intent = newSetupIntent({ customer, paymentMethod: null, status: 'requires_payment_method' }, unit);
  unit.save(intent, 'setup_intent.created');
  return intent.id;
}

function startWithDraft(unit: Unit, { subscription, invoice }: Drafted): Drafted {
  const status = subscription.status === 'trialing' ? 'trialing' : 'active';
  const active = { ...subscription, status } as const;
  unit.save(active, 'customer.subscription.created');
  return { subscription: active, invoice };
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
  const items = [...soldBefore(unit, bare, start.backdated), ...soldBeside(unit, bare, oneOff)];
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

/** The time between an earlier start and now, in proportion. */
function soldBefore(unit: Unit, subscription: Subscription, since: number | undefined): InvoiceItem[] {
  if (since === undefined) return [];
  return subscription.items.data.map(({ id, price, quantity }) => {
    const full = after(since, intervalOf(price), 1) - since;
    const whole = soldOnce(price, quantity, subscription.currency);
    return addPending(unit, {
      ...whole,
      amount: Math.round((whole.amount * (unit.now - since)) / full),
      customer: subscription.customer,
      subscription: subscription.id,
      evensOut: id,
      period: { start: since, end: unit.now },
      description: `Time before the first invoice on ${unit.recall('product', price.product)?.name ?? price.product}`,
    });
  });
}

/** What is sold once goes on the first invoice, or on the next. */
export const soldBeside = (
  unit: Unit,
  subscription: Subscription,
  oneOff: readonly OneOff[],
): InvoiceItem[] =>
  oneOff.map(({ price, quantity, name, discounts = [], period, ...rest }) =>
    addPending(
      unit,
      {
        ...soldOnce(price, quantity, subscription.currency),
        ...rest,
        customer: subscription.customer,
        subscription: subscription.id,
        description: name,
        period: period && {
          start: instantOf(unit, subscription, period.start),
          end: instantOf(unit, subscription, period.end),
        },
      },
      discounts,
    ),
  );

function instantOf({ now }: Unit, subscription: Subscription, { type, timestamp }: Boundary): number {
  if (type === 'max_item_period_start') return periodStart(subscription);
  if (type === 'min_item_period_end') return periodEnd(subscription);
  return timestamp ?? now;
}
