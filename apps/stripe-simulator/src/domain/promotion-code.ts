import { refuse } from './refusals.ts';
import { orNull, type Making, type Metadata } from './wire.ts';

export type PromotionCode = ReturnType<typeof newPromotionCode>;

export type PromotionTerms = {
  readonly coupon: string;
  readonly active?: boolean | undefined;
  readonly code?: string | undefined;
  readonly customer?: string | undefined;
  readonly expires_at?: number | undefined;
  readonly max_redemptions?: number | undefined;
  readonly metadata?: Metadata | undefined;
  readonly restrictions?:
    | {
        readonly first_time_transaction?: boolean | undefined;
        readonly minimum_amount?: number | undefined;
        readonly minimum_amount_currency?: string | undefined;
      }
    | undefined;
};

/** What a customer types in to get a coupon. */
export const newPromotionCode = (terms: PromotionTerms, { now, newId }: Making) => ({
  id: newId('promo'),
  object: 'promotion_code' as const,
  active: terms.active ?? true,
  code: terms.code ?? newId('x').slice(2, 10).toUpperCase(),
  created: now,
  customer: orNull(terms.customer),
  customer_account: null,
  expires_at: orNull(terms.expires_at),
  livemode: false,
  max_redemptions: orNull(terms.max_redemptions),
  metadata: terms.metadata ?? {},
  promotion: { coupon: terms.coupon, type: 'coupon' as const },
  restrictions: {
    first_time_transaction: terms.restrictions?.first_time_transaction ?? false,
    minimum_amount: orNull(terms.restrictions?.minimum_amount),
    minimum_amount_currency: orNull(terms.restrictions?.minimum_amount_currency),
  },
  times_redeemed: 0,
});

export type Redeeming = {
  readonly customer: string | null;
  /** Whether this customer has paid before. */
  readonly hasPaid: boolean;
  /** Of what is bought, before discounts; null where it is not known yet. */
  readonly amount: number | null;
  readonly now: number;
};

/** Refuses a code that is not for this customer, at this time, or for so little. */
export function checkPromotion(code: PromotionCode, { customer, hasPaid, amount, now }: Redeeming): void {
  const { max_redemptions, expires_at, restrictions } = code;
  const smallest = restrictions.minimum_amount;
  const rules: readonly (readonly [boolean, string])[] = [
    [!code.active, 'is not active'],
    [expires_at !== null && now >= expires_at, 'has expired'],
    [
      max_redemptions !== null && code.times_redeemed >= max_redemptions,
      'was redeemed as often as it may be',
    ],
    [code.customer !== null && code.customer !== customer, 'is for another customer'],
    [restrictions.first_time_transaction && hasPaid, 'is for first purchases only'],
    [smallest !== null && amount !== null && amount < smallest, 'needs a larger purchase'],
  ];
  const broken = rules.find(([isBroken]) => isBroken);
  if (broken !== undefined)
    throw refuse('promotion_code_invalid', `This promotion code ${broken[1]}.`, { param: 'promotion_code' });
}
