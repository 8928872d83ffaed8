import { addMonths, fromUnix, toUnix } from '@gatefold/kernel';
import { refuse } from './refusals.ts';
import { orNull, type Making, type Metadata } from './wire.ts';

export type Coupon = ReturnType<typeof newCoupon>;

export type CouponTerms = {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly amount_off?: number | undefined;
  readonly percent_off?: number | undefined;
  readonly currency?: string | undefined;
  readonly currency_options?: Readonly<Record<string, { amount_off: number }>> | undefined;
  readonly duration?: 'forever' | 'once' | 'repeating' | undefined;
  readonly duration_in_months?: number | undefined;
  readonly applies_to?: { readonly products: readonly string[] } | undefined;
  readonly max_redemptions?: number | undefined;
  readonly redeem_by?: number | undefined;
  readonly metadata?: Metadata | undefined;
};

export function newCoupon(terms: CouponTerms, { now, newId }: Making) {
  checkTerms(terms);
  return {
    id: terms.id ?? nameFrom(newId),
    object: 'coupon' as const,
    amount_off: orNull(terms.amount_off),
    /** Shown only on request: the products that this coupon discounts, or all. */
    ...(terms.applies_to === undefined ? {} : { applies_to: terms.applies_to }),
    created: now,
    currency: orNull(terms.currency),
    ...(terms.currency_options === undefined ? {} : { currency_options: terms.currency_options }),
    duration: terms.duration ?? ('once' as const),
    duration_in_months: orNull(terms.duration_in_months),
    livemode: false,
    max_redemptions: orNull(terms.max_redemptions),
    metadata: terms.metadata ?? {},
    name: orNull(terms.name),
    percent_off: orNull(terms.percent_off),
    redeem_by: orNull(terms.redeem_by),
    times_redeemed: 0,
    valid: true,
  };
}

const nameFrom = (newId: Making['newId']): string =>
  newId('coupon').slice('coupon_'.length, 'coupon_'.length + 8);

function checkTerms({ amount_off, percent_off, currency, duration, duration_in_months }: CouponTerms): void {
  if ((amount_off === undefined) === (percent_off === undefined))
    throw refuse('parameter_missing', 'You must pass either `percent_off` or `amount_off`, and not both.', {
      param: 'percent_off',
    });
  if (amount_off !== undefined && currency === undefined)
    throw refuse('parameter_missing', 'You must pass `currency` when passing `amount_off`.', {
      param: 'currency',
    });
  if (duration === 'repeating' && duration_in_months === undefined)
    throw refuse('parameter_missing', 'A `repeating` coupon needs `duration_in_months`.', {
      param: 'duration_in_months',
    });
}

/** Refuses a coupon that nobody may use any more. */
export function checkRedeemable(coupon: Coupon, now: number): void {
  const usedUp = coupon.max_redemptions !== null && coupon.times_redeemed >= coupon.max_redemptions;
  const late = coupon.redeem_by !== null && now >= coupon.redeem_by;
  if (usedUp || late)
    throw refuse('coupon_expired', `Coupon ${coupon.id} cannot be redeemed any more.`, { param: 'coupon' });
}

/** A coupon given to somebody: the clock of a repeating one starts here, not at the first invoice that it lowers. */
export type Discount = ReturnType<typeof newDiscount>;

export type DiscountTerms = {
  readonly coupon: Coupon;
  readonly customer: string;
  readonly subscription: string | null;
  readonly checkoutSession: string | null;
  readonly promotionCode?: string | null;
  /** The one item that it lowers; unset for all of the subscription. */
  readonly subscriptionItem?: string;
  readonly invoiceItem?: string;
};

export const newDiscount = (terms: DiscountTerms, { now, newId }: Making) => ({
  id: newId('di'),
  object: 'discount' as const,
  checkout_session: terms.checkoutSession,
  created: now,
  customer: terms.customer,
  customer_account: null,
  end: endOf(terms.coupon, now),
  invoice: null,
  invoice_item: orNull(terms.invoiceItem),
  promotion_code: orNull(terms.promotionCode),
  source: { coupon: terms.coupon.id, type: 'coupon' as const },
  start: now,
  subscription: terms.subscription,
  subscription_item: orNull(terms.subscriptionItem),
});

/** When a discount that starts at `start` ends, by the calendar; null for never or for one invoice. */
export const endOf = (coupon: Coupon, start: number): number | null =>
  coupon.duration === 'repeating' ? toUnix(addMonths(fromUnix(start), coupon.duration_in_months ?? 0)) : null;
