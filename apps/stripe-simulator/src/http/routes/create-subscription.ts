import type Stripe from 'stripe';
import { anchorGiven } from '../../domain/billing-anchor.ts';
import type { PaymentMethod } from '../../domain/payment-method.ts';
import { refuse } from '../../domain/refusals.ts';
import {
  hasEnded,
  intervalOf,
  type Subscription,
  type SubscriptionTerms,
} from '../../domain/subscription.ts';
import { day } from '../../domain/wire.ts';
import type { DiscountGiven } from '../../usecases/discounts.ts';
import { required } from '../../usecases/find.ts';
import { ownedBy } from '../../usecases/payment-methods.ts';
import type { Unit } from '../../usecases/ports.ts';
import { checkPaid } from '../../usecases/check-paid.ts';
import { startSubscription, type Start } from '../../usecases/start-subscription.ts';
import { cardOfCustomer, type Owner } from '../../usecases/take-payment.ts';
import { ratesNamed } from '../../usecases/taxes.ts';
import type { Given } from '../mask.ts';
import { checkRange } from '../params.ts';
import { metadataOf } from '../route.ts';
import { offerNamed, oneOffMask, oneOffOf, recurringPriceMask, soldItems } from './sold-items.ts';

export type Creation = Given<Stripe.SubscriptionCreateParams>;

const discounts = { coupon: true, discount: true, promotion_code: true } as const;

export const creationMask = {
  add_invoice_items: oneOffMask,
  automatic_tax: { enabled: true },
  backdate_start_date: true,
  billing_cycle_anchor: true,
  billing_cycle_anchor_config: true,
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
  discounts,
  invoice_settings: { custom_fields: true, description: true, footer: true },
  items: {
    price: true,
    price_data: recurringPriceMask,
    quantity: true,
    metadata: true,
    current_trial: { trial_offer: true },
    discounts,
  },
  metadata: true,
  off_session: true,
  payment_behavior: true,
  payment_settings: { payment_method_types: true, save_default_payment_method: true },
  proration_behavior: true,
  trial_end: true,
  trial_period_days: true,
  trial_settings: { end_behavior: { billing_cycle_anchor: true, missing_payment_method: true } },
} as const;

/** Stripe takes the owner of a card for reachable unless it is told otherwise. */
export const ownerOf = ({ off_session }: { readonly off_session?: boolean | undefined }): Owner =>
  off_session === true ? 'away' : 'reachable';

/** A subscription made by the API: its first payment is tried at once. */
export function createSubscription(unit: Unit, given: Creation): Subscription {
  if (given.customer === undefined)
    throw refuse('parameter_missing', 'Missing required param: customer.', { param: 'customer' });
  const customer = required(unit, 'customer', [given.customer, 'customer']);
  checkRoom(unit, given.customer);
  checkSettings(given);
  const named = ownCard(unit, given);
  const terms = termsOf(unit, given, named);
  const { subscription } = startSubscription(unit, {
    terms,
    oneOff: oneOffOf(unit, given.add_invoice_items ?? []),
    coupons: [],
    discounts: (given.discounts || []) as readonly DiscountGiven[],
    itemDiscounts: (given.items ?? []).map(({ discounts: own }) => (own || []) as readonly DiscountGiven[]),
    checkoutSession: null,
    cancels: cancelsOf(unit, given),
    method: named ?? cardOfCustomer(unit, customer),
    owner: ownerOf(given),
    onFailure: onFailure(given),
    offers: (given.items ?? []).map(({ current_trial }) =>
      current_trial === undefined ? null : offerNamed(unit, current_trial.trial_offer),
    ),
    backdated: given.proration_behavior === 'none' ? undefined : terms.startDate,
  });
  if (given.payment_behavior === 'error_if_incomplete') checkPaid(unit, null, subscription);
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

function checkSettings({ payment_behavior, payment_settings, trial_settings, ...given }: Creation): void {
  checkRange(given.trial_period_days, 'trial_period_days', [0, MOST_TRIAL_DAYS]);
  checkRange(given.days_until_due, 'days_until_due', [0]);
  checkCardsOnly(payment_settings?.payment_method_types);
  if (payment_behavior === 'pending_if_incomplete')
    throw refuse('parameter_invalid', 'pending_if_incomplete is for updates only.', {
      param: 'payment_behavior',
    });
  const hasOffer = given.items?.some(({ current_trial }) => current_trial !== undefined) === true;
  if (trial_settings?.end_behavior.billing_cycle_anchor !== undefined && !hasOffer)
    throw refuse('parameter_invalid', 'Only after a trial offer can the anchor be chosen.', {
      param: 'trial_settings[end_behavior][billing_cycle_anchor]',
    });
}

const MOST_TRIAL_DAYS = 730;

export function checkCardsOnly(types: '' | readonly string[] | undefined): void {
  if (types !== undefined && types !== '' && types.some((type) => type !== 'card'))
    throw refuse('not_simulated', 'The simulator takes cards only.', {
      param: 'payment_settings[payment_method_types]',
    });
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

const ownCard = (
  unit: Unit,
  { customer = '', default_payment_method: own }: Creation,
): PaymentMethod | null =>
  own === undefined ? null : ownedBy(unit, customer, [own, 'default_payment_method']);

function termsOf(unit: Unit, given: Creation, card: PaymentMethod | null): SubscriptionTerms {
  const trialEnd = trialEndOf(unit, given);
  return {
    ...soldBy(unit, given, trialEnd ?? unit.now),
    ...settingsOf(given),
    customer: given.customer ?? '',
    trialEnd,
    startDate: startOf(unit, given),
    defaultPaymentMethod: card?.id ?? null,
    taxRates: ratesNamed(unit, given.default_tax_rates || [], 'default_tax_rates'),
  };
}

/** What is sold, in which currency, and where its periods are counted from. */
function soldBy(unit: Unit, given: Creation, from: number) {
  const prices = soldItems(unit, given.items ?? [], given.currency);
  const [first] = prices;
  return {
    prices,
    currency: given.currency,
    ...(first === undefined ? {} : anchorGiven(given, intervalOf(first.price), from)),
    isFreeUntilAnchor: given.proration_behavior === 'none',
  };
}

const settingsOf = (given: Creation) => ({
  missingPaymentMethod: given.trial_settings?.end_behavior.missing_payment_method as 'cancel' | undefined,
  anchorAfterOffer: given.trial_settings?.end_behavior.billing_cycle_anchor as 'now' | undefined,
  billingMode: given.billing_mode?.type as 'classic' | undefined,
  description: given.description || undefined,
  metadata: metadataOf(given.metadata),
  automaticTax: given.automatic_tax?.enabled,
  collectionMethod: given.collection_method as 'send_invoice' | undefined,
  daysUntilDue: given.days_until_due,
  written: given.invoice_settings,
  savesCard: given.payment_settings?.save_default_payment_method === 'on_subscription',
});

function startOf({ now }: Unit, { backdate_start_date: date }: Creation): number | undefined {
  if (date !== undefined && date >= now)
    throw refuse('parameter_invalid', 'backdate_start_date must lie in the past.', {
      param: 'backdate_start_date',
    });
  return date;
}

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
