import type { CustomField } from './customer.ts';
import { automaticTax, invoiceSettings, type CollectionMethod, type Subscription } from './subscription.ts';

export type DefaultSettings = ReturnType<typeof defaultSettings>;

export type DefaultsGiven = {
  readonly automatic_tax?: { readonly enabled: boolean } | undefined;
  readonly billing_cycle_anchor?: 'automatic' | 'phase_start' | undefined;
  readonly collection_method?: CollectionMethod | undefined;
  readonly default_payment_method?: string | undefined;
  /** Empty text unsets it. */
  readonly description?: string | undefined;
  readonly invoice_settings?:
    | {
        readonly custom_fields?: '' | readonly CustomField[] | undefined;
        readonly days_until_due?: number | undefined;
        readonly description?: string | undefined;
        readonly footer?: string | undefined;
      }
    | undefined;
};

const nothing = {
  application_fee_percent: null,
  automatic_tax: automaticTax(false),
  billing_cycle_anchor: 'automatic' as 'automatic' | 'phase_start',
  billing_thresholds: null,
  collection_method: 'charge_automatically' as CollectionMethod,
  default_payment_method: null as string | null,
  description: null as string | null,
  invoice_settings: { ...invoiceSettings(), days_until_due: null as number | null },
  on_behalf_of: null,
  transfer_data: null,
};

/** What counts for every phase that does not say otherwise. What is not given stays. */
export const defaultSettings = (given: DefaultsGiven = {}, current = nothing): typeof nothing => {
  const { automatic_tax: tax, description, invoice_settings: written, ...rest } = given;
  return {
    ...current,
    ...(rest as Partial<typeof nothing>),
    ...(tax === undefined ? {} : { automatic_tax: automaticTax(tax.enabled) }),
    ...(description === undefined ? {} : { description: description || null }),
    invoice_settings: {
      ...invoiceSettings(written, current.invoice_settings),
      days_until_due: written?.days_until_due ?? current.invoice_settings.days_until_due,
    },
  };
};

/** As the subscription has it that a schedule takes up. */
export const defaultsOf = (subscription: Subscription): DefaultSettings => ({
  ...nothing,
  automatic_tax: subscription.automatic_tax,
  collection_method: subscription.collection_method,
  default_payment_method: subscription.default_payment_method,
  description: subscription.description,
  invoice_settings: { ...subscription.invoice_settings, days_until_due: subscription.days_until_due },
});

const writtenIn = ({ invoice_settings: { days_until_due, ...written } }: DefaultSettings) => {
  void days_until_due;
  return written;
};

type Own = {
  readonly collection_method: CollectionMethod | null;
  readonly default_payment_method: string | null;
  readonly description: string | null;
};

/** How a phase is paid for and described: by itself, or as the schedule says for all. */
export const collectionIn = (all: DefaultSettings, phase: Own) => ({
  automatic_tax: all.automatic_tax,
  collection_method: phase.collection_method ?? all.collection_method,
  days_until_due: all.invoice_settings.days_until_due,
  default_payment_method: phase.default_payment_method ?? all.default_payment_method,
  description: phase.description ?? all.description,
  invoice_settings: writtenIn(all),
});

/**
 * Only what the schedule changes from one phase to the next is changed: a card that the reader has given
 * meanwhile stays.
 */
export function withCollection(
  subscription: Subscription,
  ...[before, next]: readonly [ReturnType<typeof collectionIn> | null, ReturnType<typeof collectionIn>]
): Subscription {
  const changed = Object.entries(next).filter(
    ([key, value]) =>
      before === null || JSON.stringify(before[key as keyof typeof next]) !== JSON.stringify(value),
  );
  return { ...subscription, ...(Object.fromEntries(changed) as Partial<Subscription>) };
}
