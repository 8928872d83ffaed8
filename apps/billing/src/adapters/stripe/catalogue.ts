import { toUnix, type Money } from '@gatefold/kernel';
import Stripe from 'stripe';
import { giftPartsOf, type GiftOffer } from '../../domain/gift-offer.ts';
import type { Offer } from '../../domain/offer.ts';
import { refuse } from '../../domain/refusals.ts';
import { cataloguePartsOf, namesOf, partsOf, type CataloguePart } from '../../domain/sellable.ts';

/** Where an offer stands in Stripe's catalogue. */
export type CatalogueIds = {
  readonly listPrice: string;
  readonly introPrice: string | null;
  readonly coupon: string | null;
};

type Part<K extends CataloguePart['kind']> = Extract<CataloguePart, { kind: K }>;

/** Makes what is missing of an offer in Stripe's catalogue. A repeat makes nothing; prices are never edited. */
export async function applyOffer(stripe: Stripe, offer: Offer): Promise<CatalogueIds> {
  const made = new Map<string, string>();
  for (const part of cataloguePartsOf(offer)) made.set(part.name, await makePart(stripe, { part }));
  const { listPrice, introPrice, coupon } = namesOf(offer);
  const idOf = (name: string | null): string | null => (name === null ? null : (made.get(name) ?? null));
  return { listPrice: idOf(listPrice) ?? '', introPrice: idOf(introPrice), coupon: idOf(coupon) };
}

/**
 * Makes one thing, or finds it under its name; its id at Stripe.
 *
 * Refuses with `catalogue-differs-at-stripe` when what stands there under our name is not what we want: it was
 * archived, or somebody else made it.
 */
export function makePart(
  stripe: Stripe,
  { part, attempt = 1 }: { part: CataloguePart; attempt?: number },
): Promise<string> {
  const options = {
    idempotencyKey: `gatefold:${part.kind}:${part.name}${attempt === 1 ? '' : `:${attempt}`}`,
  };
  switch (part.kind) {
    case 'product':
      return ensureProduct(stripe, part, options);
    case 'price':
      return ensurePrice(stripe, part, options);
    case 'coupon':
      return ensureCoupon(stripe, part, options);
  }
}

/** A recurring price of the offer's product under a name of its own. A repeat makes nothing. */
export async function makePrice(
  stripe: Stripe,
  { name, offer, amount }: { name: string; offer: Offer; amount: Money },
): Promise<void> {
  const { product } = namesOf(offer);
  await makePart(stripe, { part: { kind: 'product', name: product, label: offer.name } });
  const { interval } = partsOf(offer.phases).list;
  await makePart(stripe, { part: { kind: 'price', name, product, amount, interval } });
}

/** The one-off price of a gift, made once. */
export async function giftPrice(
  stripe: Stripe,
  offer: Pick<GiftOffer, 'key' | 'name' | 'amount'>,
): Promise<string> {
  let price = '';
  for (const part of giftPartsOf(offer)) price = await makePart(stripe, { part });
  return price;
}

async function ensureProduct(
  stripe: Stripe,
  { name, label }: Part<'product'>,
  options: Stripe.RequestOptions,
): Promise<string> {
  const found = await orNull(stripe.products.retrieve(name));
  if (found !== null) return found.id;
  const wanted = { id: name, name: label };
  return (await stripe.products.create(wanted, options)).id;
}

async function ensurePrice(
  stripe: Stripe,
  part: Part<'price'>,
  options: Stripe.RequestOptions,
): Promise<string> {
  const { name, product, amount, interval } = part;
  const [found] = (await stripe.prices.list({ lookup_keys: [name], limit: 1 })).data;
  if (found !== undefined) return checked(part, found.id, found.active && isOurs(found, part));
  const wanted: Stripe.PriceCreateParams = {
    lookup_key: name,
    currency: amount.currency.toLowerCase(),
    unit_amount: Number(amount.amount),
    product,
    ...(interval === null ? {} : { recurring: { interval: interval.unit, interval_count: interval.count } }),
  };
  return (await stripe.prices.create(wanted, options)).id;
}

const isOurs = (found: Stripe.Price, { amount, interval }: Part<'price'>): boolean =>
  found.unit_amount === Number(amount.amount) &&
  found.currency === amount.currency.toLowerCase() &&
  rhythmOf(found.recurring) === (interval === null ? 'once' : `${interval.count} ${interval.unit}`);

const rhythmOf = (recurring: Stripe.Price['recurring']): string =>
  recurring === null ? 'once' : `${recurring.interval_count} ${recurring.interval}`;

function checked({ kind, name }: CataloguePart, stripeId: string, isAsWanted: boolean): string {
  if (!isAsWanted) throw refuse('catalogue-differs-at-stripe', { kind, name, stripeId });
  return stripeId;
}

async function ensureCoupon(
  stripe: Stripe,
  part: Part<'coupon'>,
  options: Stripe.RequestOptions,
): Promise<string> {
  const { name, label, product, off, months, cap, endsAt } = part;
  const found = await orNull(stripe.coupons.retrieve(name));
  const currency = off.currency.toLowerCase();
  if (found !== null) {
    const isMoney = found.amount_off === Number(off.amount) && found.currency === currency;
    const isTime = found.duration_in_months === months && found.max_redemptions === cap;
    return checked(part, found.id, isMoney && isTime);
  }
  const wanted: Stripe.CouponCreateParams = {
    id: name,
    name: label,
    amount_off: Number(off.amount),
    currency,
    ...(months === null ? { duration: 'forever' } : { duration: 'repeating', duration_in_months: months }),
    applies_to: { products: [product] },
    ...(cap === null ? {} : { max_redemptions: cap }),
    ...(endsAt === null ? {} : { redeem_by: toUnix(endsAt) }),
  };
  return (await stripe.coupons.create(wanted, options)).id;
}

const orNull = <T>(asked: Promise<T>): Promise<T | null> =>
  asked.catch((error: unknown) => {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) return null;
    throw error;
  });
