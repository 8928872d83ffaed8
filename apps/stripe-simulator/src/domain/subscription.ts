import { planOf, type Price } from './catalogue.ts';
import { after, nextAfter } from './interval.ts';
import { day, hour, listOf, type ListOf, type Making, type Metadata } from './wire.ts';

export type Status =
  'active' | 'canceled' | 'incomplete' | 'incomplete_expired' | 'past_due' | 'paused' | 'trialing' | 'unpaid';

export type SubscriptionItem = ReturnType<typeof newItem>;

type Shape = ReturnType<typeof shape>;
export type Subscription = Omit<Shape, 'items' | 'status'> & {
  readonly status: Status;
  readonly items: ListOf<SubscriptionItem>;
};

export type SubscriptionTerms = {
  readonly customer: string;
  readonly prices: readonly { readonly price: Price; readonly quantity: number }[];
  readonly trialEnd: number | null;
  readonly defaultPaymentMethod: string | null;
  readonly cancelAtPeriodEnd?: boolean | undefined;
  readonly missingPaymentMethod?: 'cancel' | 'create_invoice' | 'pause' | undefined;
  readonly billingMode?: 'classic' | 'flexible' | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Metadata | undefined;
};

/** A subscription that begins now: in trial until `trialEnd`, or incomplete until its first invoice is paid. */
export function newSubscription(terms: SubscriptionTerms, making: Making): Subscription {
  const subscription = shape(terms, making);
  return terms.cancelAtPeriodEnd === true ? cancelAtPeriodEnd(subscription, making.now, {}) : subscription;
}

function shape(terms: SubscriptionTerms, making: Making) {
  const { now } = making;
  const id = making.newId('sub');
  const anchor = terms.trialEnd ?? now;
  const trialing = terms.trialEnd !== null;
  const items = terms.prices.map((sold) => newItem({ ...sold, subscription: id, anchor, trialing }, making));
  return {
    ...constants,
    id,
    billing_cycle_anchor: anchor,
    billing_mode: billingMode(terms.billingMode ?? 'flexible', now),
    cancel_at: null as number | null,
    cancel_at_period_end: false,
    canceled_at: null as number | null,
    cancellation_details: noCancellation as CancellationDetails,
    created: now,
    currency: terms.prices[0]?.price.currency ?? 'usd',
    customer: terms.customer,
    default_payment_method: terms.defaultPaymentMethod,
    description: terms.description ?? null,
    discounts: [] as readonly string[],
    ended_at: null as number | null,
    items: listOf(`/v1/subscription_items?subscription=${id}`, items),
    latest_invoice: null as string | null,
    metadata: terms.metadata ?? {},
    start_date: now,
    status: trialing ? ('trialing' as const) : ('incomplete' as const),
    trial_end: terms.trialEnd,
    trial_settings: {
      end_behavior: {
        billing_cycle_anchor: null,
        missing_payment_method: terms.missingPaymentMethod ?? ('create_invoice' as const),
      },
    },
    trial_start: trialing ? now : null,
    /** Never shown: which of the notices that come before an instant were given, and when a discount lapses. */
    sim: { trialWarned: false, upcomingFor: null as number | null, discountEnds: null as number | null },
  };
}

export const feedbacks = [
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
] as const;
export type Feedback = (typeof feedbacks)[number];

export type CancellationDetails = {
  readonly comment: string | null;
  readonly feedback: Feedback | null;
  readonly feedback_option: null;
  readonly reason: 'cancellation_requested' | 'payment_disputed' | 'payment_failed' | null;
};

export const noCancellation: CancellationDetails = {
  comment: null,
  feedback: null,
  feedback_option: null,
  reason: null,
};

const constants = {
  object: 'subscription' as const,
  application: null,
  application_fee_percent: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor_config: null,
  billing_schedules: [],
  billing_thresholds: null,
  collection_method: 'charge_automatically' as const,
  customer_account: null,
  days_until_due: null,
  default_source: null,
  default_tax_rates: [],
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: { type: 'self' as const },
  },
  livemode: false,
  managed_payments: null,
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pause_collection: null,
  payment_settings: {
    payment_method_options: null,
    payment_method_types: null,
    save_default_payment_method: 'off' as const,
  },
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  test_clock: null,
  transfer_data: null,
};

const billingMode = (type: 'classic' | 'flexible', now: number) =>
  type === 'flexible'
    ? { flexible: { proration_discounts: 'included' as const }, type, updated_at: now }
    : { flexible: null, type };

type ItemTerms = {
  readonly price: Price;
  readonly quantity: number;
  readonly subscription: string;
  readonly anchor: number;
  readonly trialing: boolean;
};

const newItem = ({ price, quantity, subscription, anchor, trialing }: ItemTerms, { now, newId }: Making) => ({
  id: newId('si'),
  object: 'subscription_item' as const,
  billing_thresholds: null,
  created: now,
  current_period_end: trialing ? anchor : after(anchor, intervalOf(price), 1),
  current_period_start: now,
  current_trial: null,
  discounts: [] as readonly string[],
  metadata: {},
  plan: planOf(price),
  price,
  quantity,
  subscription,
  tax_rates: [],
});

export const intervalOf = (price: Price) =>
  price.recurring ?? { interval: 'month' as const, interval_count: 1 };

/** The first instant outside the current period of the subscription. Our items all share one. */
export const periodEnd = ({ items }: Subscription): number =>
  Math.min(...items.data.map(({ current_period_end }) => current_period_end));

export const periodStart = ({ items }: Subscription): number =>
  Math.max(...items.data.map(({ current_period_start }) => current_period_start));

export const hasEnded = ({ status }: Subscription): boolean =>
  status === 'canceled' || status === 'incomplete_expired';

/** What a person gave as the reason. Empty text unsets. */
export type Said = { readonly comment?: string | undefined; readonly feedback?: Feedback | '' | undefined };

/** Ends when what is paid for ends; in a trial that is the end of the trial. Asking again changes nothing but the words. */
export const cancelAtPeriodEnd = (subscription: Subscription, now: number, said: Said): Subscription => ({
  ...cancelAt(subscription, { at: periodEnd(subscription), now }, said),
  cancel_at_period_end: true,
});

export const cancelAt = (
  subscription: Subscription,
  { at, now }: { at: number; now: number },
  said: Said,
): Subscription => ({
  ...subscription,
  cancel_at: at,
  cancel_at_period_end: false,
  canceled_at: subscription.canceled_at ?? now,
  cancellation_details: detailsOf(said, 'cancellation_requested'),
});

/** Takes a cancellation back, whichever of the two fields carried it. */
export const keep = (subscription: Subscription): Subscription => ({
  ...subscription,
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  cancellation_details: noCancellation,
});

const detailsOf = (said: Said, reason: CancellationDetails['reason']): CancellationDetails => ({
  ...noCancellation,
  comment: said.comment || null,
  feedback: said.feedback || null,
  reason,
});

/** Over, for good. A cancellation that was asked for earlier keeps the instant at which it was asked for. */
export const end = (
  subscription: Subscription,
  now: number,
  why: Said & { readonly reason: CancellationDetails['reason'] },
): Subscription => ({
  ...subscription,
  status: 'canceled',
  canceled_at: subscription.canceled_at ?? now,
  ended_at: now,
  cancellation_details:
    subscription.cancellation_details.reason === null
      ? detailsOf(why, why.reason)
      : subscription.cancellation_details,
});

/** The next period of every item, counted from the anchor. A trial is over by this. */
export function startNextPeriod(subscription: Subscription): Subscription {
  const from = periodEnd(subscription);
  const items = subscription.items.data.map((item) => ({
    ...item,
    current_period_start: from,
    current_period_end: nextAfter(subscription.billing_cycle_anchor, intervalOf(item.price), from),
  }));
  return {
    ...subscription,
    status: subscription.status === 'trialing' ? 'active' : subscription.status,
    items: { ...subscription.items, data: items },
  };
}

/** How long before a period ends `invoice.upcoming` is sent; a setting of the account. */
const upcomingBefore = 7 * day;
const trialWarningBefore = 3 * day;
const incompleteFor = 23 * hour;

export const trialWarningAt = ({ trial_end, status, sim }: Subscription): number | null =>
  status === 'trialing' && trial_end !== null && !sim.trialWarned ? trial_end - trialWarningBefore : null;

export function upcomingAt(subscription: Subscription): number | null {
  const ends = periodEnd(subscription);
  const isLast = subscription.cancel_at !== null && subscription.cancel_at <= ends;
  return isLast || subscription.sim.upcomingFor === ends ? null : ends - upcomingBefore;
}

/** When something next happens to this subscription without anybody asking, or null for never. */
export function subscriptionDue(subscription: Subscription): number | null {
  if (hasEnded(subscription) || subscription.status === 'paused') return null;
  if (subscription.status === 'incomplete') return subscription.created + incompleteFor;
  const instants = [
    periodEnd(subscription),
    subscription.cancel_at,
    subscription.sim.discountEnds,
    trialWarningAt(subscription),
    upcomingAt(subscription),
  ];
  return Math.min(...instants.filter((instant) => instant !== null));
}
