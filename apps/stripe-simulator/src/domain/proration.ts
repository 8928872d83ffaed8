import { amountIn, type Price } from './catalogue.ts';
import type { Invoice } from './invoice.ts';
import { partSold, type ItemTerms } from './invoice-line.ts';
import type { Subscription, SubscriptionItem } from './subscription.ts';

export type Change = {
  readonly subscription: Subscription;
  readonly item: SubscriptionItem;
  /** From when on, in whole seconds; within the current period of the item. */
  readonly at: number;
  readonly name: string;
  /** The invoice that the current period was sold on, or null. */
  readonly invoice: Invoice | null;
};

/** The share of `amount` that the time from `at` to the end of the period is worth, rounded to the minor unit. */
export const shareLeft = (amount: number, { item, at }: Pick<Change, 'at' | 'item'>): number => {
  const { current_period_start: start, current_period_end: end } = item;
  if (end <= start || at >= end) return 0;
  return Math.round((amount * (end - Math.max(at, start))) / (end - start));
};

/**
 * What is given back for the time that is not used.
 *
 * In flexible billing that is a share of what was really charged, discounts included, so discounts
 * do not count again. In classic billing it is a share of the price, and they do.
 */
export function credit(change: Change): ItemTerms {
  const { subscription, item, at, name } = change;
  const isFlexible = subscription.billing_mode.type === 'flexible';
  const charged = isFlexible ? chargedFor(change) : fullPrice(change);
  return {
    ...common(change),
    amount: -shareLeft(charged, change),
    currency: subscription.currency,
    price: item.price,
    quantity: item.quantity,
    description: `Unused time on ${named(item.quantity, name)} after ${dayOf(at)}`,
    discountable: !isFlexible,
  };
}

/** What the new price or quantity costs for the rest of the period. */
export const debit = (change: Change, price: Price, quantity: number): ItemTerms => ({
  ...common(change),
  amount: shareLeft(
    amountIn(price, change.subscription.currency) * quantity * partSold(change.subscription, change.item),
    change,
  ),
  currency: change.subscription.currency,
  price,
  quantity,
  description: `Remaining time on ${named(quantity, change.name)} after ${dayOf(change.at)}`,
});

const common = ({ subscription, item, at }: Change) => ({
  customer: subscription.customer,
  subscription: subscription.id,
  period: { start: at, end: item.current_period_end },
  evensOut: item.id,
});

const fullPrice = ({ item, subscription }: Change): number =>
  amountIn(item.price, subscription.currency) * item.quantity * partSold(subscription, item);

function chargedFor(change: Change): number {
  const { item, invoice } = change;
  const line = invoice?.lines.data.find(
    ({ parent, period }) =>
      parent.subscription_item_details?.subscription_item === item.id &&
      period.end === item.current_period_end,
  );
  if (line === undefined) return fullPrice(change);
  return line.amount - line.discount_amounts.reduce((sum, { amount }) => sum + amount, 0);
}

const named = (quantity: number, name: string): string => (quantity === 1 ? name : `${quantity} × ${name}`);
const dayOf = (at: number): string => new Date(at * 1000).toISOString().slice(0, 10);
