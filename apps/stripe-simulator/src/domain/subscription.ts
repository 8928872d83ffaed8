import { planOf, type Price } from './catalogue.ts';
import { noCancellation, type CancellationDetails } from './cancellation-details.ts';
import { after } from './interval.ts';
import type { TaxRate } from './tax.ts';
import { listOf, orNull, type ListOf, type Making, type Metadata } from './wire.ts';

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
  readonly missingPaymentMethod?: 'cancel' | 'create_invoice' | 'pause' | undefined;
  readonly billingMode?: 'classic' | 'flexible' | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly automaticTax?: boolean | undefined;
  readonly taxRates?: readonly TaxRate[] | undefined;
  readonly collectionMethod?: 'charge_automatically' | 'send_invoice' | undefined;
  readonly daysUntilDue?: number | undefined;
  /** Where the periods are counted from, if not from now or the end of a trial. */
  readonly anchor?: number | undefined;
};

/** A subscription that begins now: in trial until `trialEnd`, or incomplete until its first invoice is paid. */
export function newSubscription(terms: SubscriptionTerms, making: Making): Subscription {
  return shape(terms, making);
}

function shape(terms: SubscriptionTerms, making: Making) {
  const { now } = making;
  const id = making.newId('sub');
  const anchor = terms.anchor ?? terms.trialEnd ?? now;
  const trialing = terms.trialEnd !== null;
  const items = terms.prices.map((sold) => newItem({ ...sold, subscription: id, anchor, trialing }, making));
  return {
    ...constants,
    ...beginnings,
    ...collectionOf(terms),
    ...trialOf(terms, now),
    id,
    billing_cycle_anchor: anchor,
    billing_mode: billingMode(terms.billingMode ?? 'flexible', now),
    created: now,
    currency: terms.prices[0]?.price.currency ?? 'usd',
    customer: terms.customer,
    default_payment_method: terms.defaultPaymentMethod,
    description: orNull(terms.description),
    items: listOf(`/v1/subscription_items?subscription=${id}`, items),
    metadata: terms.metadata ?? {},
    start_date: now,
    status: trialing ? ('trialing' as const) : ('incomplete' as const),
    test_clock: orNull(making.clock),
  };
}

/** What every subscription starts with. */
const beginnings = {
  cancel_at: null as number | null,
  cancel_at_period_end: false,
  canceled_at: null as number | null,
  cancellation_details: noCancellation as CancellationDetails,
  discounts: [] as readonly string[],
  ended_at: null as number | null,
  latest_invoice: null as string | null,
  pause_collection: null as PauseCollection | null,
  schedule: null as string | null,
  /** Never shown: which of the notices that come before an instant were given, and when a discount lapses. */
  sim: {
    trialWarned: false,
    upcomingFor: null as number | null,
    discountEnds: null as number | null,
    /** The same for those of single items alone. */
    itemDiscountsEnd: null as number | null,
    /** What an item costs after its trial offer, by the item's id. */
    afterOffer: {} as Readonly<Record<string, Price>>,
  },
};

const collectionOf = (terms: SubscriptionTerms) => ({
  automatic_tax: automaticTax(terms.automaticTax ?? false),
  collection_method: (terms.collectionMethod ?? 'charge_automatically') as CollectionMethod,
  days_until_due: orNull(terms.daysUntilDue),
  default_tax_rates: (terms.taxRates ?? []) as readonly TaxRate[],
});

export const automaticTax = (enabled: boolean) => ({
  disabled_reason: null,
  enabled,
  liability: enabled ? { type: 'self' as const } : null,
});

const trialOf = ({ trialEnd, missingPaymentMethod }: SubscriptionTerms, now: number) => ({
  trial_end: trialEnd,
  trial_settings: {
    end_behavior: {
      billing_cycle_anchor: null,
      missing_payment_method: missingPaymentMethod ?? ('create_invoice' as const),
    },
  },
  trial_start: trialEnd === null ? null : now,
});

export type CollectionMethod = 'charge_automatically' | 'send_invoice';

/** While it lasts invoices are made and not collected. */
export type PauseCollection = {
  readonly behavior: 'keep_as_draft' | 'mark_uncollectible' | 'void';
  readonly resumes_at: number | null;
};

const constants = {
  object: 'subscription' as const,
  application: null,
  application_fee_percent: null,
  billing_cycle_anchor_config: null,
  billing_schedules: [],
  billing_thresholds: null,
  customer_account: null,
  default_source: null,
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
  payment_settings: {
    payment_method_options: null,
    payment_method_types: null,
    save_default_payment_method: 'off' as const,
  },
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
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
  /** Of the items that it joins. */
  readonly period?: { readonly start: number; readonly end: number };
};

type CurrentTrial = {
  readonly trial_offer: string;
  readonly start_date: number;
  readonly end_date: number;
};

export const newItem = (
  { price, quantity, subscription, anchor, trialing, period }: ItemTerms,
  { now, newId }: Making,
) => ({
  id: newId('si'),
  object: 'subscription_item' as const,
  billing_thresholds: null,
  created: now,
  current_period_end:
    period?.end ?? (trialing ? anchor : anchor > now ? anchor : after(anchor, intervalOf(price), 1)),
  current_period_start: period?.start ?? now,
  current_trial: null as CurrentTrial | null,
  discounts: [] as readonly string[],
  metadata: {} as Metadata,
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
