import type { Coupon } from '../domain/coupon.ts';
import { checkPromotion, type PromotionCode } from '../domain/promotion-code.ts';
import { refuse } from '../domain/refusals.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';

export type Promotion = { readonly code: PromotionCode; readonly coupon: Coupon };

type For = { readonly customer: string | null; readonly amount: number | null };

/** The code with this id and its coupon, where this customer may use it. */
export function promotionFor(unit: Unit, id: string, { customer, amount }: For): Promotion {
  const code = required(unit, 'promotion_code', [id, 'promotion_code']);
  const hasPaid = customer !== null && unit.list('charge', { customer }).some(({ paid }) => paid);
  checkPromotion(code, { customer, hasPaid, amount, now: unit.now });
  return { code, coupon: required(unit, 'coupon', [code.promotion.coupon, 'promotion_code']) };
}

/** The active code that reads like this, whatever its case, or null. */
export const codeNamed = (unit: Unit, typed: string): PromotionCode | null =>
  unit
    .list('promotion_code', { tag: typed.trim().toUpperCase() })
    .find(({ active, customer }) => active && customer === null) ?? null;

/** One code of a name may be active for everybody at a time. */
export function checkCodeFree(unit: Unit, code: string | undefined): void {
  if (code !== undefined && codeNamed(unit, code) !== null)
    throw refuse(
      'resource_already_exists',
      `An active promotion code with \`code: ${code}\` already exists.`,
      {
        param: 'code',
      },
    );
}
