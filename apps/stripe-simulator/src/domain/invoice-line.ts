import type { Price } from './catalogue.ts';
import { discountAmounts, type DiscountAmount, type Granted } from './discount.ts';
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
  pricing: terms.price === null ? null : pricingOf(terms.price),
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

/** A price sold once. */
export const soldOnce = (price: Price, quantity: number) => ({
  amount: price.unit_amount * quantity,
  currency: price.currency,
  price,
  quantity,
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
    item: parent.subscription_item_details?.subscription_item ?? null,
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

/** Whether a discount is this line's alone, by the subscription item that it bills. */
const lowersOnly = ({ discount }: Granted, { parent }: InvoiceLine): boolean =>
  discount.subscription_item !== null &&
  discount.subscription_item === parent.subscription_item_details?.subscription_item;

const taken = (amounts: readonly DiscountAmount[]): number =>
  amounts.reduce((sum, { amount }) => sum + amount, 0);

/** The same lines with these taxes, on what discounts have left. */
export const taxed = (lines: readonly InvoiceLine[], rates: readonly TaxRate[]): InvoiceLine[] =>
  rates.length === 0 && lines.every(({ taxes }) => taxes.length === 0)
    ? [...lines]
    : lines.map((line) => ({ ...line, taxes: taxesOn(line.amount - taken(line.discount_amounts), rates) }));
