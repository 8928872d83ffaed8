import {
  applyDiscounts,
  checkDraft,
  draftInvoice,
  type BillingReason,
  type Invoice,
  type Written,
} from '../domain/invoice.ts';
import type { Customer } from '../domain/customer.ts';
import { itemLine, oneOffLine, type InvoiceItem } from '../domain/invoice-line.ts';
import type { Granted } from '../domain/discount.ts';
import { periodStart, type Subscription } from '../domain/subscription.ts';
import { startNextPeriod } from '../domain/subscription-time.ts';
import { refuse } from '../domain/refusals.ts';
import { chosenDiscounts, runningFor, type DiscountGiven } from './discounts.ts';
import { required } from './find.ts';
import { discountsOn, pendingFor } from './pending-items.ts';
import { taxesFor } from './taxes.ts';
import type { Unit } from './ports.ts';

type For = {
  readonly subscription: Subscription;
  readonly reason: BillingReason;
  readonly granted: readonly Granted[];
  readonly oneOff: readonly InvoiceItem[];
  readonly period: { readonly start: number; readonly end: number };
  /** Only what waits, without the items of the subscription itself. */
  readonly withoutItems?: boolean;
};

/** A draft for the current period of a subscription, not yet kept. */
export function draftFor(unit: Unit, given: For): Invoice {
  const { subscription, reason, granted, oneOff, period, withoutItems = false } = given;
  const items = withoutItems ? [] : subscription.items.data;
  const lines = items.map((item) =>
    itemLine(subscription, item, unit.recall('product', item.price.product)?.name ?? item.price.product),
  );
  const customer = required(unit, 'customer', [subscription.customer]);
  return draftInvoice(
    {
      customer,
      currency: subscription.currency,
      reason,
      subscription,
      lines: [...oneOff.map((item) => oneOffLine(item, subscription.id)), ...lines],
      granted: [...discountsOn(unit, oneOff), ...granted],
      period,
      ...taxesFor(unit, subscription, customer),
      written: writtenFor(customer, subscription.invoice_settings),
      daysUntilDue:
        subscription.collection_method === 'send_invoice' ? (subscription.days_until_due ?? 30) : null,
    },
    unit,
  );
}

/** What stands on the invoices of a subscription, or else on all of the customer's. */
export const writtenFor = ({ invoice_settings }: Customer, own: Partial<Written> = {}): Written => ({
  custom_fields: own.custom_fields ?? invoice_settings.custom_fields,
  description: own.description ?? null,
  footer: own.footer ?? invoice_settings.footer,
});

/** The draft with exactly these discounts: kept ones by their id, new ones by their coupon. The subscription keeps its own. */
export function rediscountDraft(unit: Unit, invoice: Invoice, given: readonly DiscountGiven[]): Invoice {
  checkDraft(invoice);
  const to = { customer: invoice.customer, subscription: null, checkoutSession: null };
  return applyDiscounts(invoice, chosenDiscounts(unit, given, to));
}

/** The next invoice as it would be if nothing changed until then. */
export function upcomingInvoice(unit: Unit, subscription: Subscription): Invoice {
  const next = startNextPeriod(subscription);
  const at = periodStart(next);
  if (subscription.cancel_at !== null && subscription.cancel_at <= at)
    throw refuse('invoice_upcoming_none', `No upcoming invoices for customer: ${subscription.customer}`);
  const draft = draftFor(unit, {
    subscription: next,
    reason: 'upcoming',
    granted: runningFor(unit, subscription, at),
    oneOff: pendingFor(unit, subscription),
    period: { start: periodStart(subscription), end: at },
  });
  return { ...draft, created: at, next_payment_attempt: at + 3600 };
}
