import { partBefore } from './billing-anchor.ts';
import { amountIn, type Price } from './catalogue.ts';
import { discountAmounts, targetOf, type DiscountAmount, type Granted } from './discount.ts';
import { inWords } from './interval.ts';
import { intervalOf, type Subscription, type SubscriptionItem } from './subscription.ts';
import { taxesOn, type Tax, type TaxRate } from './tax.ts';
import type { Making, Metadata } from './wire.ts';

export type InvoiceItem = ReturnType<typeof newInvoiceItem>;

export type ItemTerms = {
  readonly customer: string;
  readonly subscription: string | null;
  /** The draft that it goes on; null waits for the next invoice. */
  readonly invoice?: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly price: Price | null;
  readonly quantity: number;
  readonly description: string;
  readonly discountable?: boolean | undefined;
  readonly discounts?: readonly string[];
  readonly metadata?: Metadata | undefined;
  readonly period?: { readonly start: number; readonly end: number } | undefined;
  /** The subscription item whose change this evens out. */
  readonly evensOut?: string | undefined;
};

/** Something sold once, or evened out, that waits for an invoice. */
export const newInvoiceItem = (terms: ItemTerms, { now, clock, newId }: Making) => ({
  id: newId('ii'),
  object: 'invoiceitem' as const,
  amount: terms.amount,
  created: now,
  currency: terms.currency,
  customer: terms.customer,
  customer_account: null,
  date: now,
  description: terms.description,
  discountable: terms.discountable ?? true,
  discounts: (terms.discounts ?? []) as readonly string[],
  invoice: terms.invoice ?? null,
  livemode: false,
  metadata: terms.metadata ?? {},
  parent: itemParent(terms),
  period: terms.period ?? { start: now, end: now },
  pricing: terms.price === null ? null : pricingOf(terms.price, terms.currency),
  proration: terms.evensOut !== undefined,
  quantity: terms.quantity,
  quantity_decimal: String(terms.quantity),
  tax_rates: [],
  test_clock: clock ?? null,
});

const itemParent = ({ subscription, evensOut }: ItemTerms) =>
  subscription === null
    ? null
    : {
        subscription_details:
          evensOut === undefined ? { subscription } : { subscription, subscription_item: evensOut },
        type: 'subscription_details' as const,
      };

export const subscriptionOfItem = ({ parent }: InvoiceItem): string | null =>
  parent?.subscription_details.subscription ?? null;

/** A price sold once, in this currency. */
export const soldOnce = (price: Price, quantity: number, currency = price.currency) => ({
  amount: amountIn(price, currency) * quantity,
  currency,
  price,
  quantity,
});

const pricingOf = (price: Price, currency: string) => ({
  price_details: { price: price.id, product: price.product },
  type: 'price_details' as const,
  unit_amount_decimal: String(amountIn(price, currency)),
});

export type InvoiceLine = ReturnType<typeof newLine>;

/** What a line of an invoice is for, before discounts. */
export type LineTerms = {
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly period: { readonly start: number; readonly end: number };
  readonly pricing: ReturnType<typeof pricingOf> | null;
  readonly discountable?: boolean;
  readonly proration?: boolean;
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
  const { currency } = subscription;
  const trialing = subscription.status === 'trialing';
  const each = amountIn(price, currency);
  return {
    amount: trialing ? 0 : Math.round(each * quantity * partSold(subscription, item)),
    currency,
    description: trialing
      ? `Trial period for ${name}`
      : `${quantity} × ${name} (at ${decimal(each, currency)} / ${inWords(intervalOf(price))})`,
    period: { start, end: current_period_end },
    pricing: pricingOf(price, currency),
    quantity,
    metadata: subscription.metadata,
    subscription: subscription.id,
    source: { kind: 'subscription_item', id: item.id },
  };
}

/** The period before the first anchor may be a short one, or free. */
export function partSold(
  { billing_cycle_anchor: anchor, sim }: Subscription,
  item: SubscriptionItem,
): number {
  if (item.current_period_end !== anchor) return 1;
  return sim.isFreeUntilAnchor ? 0 : partBefore(anchor, intervalOf(item.price), item.current_period_start);
}

const decimal = (minor: number, currency: string): string =>
  `${(minor / 100).toFixed(2)} ${currency.toUpperCase()}`;

export const oneOffLine = (item: InvoiceItem, subscription: string | null): LineTerms => ({
  amount: item.amount,
  currency: item.currency,
  description: item.description,
  period: item.period,
  pricing: item.pricing,
  quantity: item.quantity,
  discountable: item.discountable,
  proration: item.proration,
  metadata: item.metadata,
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
  discountable: terms.discountable ?? true,
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
  taxes: [] as readonly Tax[],
});

export type PretaxCredit = DiscountAmount & { readonly type: 'discount' };

const parentOf = ({ source, subscription, proration = false }: LineTerms) =>
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
          proration,
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
  const plain = lines.map(({ pricing, amount, discountable, parent }) => ({
    item: sourceOf({ parent }),
    product: pricing?.price_details.product ?? null,
    amount,
    discountable,
  }));
  const taken = discountAmounts(plain, granted, currency);
  return lines.map((line, index) => {
    const discount_amounts = taken[index] ?? [];
    return {
      ...line,
      discounts: granted.filter((one) => lowersOnly(one, line)).map(({ discount }) => discount.id),
      discount_amounts,
      pretax_credit_amounts: discount_amounts.map((amount) => ({ ...amount, type: 'discount' as const })),
    };
  });
}

/** The subscription item or invoice item that a line bills. */
const sourceOf = ({ parent }: Pick<InvoiceLine, 'parent'>): string | null =>
  parent.subscription_item_details?.subscription_item ?? parent.invoice_item_details?.invoice_item ?? null;

/** Whether a discount is this line's alone, by the item that it bills. */
const lowersOnly = ({ discount }: Granted, line: InvoiceLine): boolean =>
  targetOf(discount) !== null && targetOf(discount) === sourceOf(line);

const taken = (amounts: readonly DiscountAmount[]): number =>
  amounts.reduce((sum, { amount }) => sum + amount, 0);

/** The same lines with these taxes, on what discounts have left. */
export const taxed = (lines: readonly InvoiceLine[], rates: readonly TaxRate[]): InvoiceLine[] =>
  rates.length === 0 && lines.every(({ taxes }) => taxes.length === 0)
    ? [...lines]
    : lines.map((line) => ({ ...line, taxes: taxesOn(line.amount - taken(line.discount_amounts), rates) }));
