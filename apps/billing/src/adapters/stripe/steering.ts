import { toUnix, type Money } from '@gatefold/kernel';
import Stripe from 'stripe';
import type { WantedCall } from '../../domain/change.ts';

type Steer = Extract<WantedCall, { kind: 'steer' }>;

/** Which steering a subscription took last, so that one whose answer was lost is not done twice. */
const STEERED = 'gatefold_steered';

/**
 * Sets what Stripe sells next, for how much less, and when.
 *
 * A trial is how Stripe says "not before then" without a schedule, which would stand in the way of every
 * later change. Nothing is evened out by Stripe: what was not used is in the reduction already.
 */
export async function steer(
  stripe: Stripe,
  { stripeSubscriptionId, key, price: lookupKey, reduction, nextChargeAt, quantity }: Steer,
  options: Stripe.RequestOptions,
): Promise<unknown> {
  const current = await stripe.subscriptions.retrieve(stripeSubscriptionId);
  if (current.metadata[STEERED] === key) return current;
  const price = await priceNamed(stripe, lookupKey);
  const sold: Stripe.SubscriptionUpdateParams = {
    items: current.items.data.map(({ id }) => ({
      id,
      price: price.id,
      ...(quantity === undefined ? {} : { quantity }),
    })),
    discounts: await discountsFor(stripe, reduction, price),
    proration_behavior: 'none',
  };
  const done = { metadata: { [STEERED]: key } };
  if (nextChargeAt !== null)
    return stripe.subscriptions.update(
      stripeSubscriptionId,
      { ...sold, ...done, trial_end: toUnix(new Date(nextChargeAt)) },
      options,
    );
  if (current.status !== 'trialing')
    return stripe.subscriptions.update(
      stripeSubscriptionId,
      { ...sold, ...done, billing_cycle_anchor: { type: 'now' } },
      options,
    );
  await stripe.subscriptions.update(stripeSubscriptionId, sold, options);
  return stripe.subscriptions.update(
    stripeSubscriptionId,
    { ...done, trial_end: 'now', proration_behavior: 'none' },
    { ...options, idempotencyKey: `${options.idempotencyKey}:now` },
  );
}

async function priceNamed(stripe: Stripe, lookupKey: string): Promise<Stripe.Price> {
  const [price] = (await stripe.prices.list({ lookup_keys: [lookupKey], limit: 1 })).data;
  if (price === undefined) throw new Error(`Stripe's catalogue has no price ${lookupKey} yet`);
  return price;
}

/** The one discount that takes this much off, made when it is first needed; none takes nothing off. */
export async function discountsFor(
  stripe: Stripe,
  { amount, currency }: Money,
  price: Stripe.Price | undefined,
): Promise<'' | { coupon: string }[]> {
  if (amount === 0n || price === undefined) return '';
  const product = typeof price.product === 'string' ? price.product : price.product.id;
  const id = `${product}-off-${amount}-${currency.toLowerCase()}`;
  const wanted: Stripe.CouponCreateParams = {
    id,
    name: `As agreed: ${amount} ${currency}`,
    amount_off: Number(amount),
    currency: currency.toLowerCase(),
    duration: 'forever',
    applies_to: { products: [product] },
  };
  // Under no key: its id is fixed, and that Stripe broke once is not to be remembered for a day.
  await stripe.coupons.create(wanted).catch(orIsThere);
  return [{ coupon: id }];
}

const orIsThere = (error: unknown): void => {
  const isThere =
    error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_already_exists';
  if (!isThere) throw error;
};
