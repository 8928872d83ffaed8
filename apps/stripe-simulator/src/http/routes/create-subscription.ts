import { z } from 'zod';
import type { Price } from '../../domain/catalogue.ts';
import { refuseCard, type Decline } from '../../domain/cards.ts';
import type { Coupon } from '../../domain/coupon.ts';
import type { PaymentMethod } from '../../domain/customer.ts';
import { refuse } from '../../domain/refusals.ts';
import type { Subscription, SubscriptionTerms } from '../../domain/subscription.ts';
import { day } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { ownedBy } from '../../usecases/payment-methods.ts';
import type { Unit } from '../../usecases/ports.ts';
import { startSubscription } from '../../usecases/start-subscription.ts';
import { cardOfCustomer } from '../../usecases/take-payment.ts';
import { flag, id, many, metadata, natural, text } from '../params.ts';

const trialSettings = z.strictObject({
  end_behavior: z.strictObject({ missing_payment_method: z.enum(['cancel', 'create_invoice', 'pause']) }),
});
const discounts = many(z.strictObject({ coupon: id.optional(), discount: id.optional() }));

export const creation = z.strictObject({
  add_invoice_items: many(z.strictObject({ price: id, quantity: natural.optional() })).optional(),
  billing_mode: z.strictObject({ type: z.enum(['classic', 'flexible']) }).optional(),
  cancel_at_period_end: flag.optional(),
  collection_method: z.literal('charge_automatically').optional(),
  customer: id,
  default_payment_method: id.optional(),
  description: text.optional(),
  discounts: discounts.optional(),
  items: many(z.strictObject({ price: id, quantity: natural.optional() })),
  metadata: metadata.optional(),
  off_session: flag.optional(),
  payment_behavior: z.enum(['allow_incomplete', 'default_incomplete', 'error_if_incomplete']).optional(),
  proration_behavior: z.enum(['always_invoice', 'create_prorations', 'none']).optional(),
  trial_end: z.union([z.literal('now'), natural]).optional(),
  trial_period_days: natural.optional(),
  trial_settings: trialSettings.optional(),
});

type Creation = z.output<typeof creation>;

/** A subscription made by the API: its first payment is tried at once, without its owner. */
export function createSubscription(unit: Unit, given: Creation): Subscription {
  const customer = required(unit, 'customer', [given.customer, 'customer']);
  const named = ownCard(unit, given);
  const { subscription, refused } = startSubscription(unit, {
    terms: termsOf(unit, given, named),
    oneOff: pricesOf(unit, given.add_invoice_items ?? [], 'add_invoice_items').map((sold) => ({
      ...sold,
      name: required(unit, 'product', [sold.price.product]).name,
    })),
    coupons: couponsOf(unit, given),
    checkoutSession: null,
    method: named ?? cardOfCustomer(unit, customer),
    ownerIsThere: false,
    onFailure: given.payment_behavior === 'default_incomplete' ? 'wait' : 'stay-incomplete',
  });
  if (given.payment_behavior === 'error_if_incomplete' && subscription.status === 'incomplete')
    throw unpaid(refused);
  return subscription;
}

const unpaid = (decline: Decline | null) =>
  decline === null
    ? refuse('resource_missing', 'This customer has no attached payment source or default payment method.')
    : refuseCard(decline);

const ownCard = (unit: Unit, { customer, default_payment_method: own }: Creation): PaymentMethod | null =>
  own === undefined ? null : ownedBy(unit, customer, [own, 'default_payment_method']);

const couponsOf = (unit: Unit, { discounts = [] }: Creation): Coupon[] =>
  discounts.map(({ coupon = '' }) => required(unit, 'coupon', [coupon, 'discounts']));

const termsOf = (unit: Unit, given: Creation, card: PaymentMethod | null): SubscriptionTerms => ({
  customer: given.customer,
  prices: pricesOf(unit, given.items, 'items'),
  trialEnd: trialEndOf(unit, given),
  defaultPaymentMethod: card?.id ?? null,
  cancelAtPeriodEnd: given.cancel_at_period_end,
  missingPaymentMethod: given.trial_settings?.end_behavior.missing_payment_method,
  billingMode: given.billing_mode?.type,
  description: given.description,
  metadata: given.metadata,
});

const pricesOf = (
  unit: Unit,
  items: readonly { price: string; quantity?: number | undefined }[],
  name: string,
): { price: Price; quantity: number }[] =>
  items.map(({ price, quantity = 1 }, index) => ({
    price: required(unit, 'price', [price, `${name}[${index}][price]`]),
    quantity,
  }));

function trialEndOf(unit: Unit, { trial_end, trial_period_days }: Creation): number | null {
  if (trial_end !== undefined && trial_period_days !== undefined)
    throw refuse(
      'parameter_invalid',
      'You may only specify one of these parameters: trial_end, trial_period_days.',
    );
  if (trial_end === 'now') return null;
  if (trial_end !== undefined && trial_end <= unit.now)
    throw refuse('parameter_invalid', 'trial_end must lie in the future.', { param: 'trial_end' });
  if (trial_end !== undefined) return trial_end;
  return trial_period_days === undefined || trial_period_days === 0
    ? null
    : unit.now + trial_period_days * day;
}
