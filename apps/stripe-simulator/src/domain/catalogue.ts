import type { Interval } from './interval.ts';
import { refuse } from './refusals.ts';
import { orNull, type Making, type Metadata } from './wire.ts';

export type Product = ReturnType<typeof newProduct>;

export type ProductTerms = {
  readonly id?: string | undefined;
  readonly name: string;
  readonly active?: boolean | undefined;
  readonly description?: string | undefined;
  readonly images?: readonly string[] | undefined;
  readonly metadata?: Metadata | undefined;
  readonly statement_descriptor?: string | undefined;
  readonly tax_code?: string | undefined;
  readonly unit_label?: string | undefined;
  readonly url?: string | undefined;
  readonly marketing_features?: readonly { readonly name: string }[] | undefined;
  readonly shippable?: boolean | undefined;
};

export const newProduct = (terms: ProductTerms, { now, newId }: Making) => ({
  id: terms.id ?? newId('prod'),
  object: 'product' as const,
  active: terms.active ?? true,
  created: now,
  default_price: null as string | null,
  description: orNull(terms.description),
  images: terms.images ?? [],
  livemode: false,
  marketing_features: (terms.marketing_features ?? []) as readonly { name?: string }[],
  metadata: terms.metadata ?? {},
  name: terms.name,
  package_dimensions: null,
  shippable: orNull(terms.shippable),
  statement_descriptor: orNull(terms.statement_descriptor),
  tax_code: orNull(terms.tax_code),
  tax_details: null,
  type: 'service' as const,
  unit_label: orNull(terms.unit_label),
  updated: now,
  url: orNull(terms.url),
});

export type Price = ReturnType<typeof newPrice>;

type Recurrence = {
  readonly interval?: Interval['interval'] | undefined;
  readonly interval_count?: number | undefined;
};

type TaxBehavior = 'exclusive' | 'inclusive' | 'unspecified';

/** What it costs in other currencies, by their names. */
export type CurrencyOptions = Readonly<
  Record<string, { readonly unit_amount?: number | undefined; readonly tax_behavior?: string | undefined }>
>;

export type PriceTerms = {
  readonly product: string;
  readonly currency: string;
  readonly unit_amount: number;
  readonly recurring?: Recurrence | undefined;
  readonly active?: boolean | undefined;
  readonly lookup_key?: string | undefined;
  readonly nickname?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly tax_behavior?: TaxBehavior | undefined;
  readonly currency_options?: CurrencyOptions | undefined;
};

export const newPrice = (terms: PriceTerms, { now, newId }: Making) => ({
  id: newId('price'),
  object: 'price' as const,
  active: terms.active ?? true,
  billing_scheme: 'per_unit' as const,
  created: now,
  currency: terms.currency,
  /** Shown only on request. */
  ...(terms.currency_options === undefined ? {} : { currency_options: optionsFrom(terms.currency_options) }),
  custom_unit_amount: null,
  livemode: false,
  lookup_key: terms.lookup_key ?? null,
  metadata: terms.metadata ?? {},
  nickname: terms.nickname ?? null,
  product: terms.product,
  recurring: terms.recurring === undefined ? null : recurrence(terms.recurring),
  tax_behavior: terms.tax_behavior ?? ('unspecified' as const),
  tiers_mode: null,
  transform_quantity: null,
  type: terms.recurring === undefined ? ('one_time' as const) : ('recurring' as const),
  unit_amount: terms.unit_amount,
  unit_amount_decimal: String(terms.unit_amount),
});

type CurrencyOption = {
  readonly custom_unit_amount: null;
  readonly tax_behavior: TaxBehavior | null;
  readonly unit_amount: number | null;
  readonly unit_amount_decimal: string | null;
};

export const optionsFrom = (given: CurrencyOptions): Readonly<Record<string, CurrencyOption>> =>
  Object.fromEntries(
    Object.entries(given).map(([currency, { unit_amount, tax_behavior }]) => [
      currency,
      {
        custom_unit_amount: null,
        tax_behavior: (tax_behavior as TaxBehavior | undefined) ?? null,
        unit_amount: unit_amount ?? null,
        unit_amount_decimal: unit_amount === undefined ? null : String(unit_amount),
      },
    ]),
  );

/** What one of it costs in this currency. Refuses a currency that the price does not name. */
export function amountIn(price: Price, currency: string): number {
  const amount =
    price.currency === currency ? price.unit_amount : price.currency_options?.[currency]?.unit_amount;
  if (typeof amount === 'number') return amount;
  throw refuse('parameter_invalid', `The price ${price.id} is not available in ${currency}.`, {
    param: 'currency',
  });
}

const recurrence = ({ interval = 'month', interval_count = 1 }: Recurrence) => ({
  interval,
  interval_count,
  meter: null,
  trial_period_days: null,
  usage_type: 'licensed' as const,
});

/** The older description of a recurring price that subscription items still carry. */
export const planOf = (price: Price) => ({
  id: price.id,
  object: 'plan' as const,
  active: price.active,
  amount: price.unit_amount,
  amount_decimal: price.unit_amount_decimal,
  billing_scheme: price.billing_scheme,
  created: price.created,
  currency: price.currency,
  interval: price.recurring?.interval ?? ('month' as const),
  interval_count: price.recurring?.interval_count ?? 1,
  livemode: false,
  metadata: price.metadata,
  meter: null,
  nickname: price.nickname,
  product: price.product,
  tiers_mode: null,
  transform_usage: null,
  trial_period_days: null,
  usage_type: 'licensed' as const,
});
