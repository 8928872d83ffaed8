import type { AnchorConfig } from './billing-anchor.ts';
import { amountIn, type Price } from './catalogue.ts';
import { discountAmounts, type Granted } from './discount.ts';
import type { Making, Metadata } from './wire.ts';

type Adjustable = {
  readonly enabled: boolean;
  readonly maximum: number | null;
  readonly minimum: number | null;
};

export type Sold = {
  readonly price: Price;
  readonly quantity: number;
  readonly name: string;
  readonly adjustable?: Adjustable | null;
  readonly metadata?: Metadata | undefined;
};

export type SubscriptionData = {
  readonly billing_cycle_anchor?: number | undefined;
  readonly billing_cycle_anchor_config?: AnchorConfig | undefined;
  readonly default_tax_rates?: readonly string[] | undefined;
  readonly proration_behavior?: 'always_invoice' | 'create_prorations' | 'none' | undefined;
  readonly trial_period_days?: number | undefined;
  readonly trial_end?: number | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly trial_settings?:
    | {
        readonly end_behavior: {
          readonly missing_payment_method?: 'cancel' | 'create_invoice' | 'pause' | undefined;
        };
      }
    | undefined;
  readonly billing_mode?: { readonly type: 'classic' | 'flexible' } | undefined;
};

/** What a session sells, and under which terms. */
export type Offered = {
  readonly sold: readonly Sold[];
  readonly granted: readonly Granted[];
  readonly currency: string | null;
  readonly subscription_data?: SubscriptionData | undefined;
  /** The part of a period that recurring lines cost before their common anchor; 1 without one. */
  readonly firstPart?: number | undefined;
};

/** Whether what recurs costs nothing today. */
const startsWithTrial = ({ subscription_data }: Offered): boolean =>
  (subscription_data?.trial_period_days ?? 0) > 0 || subscription_data?.trial_end !== undefined;

function amountToday(terms: Offered, { price, quantity }: Sold): number {
  const amount = amountIn(price, terms.currency ?? price.currency) * quantity;
  if (price.recurring === null) return amount;
  return startsWithTrial(terms) ? 0 : Math.round(amount * (terms.firstPart ?? 1));
}

/** What the card is asked for at once: one-off lines in full, recurring ones only where no trial precedes them. */
export function dueToday(terms: Offered) {
  const amounts = terms.sold.map((sold) => amountToday(terms, sold));
  const lines = terms.sold.map(({ price }, index) => ({
    product: price.product,
    amount: amounts[index] ?? 0,
    discountable: true,
  }));
  const taken = discountAmounts(lines, terms.granted, terms.currency ?? 'usd').map((line) =>
    line.reduce((sum, { amount }) => sum + amount, 0),
  );
  const subtotal = amounts.reduce((sum, amount) => sum + amount, 0);
  return { taken, subtotal, total: subtotal - taken.reduce((sum, amount) => sum + amount, 0) };
}

/** One line of the page for each thing sold; `taken` is what the discount takes off each. */
export const itemsOf = (terms: Offered, taken: readonly number[], { newId }: Making) =>
  terms.sold.map((sold, index) => {
    const amount = amountToday(terms, sold);
    const off = taken[index] ?? 0;
    return {
      id: newId('li'),
      object: 'item' as const,
      adjustable_quantity: sold.adjustable ?? null,
      amount_discount: off,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount - off,
      currency: terms.currency ?? sold.price.currency,
      description: sold.name,
      metadata: sold.metadata ?? {},
      price: sold.price,
      quantity: sold.quantity,
    };
  });
