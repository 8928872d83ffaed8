import type Stripe from 'stripe';
import {
  newPrice,
  optionsFrom,
  type CurrencyOptions,
  type Price,
  type PriceTerms,
} from '../../domain/catalogue.ts';
import { refuse } from '../../domain/refusals.ts';
import { mergeMetadata, type Making } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { productFor } from '../../usecases/inline-prices.ts';
import type { Unit } from '../../usecases/ports.ts';
import type { Given } from '../mask.ts';
import { checkLength, checkRange, needed } from '../params.ts';
import { call, createdRange, metadataOf, pageOf, pagingMask } from '../route.ts';
import { searchRoute } from '../search.ts';

const path = '/v1/prices';

export const currencyOptionsMask = { '*': { tax_behavior: true, unit_amount: true } } as const;

const terms = {
  active: true,
  currency_options: currencyOptionsMask,
  lookup_key: true,
  metadata: true,
  nickname: true,
  tax_behavior: true,
  transfer_lookup_key: true,
} as const;

export const priceRoutes = [
  call<Stripe.PriceCreateParams>('post', path, {
    simulates: {
      ...terms,
      billing_scheme: true,
      currency: true,
      product: true,
      product_data: { active: true, id: true, metadata: true, name: true, tax_code: true, unit_label: true },
      recurring: { interval: true, interval_count: true, usage_type: true },
      unit_amount: true,
    },
    run: ({ unit, params }) => createPrice(unit, params),
  }),
  searchRoute('price', `${path}/search`, ({ active, currency, lookup_key, product, type, metadata }) => ({
    active,
    currency,
    lookup_key,
    product,
    type,
    metadata,
  })),
  call<object>('get', `${path}/:price`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'price', [at('price')]),
  }),
  call<Stripe.PriceUpdateParams>('post', `${path}/:price`, {
    simulates: terms,
    run({ unit, at, params }) {
      const changed = changePrice(unit, required(unit, 'price', [at('price')]), params);
      unit.save(changed, 'price.updated');
      return changed;
    },
  }),
  call<Stripe.PriceListParams>('get', path, {
    simulates: {
      ...pagingMask,
      active: true,
      created: true,
      currency: true,
      lookup_keys: true,
      product: true,
      recurring: { interval: true },
      type: true,
    },
    run: (given) =>
      pageOf(given, 'price', {
        url: path,
        where: { parent: given.params.product, created: createdRange(given.params.created) },
        keep: wantedBy(given.params),
      }),
  }),
];

type Wanted = Given<Stripe.PriceListParams>;

const wantedBy =
  ({ active, currency, type, ...rest }: Wanted) =>
  (price: Price): boolean =>
    (active ?? price.active) === price.active &&
    (currency ?? price.currency) === price.currency &&
    (type ?? price.type) === price.type &&
    isOf(price, rest);

const isOf = (price: Price, { lookup_keys, recurring }: Pick<Wanted, 'lookup_keys' | 'recurring'>): boolean =>
  (recurring?.interval === undefined || recurring.interval === price.recurring?.interval) &&
  (lookup_keys === undefined || lookup_keys.includes(price.lookup_key ?? ''));

function createPrice(unit: Unit, given: Given<Stripe.PriceCreateParams>): Price {
  const { billing_scheme, lookup_key, product_data, transfer_lookup_key } = given;
  if (billing_scheme === 'tiered' || given.recurring?.usage_type === 'metered')
    throw refuse(
      'not_simulated',
      'What a reader pays is fixed: prices by usage or tiers are not simulated.',
      {
        param: billing_scheme === 'tiered' ? 'billing_scheme' : 'recurring[usage_type]',
      },
    );
  const product = productFor(
    unit,
    given.product,
    product_data && { ...product_data, metadata: metadataOf(product_data.metadata) },
  );
  takeLookupKey(unit, lookup_key, transfer_lookup_key ?? false);
  const price = priceFrom(given, product, unit);
  unit.save(price, 'price.created');
  return price;
}

/** A price as parameters describe it, wherever they stand. */
export type PriceGiven = {
  readonly currency: string;
  readonly currency_options?: CurrencyOptions | undefined;
  readonly unit_amount?: number | undefined;
  readonly recurring?:
    | { readonly interval: string; readonly interval_count?: number | undefined }
    | undefined;
  readonly active?: boolean | undefined;
  readonly lookup_key?: string | undefined;
  readonly nickname?: string | undefined;
  readonly metadata?: '' | Readonly<Record<string, unknown>> | undefined;
  readonly tax_behavior?: string | undefined;
};

export function priceFrom(given: PriceGiven, product: string, making: Making): Price {
  return newPrice({ ...priceTerms(given), product }, making);
}

/** Checked as far as the declarations of the package do not say. */
export function priceTerms(given: PriceGiven): Omit<PriceTerms, 'product'> {
  const { recurring, metadata, tax_behavior, ...rest } = given;
  const unit_amount = needed(given.unit_amount, 'unit_amount');
  checkRange(unit_amount, 'unit_amount', [0]);
  checkRange(recurring?.interval_count, 'recurring[interval_count]', [1, MOST_DAYS]);
  checkLength(given.lookup_key, 'lookup_key', 200);
  checkOptions(given.currency_options);
  return {
    ...rest,
    unit_amount,
    lookup_key: rest.lookup_key || undefined,
    metadata: metadataOf(metadata),
    recurring: recurring as PriceTerms['recurring'],
    tax_behavior: tax_behavior as 'exclusive' | undefined,
  };
}

/** A period of three years. */
const MOST_DAYS = 1_095;

function checkOptions(options: CurrencyOptions = {}): void {
  for (const [currency, { unit_amount }] of Object.entries(options)) {
    checkRange(unit_amount, `currency_options[${currency}][unit_amount]`, [0]);
  }
}

function changePrice(unit: Unit, found: Price, params: Given<Stripe.PriceUpdateParams>): Price {
  const { lookup_key: key, nickname, tax_behavior: behavior } = params;
  if (key !== found.lookup_key) takeLookupKey(unit, key, params.transfer_lookup_key ?? false);
  const options = params.currency_options as CurrencyOptions | '' | undefined;
  return {
    ...found,
    ...(options === undefined ? {} : optionsAfter(found, options || {})),
    active: params.active ?? found.active,
    lookup_key: key === undefined ? found.lookup_key : key || null,
    metadata: mergeMetadata(found.metadata, metadataOf(params.metadata)),
    nickname: nickname ?? found.nickname,
    tax_behavior: (behavior as 'exclusive' | undefined) ?? found.tax_behavior,
  };
}

function optionsAfter({ currency_options }: Price, given: CurrencyOptions) {
  checkOptions(given);
  return { currency_options: { ...currency_options, ...optionsFrom(given) } };
}

/** A lookup key names one price at a time; it moves only where that is asked for. */
function takeLookupKey(unit: Unit, key: string | undefined, transfer: boolean): void {
  if (key === undefined || key === '') return;
  const holder = unit.page('price', { where: {}, limit: 1, keep: ({ lookup_key }) => lookup_key === key })
    ?.data[0];
  if (holder === undefined) return;
  if (!transfer)
    throw refuse(
      'resource_already_exists',
      `A price (\`${holder.id}\`) already uses that lookup key. Set \`transfer_lookup_key=true\` to transfer it.`,
      { param: 'lookup_key' },
    );
  unit.save({ ...holder, lookup_key: null }, 'price.updated');
}
