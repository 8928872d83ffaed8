import type Stripe from 'stripe';
import type { Price } from '../../domain/catalogue.ts';
import { refuseCard, type Decline } from '../../domain/cards.ts';
import type { PaymentMethod } from '../../domain/customer.ts';
import { refuse } from '../../domain/refusals.ts';
import { hasEnded, type Subscription, type SubscriptionTerms } from '../../domain/subscription.ts';
import type { OfferTaken } from '../../domain/trial-offer.ts';
import { day } from '../../domain/wire.ts';
import type { DiscountGiven } from '../../usecases/discounts.ts';
import { required } from '../../usecases/find.ts';
import { ownedBy } from '../../usecases/payment-methods.ts';
import type { Unit } from '../../usecases/ports.ts';
import { startSubscription, type Start } from '../../usecases/start-subscription.ts';
import { cardOfCustomer } from '../../usecases/take-payment.ts';
import { ratesNamed } from '../../usecases/taxes.ts';
import type { Given } from '../mask.ts';
import { metadataOf } from '../route.ts';

export type Creation = Given<Stripe.SubscriptionCreateParams>;

export const creationMask = {
  add_invoice_items: { price: true, quantity: true },
  automatic_tax: { enabled: true },
  billing_mode: { type: true },
  cancel_at: true,
  cancel_at_period_end: true,
  collection_method: true,
  currency: true,
  customer: true,
  days_until_due: true,
  default_payment_method: true,
  default_tax_rates: true,
  description: true,
  discounts: { coupon: true, discount: true, promotion_code: true },
  items: {
    price: true,
    quantity: true,
    metadata: true,
    current_trial: { trial_offer: true },
    discounts: { coupon: true, promotion_code: true },
  },
  metadata: true,
  off_session: true,
  payment_behavior: true,
  proration_behavior: true,
  trial_end: true,
  trial_period_days: true,
  trial_settings: { end_behavior: { missing_payment_method: true } },
} as const;

/** A subscription made by the API: its first payment is tried at once, without its owner. */
export function createSubscription(unit: Unit, given: Creation): Subscription {
  if (given.customer === undefined)
    throw refuse('parameter_missing', 'Missing required param: customer.', { param: 'customer' });
  const customer = required(unit, 'customer', [given.customer, 'customer']);
  checkRoom(unit, given.customer);
  const named = ownCard(unit, given);
  const { subscription, refused } = startSubscription(unit, {
    terms: termsOf(unit, given, named),
    oneOff: pricesOf(unit, given.add_invoice_items ?? [], 'add_invoice_items').map((sold) => ({
      ...sold,
      name: required(unit, 'product', [sold.price.product]).name,
    })),
    coupons: [],
    discounts: (given.discounts || []) as readonly DiscountGiven[],
    itemDiscounts: (given.items ?? []).map(({ discounts }) => (discounts || []) as readonly DiscountGiven[]),
    checkoutSession: null,
    cancels: cancelsOf(unit, given),
    method: named ?? cardOfCustomer(unit, customer),
    ownerIsThere: false,
    onFailure: onFailure(given),
    offers: (given.items ?? []).map(({ current_trial }) =>
      current_trial === undefined ? null : offerNamed(unit, current_trial.trial_offer),
    ),
  });
  if (given.payment_behavior === 'error_if_incomplete' && subscription.status === 'incomplete')
    throw unpaid(refused);
  return subscription;
}

/** As many subscriptions as one customer may have that are not over. */
const MOST_SUBSCRIPTIONS = 500;

function checkRoom(unit: Unit, customer: string): void {
  if (unit.count('subscription', { customer }) < MOST_SUBSCRIPTIONS) return;
  const running = unit.list('subscription', { customer }).filter((one) => !hasEnded(one));
  if (running.length >= MOST_SUBSCRIPTIONS)
    throw refuse(
      'customer_max_subscriptions',
      `Customer ${customer} already has the maximum ${MOST_SUBSCRIPTIONS} current subscriptions.`,
      { param: 'customer' },
    );
}

function onFailure({ collection_method, payment_behavior }: Creation): Start['onFailure'] {
  if (collection_method === 'send_invoice') return 'draft-first';
  return payment_behavior === 'default_incomplete' ? 'wait' : 'stay-incomplete';
}

function cancelsOf(unit: Unit, { cancel_at, cancel_at_period_end }: Creation): Start['cancels'] & object {
  if (cancel_at === undefined) return { atPeriodEnd: cancel_at_period_end };
  if (typeof cancel_at !== 'number') return { atPeriodEnd: true };
  if (cancel_at <= unit.now)
    throw refuse('parameter_invalid', 'cancel_at must lie in the future.', { param: 'cancel_at' });
  return { at: cancel_at };
}

export function offerNamed(unit: Unit, id: string): OfferTaken {
  const offer = required(unit, 'product_catalog.trial_offer', [id, 'items[0][current_trial][trial_offer]']);
  if (!offer.active)
    throw refuse('parameter_invalid', `Trial offer ${id} is archived.`, {
      param: 'items[0][current_trial][trial_offer]',
    });
  return {
    offer,
    price: required(unit, 'price', [offer.price]),
    transition: required(unit, 'price', [offer.end_behavior.transition.price]),
  };
}

const unpaid = (decline: Decline | null) =>
  decline === null
    ? refuse('resource_missing', 'This customer has no attached payment source or default payment method.')
    : refuseCard(decline);

const ownCard = (
  unit: Unit,
  { customer = '', default_payment_method: own }: Creation,
): PaymentMethod | null =>
  own === undefined ? null : ownedBy(unit, customer, [own, 'default_payment_method']);

const termsOf = (unit: Unit, given: Creation, card: PaymentMethod | null): SubscriptionTerms => ({
  customer: given.customer ?? '',
  prices: soldIn(unit, given),
  trialEnd: trialEndOf(unit, given),
  defaultPaymentMethod: card?.id ?? null,
  missingPaymentMethod: given.trial_settings?.end_behavior.missing_payment_method as 'cancel' | undefined,
  billingMode: given.billing_mode?.type as 'classic' | undefined,
  description: given.description || undefined,
  metadata: metadataOf(given.metadata),
  automaticTax: given.automatic_tax?.enabled,
  taxRates: ratesNamed(unit, given.default_tax_rates || [], 'default_tax_rates'),
  collectionMethod: given.collection_method as 'send_invoice' | undefined,
  daysUntilDue: given.days_until_due,
});

/** Where an item begins with a trial offer, its price is the offer's. */
function soldIn(unit: Unit, { items = [] }: Creation) {
  if (items.length === 0)
    throw refuse('parameter_missing', 'Missing required param: items.', { param: 'items' });
  const priced = items.map(({ price, quantity, current_trial }) => ({
    price: current_trial === undefined ? price : offerNamed(unit, current_trial.trial_offer).price.id,
    quantity,
  }));
  const sold = pricesOf(unit, priced, 'items');
  const oneOff = sold.findIndex(({ price }) => price.recurring === null);
  if (oneOff !== -1)
    throw refuse(
      'parameter_invalid',
      'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
      {
        param: `items[${oneOff}][price]`,
      },
    );
  if (new Set(sold.map(({ price }) => price.currency)).size > 1)
    throw refuse('parameter_invalid', 'All prices of a subscription must have the same currency.', {
      param: 'items',
    });
  return sold;
}

const pricesOf = (
  unit: Unit,
  items: readonly { price?: string | undefined; quantity?: number | undefined }[],
  name: string,
): { price: Price; quantity: number }[] =>
  items.map(({ price = '', quantity = 1 }, index) => ({
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
  if (typeof trial_end === 'number') {
    if (trial_end > unit.now) return trial_end;
    throw refuse('parameter_invalid', 'trial_end must lie in the future.', { param: 'trial_end' });
  }
  return trial_period_days === undefined || trial_period_days === 0
    ? null
    : unit.now + trial_period_days * day;
}
