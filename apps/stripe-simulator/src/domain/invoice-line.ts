import type { Price } from './catalogue.ts';
import { discountAmounts, type DiscountAmount, type Granted } from './discount.ts';
import { inWords } from './interval.ts';
import { intervalOf, type Subscription, type SubscriptionItem } from './subscription.ts';
import type { Making, Metadata } from './wire.ts';

export type InvoiceItem = ReturnType<typeof newInvoiceItem>;

type OneOff = {
  readonly customer: string;
  readonly subscription: string | null;
  readonly price: Price;
  readonly quantity: number;
  readonly description: string;
};

/** Something sold once, waiting for an invoice. */
export const newInvoiceItem = (sold: OneOff, { now, newId }: Making) => ({
  id: newId('ii'),
  object: 'invoiceitem' as const,
  amount: sold.price.unit_amount * sold.quantity,
  created: now,
  currency: sold.price.currency,
  customer: sold.customer,
  customer_account: null,
  date: now,
  description: sold.description,
  discountable: true,
  discounts: [] as readonly string[],
  invoice: null as string | null,
  livemode: false,
  metadata: {},
  parent:
    sold.subscription === null
      ? null
      : { subscription_details: { subscription: sold.subscription }, type: 'subscription_details' as const },
  period: { start: now, end: now },
  pricing: pricingOf(sold.price),
  proration: false,
  quantity: sold.quantity,
  quantity_decimal: String(sold.quantity),
  tax_rates: [],
  test_clock: null,
});

const pricingOf = (price: Price) => ({
  price_details: { price: price.id, product: price.product },
  type: 'price_details' as const,
  unit_amount_decimal: price.unit_amount_decimal,
});

export type InvoiceLine = ReturnType<typeof newLine>;

/** What a line of an invoice is for, before discounts. */
export type LineTerms = {
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly period: { readonly start: number; readonly end: number };
  readonly pricing: ReturnType<typeof pricingOf>;
  readonly quantity: number;
  readonly metadata: Metadata;
  readonly subscription: string | null;
  /** The subscription item or invoice item that it comes from. */
  readonly source:
    | { readonly kind: 'subscription_item'; readonly id: string }
    | { readonly kind: 'invoiceitem'; readonly id: string };
};

/** The line for one period of one item; during a trial it is there and costs nothing. */
export function itemLine(subscription: Subscription, item: SubscriptionItem, name: string): LineTerms {
  const { price, quantity, current_period_start: start, current_period_end } = item;
  const trialing = subscription.status === 'trialing';
  return {
    amount: trialing ? 0 : price.unit_amount * quantity,
    currency: price.currency,
    description: trialing
      ? `Trial period for ${name}`
      : `${quantity} × ${name} (at ${decimal(price)} / ${inWords(intervalOf(price))})`,
    period: { start, end: current_period_end },
    pricing: pricingOf(price),
    quantity,
    metadata: subscription.metadata,
    subscription: subscription.id,
    source: { kind: 'subscription_item', id: item.id },
  };
}

const decimal = ({ unit_amount, currency }: Price): string =>
  `${(unit_amount / 100).toFixed(2)} ${currency.toUpperCase()}`;

export const oneOffLine = (item: InvoiceItem, subscription: string | null): LineTerms => ({
  amount: item.amount,
  currency: item.currency,
  description: item.description,
  period: item.period,
  pricing: item.pricing,
  quantity: item.quantity,
  metadata: {},
  subscription,
  source: { kind: 'invoiceitem', id: item.id },
});

export const newLine = (terms: LineTerms, invoice: string, { newId }: Making) => ({
  id: newId('il'),
  object: 'line_item' as const,
  amount: terms.amount,
  currency: terms.currency,
  description: terms.description,
  discount_amounts: [] as readonly DiscountAmount[],
  discountable: true,
  discounts: [] as readonly string[],
  invoice,
  livemode: false,
  metadata: terms.metadata,
  parent: parentOf(terms),
  period: terms.period,
  pretax_credit_amounts: [] as readonly PretaxCredit[],
  pricing: terms.pricing,
  quantity: terms.quantity,
  quantity_decimal: String(terms.quantity),
  subscription: terms.subscription,
  subtotal: terms.amount,
  taxes: [],
});

export type PretaxCredit = DiscountAmount & { readonly type: 'discount' };

const parentOf = ({ source, subscription }: LineTerms) =>
  source.kind === 'subscription_item'
    ? {
        invoice_item_details: null,
        subscription_item_details: {
          invoice_item: null,
          proration: false,
          proration_details: null,
          subscription,
          subscription_item: source.id,
        },
        type: 'subscription_item_details' as const,
      }
    : {
        invoice_item_details: {
          invoice_item: source.id,
          proration: false,
          proration_details: null,
          subscription,
        },
        subscription_item_details: null,
        type: 'invoice_item_details' as const,
      };

/** The same lines with these discounts and no others. */
export function discounted(
  lines: readonly InvoiceLine[],
  granted: readonly Granted[],
  currency: string,
): InvoiceLine[] {
  const plain = lines.map(({ pricing, amount, discountable }) => ({
    product: pricing.price_details.product,
    amount,
    discountable,
  }));
  const taken = discountAmounts(plain, granted, currency);
  return lines.map((line, index) => {
    const discount_amounts = taken[index] ?? [];
    return {
      ...line,
      discount_amounts,
      pretax_credit_amounts: discount_amounts.map((amount) => ({ ...amount, type: 'discount' as const })),
    };
  });
}
