import { nextBoundary, type AnchorConfig } from './billing-anchor.ts';
import { planOf, type Price } from './catalogue.ts';
import { noCancellation, type CancellationDetails } from './cancellation-details.ts';
import { customFieldsOf, type CustomField } from './customer.ts';
import type { TaxRate } from './tax.ts';
import { listOf, orNull, type ListOf, type Making, type Metadata } from './wire.ts';

export type Status =
  | 'active'
  | 'canceled'
  | 'incomplete'
  | 'incomplete_expired'
  | 'past_due'
  | 'paused'
  | 'trialing'
  | 'unpaid';

export type SubscriptionItem = ReturnType<typeof newItem>;

type Shape = ReturnType<typeof shape>;
export type Subscription = Omit<Shape, 'items' | 'status'> & {
  readonly status: Status;
  readonly items: ListOf<SubscriptionItem>;
};

export type SubscriptionTerms = {
  readonly customer: string;
  readonly prices: readonly {
    readonly price: Price;
    readonly quantity: number;
    readonly metadata?: Metadata | undefined;
  }[];
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
  readonly written?: Written | undefined;
  /** In place of the currency of the first price. */
  readonly currency?: string | undefined;
  /** Where the periods are counted from, if not from now or the end of a trial. */
  readonly anchor?: number | undefined;
  readonly anchorConfig?: AnchorConfig | undefined;
  /** Nothing is charged for the time before the anchor. */
  readonly isFreeUntilAnchor?: boolean | undefined;
  readonly anchorAfterOffer?: 'now' | 'unchanged' | undefined;
  /** Since when it counts as running, if before now. */
  readonly startDate?: number | undefined;
  readonly savesCard?: boolean | undefined;
};

/** A subscription that begins now: in trial until `trialEnd`, or incomplete until its first invoice is paid. */
export function newSubscription(terms: SubscriptionTerms, making: Making): Subscription {
  return shape(terms, making);
}

function shape(terms: SubscriptionTerms, making: Making) {
  const { now } = making;
  const id = making.newId('sub');
  const anchored = anchorOf(terms, now);
  const { trialEnd } = terms;
  const items = terms.prices.map((sold) =>
    newItem({ ...sold, subscription: id, anchored, trialEnd }, making),
  );
  return {
    ...constants,
    ...beginnings,
    ...anchored,
    ...collectionOf(terms),
    ...trialOf(terms, now),
    id,
    billing_mode: billingMode(terms.billingMode ?? 'flexible', now),
    created: now,
    currency: terms.currency ?? terms.prices[0]?.price.currency ?? 'usd',
    customer: terms.customer,
    default_payment_method: terms.defaultPaymentMethod,
    description: orNull(terms.description),
    invoice_settings: invoiceSettings(terms.written),
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: (terms.savesCard ? 'on_subscription' : 'off') as 'off' | 'on_subscription',
    },
    items: listOf(`/v1/subscription_items?subscription=${id}`, items),
    metadata: terms.metadata ?? {},
    sim: { ...beginnings.sim, isFreeUntilAnchor: terms.isFreeUntilAnchor ?? false },
    start_date: terms.startDate ?? now,
    status: trialEnd !== null ? ('trialing' as const) : ('incomplete' as const),
    test_clock: orNull(making.clock),
  };
}

const anchorOf = ({ anchor, anchorConfig, trialEnd }: SubscriptionTerms, now: number) => ({
  billing_cycle_anchor: anchor ?? trialEnd ?? now,
  billing_cycle_anchor_config: (anchorConfig === undefined
    ? null
    : {
        day_of_month: anchorConfig.day_of_month,
        hour: anchorConfig.hour ?? null,
        minute: anchorConfig.minute ?? null,
        month: anchorConfig.month ?? null,
        second: anchorConfig.second ?? null,
      }) as AnchorConfigShown | null,
});

type AnchorConfigShown = {
  readonly [K in keyof Required<AnchorConfig>]: K extends 'day_of_month' ? number : number | null;
};

type Plain = Readonly<Record<string, unknown>>;

/** A change that was asked for and waits until its invoice is paid. Null stands for what it leaves alone. */
export type PendingUpdate = {
  readonly billing_cycle_anchor: number | null;
  readonly cancel_at_period_end: boolean | null;
  readonly discount: null;
  readonly discounts: readonly string[] | null;
  readonly expires_at: number;
  readonly metadata: Metadata | null;
  readonly subscription_items: readonly SubscriptionItem[] | null;
  readonly trial_end: number | null;
  readonly trial_from_plan: null;
};

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
  pending_setup_intent: null as string | null,
  pending_update: null as PendingUpdate | null,
  schedule: null as string | null,
  /** Never shown: which of the notices that come before an instant were given, and when a discount lapses. */
  sim: {
    trialWarned: false,
    upcomingFor: null as number | null,
    discountEnds: null as number | null,
    /** The same for those of single items alone. */
    itemDiscountsEnd: null as number | null,
    isFreeUntilAnchor: false,
    /** What an item costs after its trial offer, by the item's id. */
    afterOffer: {} as Readonly<Record<string, Price>>,
    /** What it becomes once this invoice is paid. */
    awaits: null as { readonly invoice: string; readonly change: Plain } | null,
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

/** What stands on each of its invoices. */
type Written = {
  readonly custom_fields?: '' | readonly CustomField[] | null | undefined;
  readonly description?: string | null | undefined;
  readonly footer?: string | null | undefined;
};

const noSettings = {
  account_tax_ids: null,
  custom_fields: null as readonly CustomField[] | null,
  description: null as string | null,
  footer: null as string | null,
  issuer: { type: 'self' as const },
};

/** What is not given stays; empty text unsets. */
export const invoiceSettings = (given: Written = {}, current = noSettings): typeof noSettings => ({
  ...current,
  custom_fields:
    given.custom_fields === undefined ? current.custom_fields : customFieldsOf(given.custom_fields ?? ''),
  description: given.description === undefined ? current.description : given.description || null,
  footer: given.footer === undefined ? current.footer : given.footer || null,
});

const trialOf = ({ trialEnd, missingPaymentMethod, anchorAfterOffer }: SubscriptionTerms, now: number) => ({
  trial_end: trialEnd,
  trial_settings: {
    end_behavior: {
      billing_cycle_anchor: (anchorAfterOffer ?? null) as 'now' | 'unchanged' | null,
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
  billing_schedules: [],
  billing_thresholds: null,
  customer_account: null,
  default_source: null,
  livemode: false,
  managed_payments: null,
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pending_invoice_item_interval: null,
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
  readonly anchored: Parameters<typeof nextBoundary>[0];
  /** Where it is in trial. */
  readonly trialEnd: number | null;
  /** Of the items that it joins. */
  readonly period?: { readonly start: number; readonly end: number };
  readonly metadata?: Metadata | undefined;
};

type CurrentTrial = {
  readonly trial_offer: string;
  readonly start_date: number;
  readonly end_date: number;
};

export const newItem = (
  { price, quantity, subscription, anchored, trialEnd, period, metadata }: ItemTerms,
  { now, newId }: Making,
) => ({
  id: newId('si'),
  object: 'subscription_item' as const,
  billing_thresholds: null,
  created: now,
  current_period_end: period?.end ?? trialEnd ?? nextBoundary(anchored, intervalOf(price), now),
  current_period_start: period?.start ?? now,
  current_trial: null as CurrentTrial | null,
  discounts: [] as readonly string[],
  metadata: metadata ?? ({} as Metadata),
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
