import type { Coupon, Discount } from './coupon.ts';

export type Granted = { readonly discount: Discount; readonly coupon: Coupon };

/** The part of an invoice line that discounts look at. */
export type Discountable = {
  /** Null for an amount without a price: only discounts for everything count. */
  readonly product: string | null;
  readonly amount: number;
  readonly discountable: boolean;
  /** The subscription item or invoice item that it bills, if any. */
  readonly item?: string | null;
};

export type DiscountAmount = { readonly amount: number; readonly discount: string };

/** A discount counts for what is invoiced from its start until its end, the end excluded. */
export const isRunning = ({ start, end }: Discount, at: number): boolean =>
  start <= at && (end === null || at < end);

/**
 * What each discount takes off each line, in the order of the lines.
 *
 * Later discounts see what earlier ones left. An amount is shared in proportion, the last line
 * takes the remainder, and nothing falls below zero.
 */
export function discountAmounts(
  lines: readonly Discountable[],
  granted: readonly Granted[],
  currency: string,
): DiscountAmount[][] {
  const left = lines.map(({ amount }) => amount);
  const taken: DiscountAmount[][] = lines.map(() => []);
  for (const { discount, coupon } of granted) {
    const eligible = lines.map((line, index) =>
      isEligible(line, { discount, coupon }) ? Math.max(0, left[index] ?? 0) : 0,
    );
    shares(eligible, coupon, currency).forEach((amount, index) => {
      if (amount === 0) return;
      left[index] = (left[index] ?? 0) - amount;
      taken[index]?.push({ amount, discount: discount.id });
    });
  }
  return taken;
}

/** The one item that a discount lowers, or null for all. */
export const targetOf = ({ subscription_item, invoice_item }: Discount): string | null =>
  subscription_item ?? invoice_item;

const isEligible = (
  { discountable, product, item = null }: Discountable,
  { discount, coupon: { applies_to } }: Granted,
): boolean =>
  discountable &&
  (targetOf(discount) === null || targetOf(discount) === item) &&
  (applies_to === undefined || (product !== null && applies_to.products.includes(product)));

function shares(eligible: readonly number[], coupon: Coupon, currency: string): number[] {
  const { percent_off } = coupon;
  if (percent_off !== null) return eligible.map((amount) => Math.round((amount * percent_off) / 100));

  const sum = eligible.reduce((total, amount) => total + amount, 0);
  const off = Math.min(amountOff(coupon, currency), sum);
  const parts = eligible.map((amount) => (sum === 0 ? 0 : Math.floor((off * amount) / sum)));
  const last = eligible.findLastIndex((amount) => amount > 0);
  if (last !== -1) parts[last] = (parts[last] ?? 0) + off - parts.reduce((total, part) => total + part, 0);
  return parts;
}

/** What a coupon takes off in this currency. */
export function amountOff({ amount_off, currency: own, currency_options }: Coupon, currency: string): number {
  if (own === currency) return amount_off ?? 0;
  return currency_options?.[currency]?.amount_off ?? 0;
}
