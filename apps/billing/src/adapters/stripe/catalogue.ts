import { toUnix, type Money } from '@gatefold/kernel';
import Stripe from 'stripe';
import type { Interval, Offer, OfferPhase } from '../../domain/offer.ts';

/** Where an offer stands in Stripe's catalogue. */
export type CatalogueIds = {
  readonly listPrice: string;
  readonly introPrice: string | null;
  readonly coupon: string | null;
};

/** An offer in the parts that Stripe sells: a paid introduction, some charges at a discount, then the list price. */
type Parts = {
  readonly intro: OfferPhase | null;
  readonly discounted: OfferPhase | null;
  readonly list: OfferPhase;
};

/** Throws a `RangeError` for an offer that Checkout cannot sell in one session without anything to repair later. */
export function partsOf(offer: Offer): Parts {
  const parts = split(offer);
  const { key } = offer;
  if (parts === null) throw new RangeError(`offer ${key} has more phases than one Checkout can sell`);
  if (parts.intro !== null && trialDays(parts.intro.interval) === null)
    throw new RangeError(`offer ${key}: an introduction is counted in days or weeks`);
  if (parts.discounted !== null) couponMonths(key, parts.discounted, parts.intro !== null);
  return parts;
}

function split({ phases }: Offer): Parts | null {
  const list = phases.at(-1);
  if (list === undefined) return null;
  const before = phases.slice(0, -1);
  const intro = before[0]?.charges === 1 ? before[0] : null;
  const [discounted = null, ...more] = intro === null ? before : before.slice(1);
  return more.length > 0 ? null : { intro, discounted, list };
}

export function trialDays({ unit, count }: Interval): number | null {
  if (unit === 'day') return count;
  return unit === 'week' ? count * 7 : null;
}

/**
 * Months after which a coupon has taken off exactly so many charges every four weeks, on every start day there is.
 *
 * Behind an introduction of four weeks: 13 charges end on day 364, before 12 months do. Without one: the third is
 * on day 56, the fourth on day 84, and 2 months have 59 to 62 days;
 * the eleventh is on day 280, the twelfth on day 308, and 10 months have 303 to 306 days. Other sums have not been proved.
 */
const provenMonths: Readonly<Record<string, number>> = {
  'introduced 13': 12,
  'at once 3': 2,
  'at once 11': 10,
};

/** For how many months a coupon must last; throws a `RangeError` for a sum that is not proved. */
function couponMonths(key: string, { charges, interval }: OfferPhase, hasIntro: boolean): number {
  const isFourWeekly = interval.unit === 'week' && interval.count === 4;
  const months = provenMonths[`${hasIntro ? 'introduced' : 'at once'} ${charges}`];
  if (isFourWeekly && months !== undefined) return months;
  throw new RangeError(`offer ${key}: no coupon is known to last for exactly its discounted charges`);
}

/** Makes what is missing of an offer in Stripe's catalogue. A repeat makes nothing; prices are never edited. */
export async function applyOffer(stripe: Stripe, offer: Offer): Promise<CatalogueIds> {
  const { intro, discounted, list } = partsOf(offer);
  const product = await ensureProduct(stripe, `gatefold_${offer.product}`, offer.name);
  const listPrice = await ensurePrice(stripe, `${offer.key}-v${offer.version}-list`, {
    currency: list.amount.currency.toLowerCase(),
    unit_amount: Number(list.amount.amount),
    product,
    recurring: { interval: list.interval.unit, interval_count: list.interval.count },
  });
  const introPrice =
    intro === null
      ? null
      : await ensurePrice(stripe, `${offer.key}-v${offer.version}-intro`, {
          currency: intro.amount.currency.toLowerCase(),
          unit_amount: Number(intro.amount.amount),
          product: await ensureProduct(
            stripe,
            `gatefold_${offer.product}_intro`,
            `${offer.name}: introduction`,
          ),
        });
  const coupon =
    discounted === null
      ? null
      : await ensureCoupon(stripe, { offer, list, discounted, product, hasIntro: intro !== null });
  return { listPrice, introPrice, coupon };
}

/** A recurring price of the offer's product under a name of its own. A repeat makes nothing. */
export async function makePrice(
  stripe: Stripe,
  { name, offer, amount }: { name: string; offer: Offer; amount: Money },
): Promise<void> {
  const { list } = partsOf(offer);
  await ensurePrice(stripe, name, {
    currency: amount.currency.toLowerCase(),
    unit_amount: Number(amount.amount),
    product: await ensureProduct(stripe, `gatefold_${offer.product}`, offer.name),
    recurring: { interval: list.interval.unit, interval_count: list.interval.count },
  });
}

async function ensureProduct(stripe: Stripe, id: string, name: string): Promise<string> {
  const found = await orNull(stripe.products.retrieve(id));
  if (found !== null) return found.id;
  return (await stripe.products.create({ id, name }, { idempotencyKey: `gatefold:product:${id}` })).id;
}

async function ensurePrice(
  stripe: Stripe,
  lookupKey: string,
  price: Stripe.PriceCreateParams,
): Promise<string> {
  const found = await stripe.prices.list({ lookup_keys: [lookupKey], limit: 1 });
  if (found.data[0] !== undefined) return found.data[0].id;
  const wanted = { ...price, lookup_key: lookupKey };
  return (await stripe.prices.create(wanted, { idempotencyKey: `gatefold:price:${lookupKey}` })).id;
}

type Coupon = {
  offer: Offer;
  list: OfferPhase;
  discounted: OfferPhase;
  product: string;
  hasIntro: boolean;
};

async function ensureCoupon(
  stripe: Stripe,
  { offer, list, discounted, product, hasIntro }: Coupon,
): Promise<string> {
  const { promotion } = offer;
  const id = [`${offer.key}-v${offer.version}-${discounted.key}`, promotion?.code]
    .join('-')
    .replace(/-$/, '');
  const found = await orNull(stripe.coupons.retrieve(id));
  if (found !== null) return found.id;
  const wanted: Stripe.CouponCreateParams = {
    id,
    name: `${offer.name}: ${discounted.key.replaceAll('_', ' ')}`.slice(0, 40),
    amount_off: Number(list.amount.amount - discounted.amount.amount),
    currency: list.amount.currency.toLowerCase(),
    duration: 'repeating',
    duration_in_months: couponMonths(offer.key, discounted, hasIntro),
    applies_to: { products: [product] },
    ...(promotion === undefined
      ? {}
      : { max_redemptions: promotion.cap, redeem_by: toUnix(promotion.endsAt) }),
  };
  return (await stripe.coupons.create(wanted, { idempotencyKey: `gatefold:coupon:${id}` })).id;
}

const orNull = <T>(asked: Promise<T>): Promise<T | null> =>
  asked.catch((error: unknown) => {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) return null;
    throw error;
  });
