import type { Price } from './catalogue.ts';
import { discountAmounts, type Granted } from './discount.ts';
import type { Making, Metadata } from './wire.ts';

export type Sold = { readonly price: Price; readonly quantity: number; readonly name: string };

export type SubscriptionData = {
  readonly trial_period_days?: number | undefined;
  readonly trial_end?: number | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly trial_settings?:
    | { readonly end_behavior: { readonly missing_payment_method: 'cancel' | 'create_invoice' | 'pause' } }
    | undefined;
  readonly billing_mode?: { readonly type: 'classic' | 'flexible' } | undefined;
};

/** What a session sells, and under which terms. */
export type Offered = {
  readonly sold: readonly Sold[];
  readonly granted: readonly Granted[];
  readonly subscription_data?: SubscriptionData | undefined;
};

/** Whether what recurs costs nothing today. */
const startsWithTrial = ({ subscription_data }: Offered): boolean =>
  (subscription_data?.trial_period_days ?? 0) > 0 || subscription_data?.trial_end !== undefined;

const amountToday = (terms: Offered, { price, quantity }: Sold): number =>
  price.recurring !== null && startsWithTrial(terms) ? 0 : price.unit_amount * quantity;

/** What the card is asked for at once: one-off lines in full, recurring ones only where no trial precedes them. */
export function dueToday(terms: Offered) {
  const amounts = terms.sold.map((sold) => amountToday(terms, sold));
  const lines = terms.sold.map(({ price }, index) => ({
    product: price.product,
    amount: amounts[index] ?? 0,
    discountable: true,
  }));
  const taken = discountAmounts(lines, terms.granted, terms.sold[0]?.price.currency ?? 'usd').map((line) =>
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
      adjustable_quantity: null,
      amount_discount: off,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount - off,
      currency: sold.price.currency,
      description: sold.name,
      metadata: {},
      price: sold.price,
      quantity: sold.quantity,
    };
  });
