import type { Price } from '../domain/catalogue.ts';
import { refuseCard, type Decline } from '../domain/cards.ts';
import type { Coupon } from '../domain/coupon.ts';
import type { PaymentMethod } from '../domain/customer.ts';
import type { Invoice } from '../domain/invoice.ts';
import { newInvoiceItem } from '../domain/invoice-line.ts';
import { newSubscription, type Subscription, type SubscriptionTerms } from '../domain/subscription.ts';
import { grantCoupons, withDiscounts } from './discounts.ts';
import { draftFor } from './invoices.ts';
import type { Unit } from './ports.ts';
import { finalizeInvoice, settlePaid } from './settle-invoice.ts';
import { takePayment, type Attempt } from './take-payment.ts';

export type Start = {
  readonly terms: SubscriptionTerms;
  readonly oneOff: readonly { readonly price: Price; readonly quantity: number; readonly name: string }[];
  readonly coupons: readonly Coupon[];
  readonly checkoutSession: string | null;
  readonly method: PaymentMethod | null;
  readonly ownerIsThere: boolean;
  /** What becomes of it when the first payment fails. `wait` does not even try. */
  readonly onFailure: 'stay-incomplete' | 'refuse' | 'wait';
};

type Drafted = { readonly subscription: Subscription; readonly invoice: Invoice };
type Started = Drafted & {
  /** Why the first payment failed, where it was tried and did. */
  readonly refused: Decline | null;
};

/** A subscription with its first invoice, which does not wait as a draft. */
export function startSubscription(unit: Unit, start: Start): Started {
  const { subscription, invoice } = draftFirst(unit, start);
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

function draftFirst(unit: Unit, { terms, oneOff, coupons, checkoutSession }: Start): Drafted {
  const bare = newSubscription(terms, unit);
  const granted = grantCoupons(unit, coupons, {
    customer: bare.customer,
    subscription: bare.id,
    checkoutSession,
  });
  const subscription = withDiscounts(bare, granted);
  const items = oneOff.map(({ price, quantity, name }) =>
    newInvoiceItem(
      { customer: bare.customer, subscription: bare.id, price, quantity, description: name },
      unit,
    ),
  );
  for (const item of items) unit.save(item, 'invoiceitem.created');
  const draft = draftFor(unit, {
    subscription,
    reason: 'subscription_create',
    granted,
    oneOff: items,
    period: { start: unit.now, end: unit.now },
  });
  unit.save(draft, 'invoice.created');
  for (const item of items) unit.save({ ...item, invoice: draft.id });
  const invoice = finalizeInvoice(unit, draft);
  const started = { ...subscription, latest_invoice: invoice.id };
  unit.save(started);
  return { subscription: started, invoice };
}
