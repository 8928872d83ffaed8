import { checkRedeemable, newDiscount, type Coupon, type DiscountTerms } from '../domain/coupon.ts';
import { isRunning, type Granted } from '../domain/discount.ts';
import type { Invoice } from '../domain/invoice.ts';
import type { Subscription } from '../domain/subscription.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';
import { promotionFor } from './promotion-codes.ts';

/** Gives coupons to a subscription, from now on. */
export function grantCoupons(
  unit: Unit,
  coupons: readonly Coupon[],
  to: Omit<DiscountTerms, 'coupon'>,
): Granted[] {
  return coupons.map((coupon) => {
    checkRedeemable(coupon, unit.now);
    const discount = newDiscount({ ...to, coupon }, unit);
    unit.save(discount);
    unit.save({ ...coupon, times_redeemed: coupon.times_redeemed + 1 });
    return { discount, coupon };
  });
}

/** The discounts with these ids that count for what is invoiced `at` this instant. */
export function runningDiscounts(unit: Unit, ids: readonly string[], at: number): Granted[] {
  return ids.flatMap((id) => {
    const discount = unit.find('discount', id);
    const coupon = discount && unit.recall('coupon', discount.source.coupon);
    return discount && coupon && isRunning(discount, at) ? [{ discount, coupon }] : [];
  });
}

/** Everything that lowers this subscription `at` an instant: what is for single items comes before what is for all. */
export const runningFor = (unit: Unit, { items, discounts }: Subscription, at: number): Granted[] =>
  runningDiscounts(unit, [...items.data.flatMap((item) => item.discounts), ...discounts], at);

/** What lowers an invoice as it stands: single lines of it, then all of it. */
export const runningOn = (unit: Unit, { discounts, lines }: Invoice, at: number): Granted[] =>
  runningDiscounts(unit, [...new Set([...lines.data.flatMap((line) => line.discounts), ...discounts])], at);

const earliest = (instants: readonly (number | null | undefined)[]): number | null => {
  const known = instants.filter((at) => typeof at === 'number');
  return known.length === 0 ? null : Math.min(...known);
};

const endOf = (granted: readonly Granted[]): number | null =>
  earliest(granted.map(({ discount }) => discount.end));

/** The subscription with exactly these discounts; its items keep their own. */
export function withDiscounts(subscription: Subscription, granted: readonly Granted[]): Subscription {
  const { sim } = subscription;
  return {
    ...subscription,
    discounts: granted.map(({ discount }) => discount.id),
    sim: { ...sim, discountEnds: earliest([endOf(granted), sim.itemDiscountsEnd]) },
  };
}

/** The subscription and its items with exactly these. */
export function withAllDiscounts(subscription: Subscription, granted: readonly Granted[]): Subscription {
  const { items, sim } = subscription;
  const ofItems = granted.filter(({ discount }) => discount.subscription_item !== null);
  const data = items.data.map((item) => ({
    ...item,
    discounts: ofItems.flatMap(({ discount }) =>
      discount.subscription_item === item.id ? [discount.id] : [],
    ),
  }));
  const own = granted.filter(({ discount }) => discount.subscription_item === null);
  return withDiscounts(
    { ...subscription, items: { ...items, data }, sim: { ...sim, itemDiscountsEnd: endOf(ofItems) } },
    own,
  );
}

export type DiscountGiven = {
  readonly coupon?: string | null | undefined;
  readonly discount?: string | null | undefined;
  readonly promotion_code?: string | null | undefined;
};

/** The discounts that a request asks for: kept ones by their id, new ones by their coupon or promotion code. */
export function chosenDiscounts(
  unit: Unit,
  given: readonly DiscountGiven[],
  to: Omit<DiscountTerms, 'coupon'>,
): Granted[] {
  return given.flatMap(({ coupon, discount, promotion_code }) => {
    if (discount)
      return runningDiscounts(unit, [required(unit, 'discount', [discount, 'discount']).id], unit.now);
    if (promotion_code) return grantPromotion(unit, promotion_code, to);
    return grantCoupons(unit, [required(unit, 'coupon', [coupon ?? '', 'coupon'])], to);
  });
}

/** The coupon of a promotion code, which counts as used once more. */
export function grantPromotion(unit: Unit, id: string, to: Omit<DiscountTerms, 'coupon'>): Granted[] {
  const { code, coupon } = promotionFor(unit, id, { customer: to.customer, amount: null });
  const granted = grantCoupons(unit, [coupon], { ...to, promotionCode: code.id });
  unit.save({ ...code, times_redeemed: code.times_redeemed + 1 }, 'promotion_code.updated');
  return granted;
}

/** What a coupon would take off, before anybody has it. Nothing is kept. */
export const grantPreview = (coupon: Coupon, { now }: Unit): Granted => ({
  coupon,
  discount: newDiscount(
    { coupon, customer: '', subscription: null, checkoutSession: null },
    { now, newId: () => `di_preview_${coupon.id}` },
  ),
});

/** Takes every discount from a subscription, from the next invoice on. */
export function withoutDiscounts(unit: Unit, subscription: Subscription): Subscription {
  for (const id of subscription.discounts)
    unit.remove(required(unit, 'discount', [id]), 'customer.discount.deleted');
  const bare = withDiscounts(subscription, []);
  unit.save(bare, 'customer.subscription.updated');
  return bare;
}
