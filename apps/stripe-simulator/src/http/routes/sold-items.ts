import { amountIn, type Price } from '../../domain/catalogue.ts';
import { refuse } from '../../domain/refusals.ts';
import type { OfferTaken } from '../../domain/trial-offer.ts';
import type { Metadata } from '../../domain/wire.ts';
import type { DiscountGiven } from '../../usecases/discounts.ts';
import { required } from '../../usecases/find.ts';
import { inlinePrice } from '../../usecases/inline-prices.ts';
import type { Unit } from '../../usecases/ports.ts';
import type { OneOff } from '../../usecases/start-subscription.ts';
import { checkRange } from '../params.ts';
import { metadataOf } from '../route.ts';
import { priceTerms, type PriceGiven } from './prices.routes.ts';

/** A price that is described where it is sold. */
const priceMask = { currency: true, product: true, tax_behavior: true, unit_amount: true } as const;
export const recurringPriceMask = { ...priceMask, recurring: true } as const;

/** What is sold once, beside what recurs. */
export const oneOffMask = {
  discountable: true,
  discounts: { coupon: true, discount: true, promotion_code: true },
  metadata: true,
  period: { end: { timestamp: true, type: true }, start: { timestamp: true, type: true } },
  price: true,
  price_data: priceMask,
  quantity: true,
} as const;

type Sellable = {
  readonly price?: string | undefined;
  readonly price_data?: (PriceGiven & { readonly product: string }) | undefined;
  readonly quantity?: number | undefined;
};

type Item = Sellable & {
  readonly current_trial?: { readonly trial_offer: string } | undefined;
  readonly metadata?: '' | Readonly<Record<string, unknown>> | undefined;
};

export type OneOffGiven = Sellable & {
  readonly discountable?: boolean | undefined;
  readonly discounts?: readonly DiscountGiven[] | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly period?: OneOff['period'];
};

export type Sold = {
  readonly price: Price;
  readonly quantity: number;
  readonly metadata?: Metadata | undefined;
};

/** The price that an item names, describes, or has from its trial offer. */
export function priceOf(unit: Unit, { price, price_data: inline }: Sellable, param: string): Price {
  if (inline === undefined) return required(unit, 'price', [price ?? '', `${param}[price]`]);
  return inlinePrice(unit, { ...priceTerms(inline), product: inline.product });
}

/** What recurs. All of it is sold in one currency, at the same rhythm. */
export function soldItems(unit: Unit, items: readonly Item[], currency: string | undefined): Sold[] {
  if (items.length === 0)
    throw refuse('parameter_missing', 'Missing required param: items.', { param: 'items' });
  const sold = items.map(({ current_trial: trial, metadata, ...item }, index): Sold => {
    checkRange(item.quantity, `items[${index}][quantity]`, [0]);
    const price =
      trial === undefined
        ? priceOf(unit, item, `items[${index}]`)
        : offerNamed(unit, trial.trial_offer).price;
    if (price.recurring === null)
      throw refuse(
        'parameter_invalid',
        'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
        { param: `items[${index}][price]` },
      );
    return { price, quantity: item.quantity ?? 1, metadata: metadataOf(metadata) };
  });
  const chosen = currency ?? sold[0]?.price.currency;
  for (const { price } of sold) amountIn(price, chosen ?? price.currency);
  checkRhythm(sold);
  return sold;
}

function checkRhythm([first, ...rest]: readonly Sold[]): void {
  const asked = JSON.stringify(first?.price.recurring);
  if (rest.some(({ price }) => JSON.stringify(price.recurring) !== asked))
    throw refuse('not_simulated', 'Items of different intervals on one subscription are not simulated.', {
      param: 'items',
    });
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

/** What goes once on the first invoice, or on the next. */
export const oneOffOf = (unit: Unit, items: readonly OneOffGiven[]): OneOff[] =>
  items.map(({ discountable, discounts, metadata, period, ...item }, index) => {
    const price = priceOf(unit, item, `add_invoice_items[${index}]`);
    checkRange(item.quantity, `add_invoice_items[${index}][quantity]`, [0]);
    return {
      price,
      quantity: item.quantity ?? 1,
      name: required(unit, 'product', [price.product]).name,
      discountable,
      discounts,
      metadata: metadataOf(metadata),
      period,
    };
  });
