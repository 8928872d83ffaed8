import { fromUnix, money } from '@gatefold/kernel';
import Stripe from 'stripe';
import type { Interval } from '../../domain/offer.ts';
import type { SoldElsewhere } from '../../domain/import-rows.ts';
import type { ImportsAtStripe } from '../../usecases/import-ports.ts';
import { CHECKOUT_ID, statusFrom } from './from-stripe.ts';
import { unreachable, type Read } from './reads.ts';

const expand = ['customer', 'latest_invoice'];

/** Subscriptions that were sold without us. Reading them is a sweep: readers who wait go first. */
export const importsAtStripe = ({ stripe, read }: { stripe: Stripe; read: Read }): ImportsAtStripe => ({
  async soldElsewhere(id) {
    const found = await read('sweep', () =>
      stripe.subscriptions.retrieve(id, { expand }).catch((error: unknown) => {
        if (error instanceof Stripe.errors.StripeInvalidRequestError) return null;
        throw error;
      }),
    );
    return found === null ? null : soldFrom(found);
  },

  async soldElsewhereAfter(id, limit) {
    const { data, has_more } = await read('sweep', () =>
      stripe.subscriptions.list({
        limit,
        expand: expand.map((field) => `data.${field}`),
        ...(id === null ? {} : { starting_after: id }),
      }),
    );
    return { sold: data.map(soldFrom), isLast: !has_more };
  },

  async adopt(id, claimId) {
    await stripe.subscriptions
      .update(id, { metadata: { [CHECKOUT_ID]: claimId } })
      .catch((error: unknown) => {
        throw unreachable(error);
      });
  },
});

function soldFrom(subscription: Stripe.Subscription): SoldElsewhere {
  const { customer } = subscription;
  const known = typeof customer === 'string' || customer.deleted === true ? null : customer;
  return {
    id: subscription.id,
    customerId: typeof customer === 'string' ? customer : customer.id,
    email: known?.email ?? null,
    checkoutId: subscription.metadata[CHECKOUT_ID] ?? null,
    status: statusFrom(subscription.status),
    startedAt: fromUnix(subscription.start_date),
    ...itemsFrom(subscription),
    isPaused: subscription.pause_collection !== null,
    isDiscounted: isDiscounted(subscription, known),
    isScheduled: subscription.schedule !== null,
    isInvoiced: subscription.collection_method === 'send_invoice',
    isOwing: isOwing(subscription),
  };
}

function itemsFrom({ items: { data }, start_date }: Stripe.Subscription) {
  const [item] = data;
  return {
    paidThrough: fromUnix(item?.current_period_end ?? start_date),
    priceId: item?.price.id ?? null,
    pieces: data.reduce((sum, { quantity }) => sum + (quantity ?? 1), 0),
    price: item === undefined ? null : priceFrom(item.price),
  };
}

const isDiscounted = ({ discounts, items }: Stripe.Subscription, of: Stripe.Customer | null): boolean =>
  discounts.length > 0 ||
  items.data.some((one) => one.discounts.length > 0) ||
  (of?.discount ?? null) !== null;

const isOwing = ({ latest_invoice: newest }: Stripe.Subscription): boolean =>
  newest !== null && typeof newest !== 'string' && (newest.status === 'draft' || newest.status === 'open');

const units: readonly Interval['unit'][] = ['day', 'week', 'month', 'year'];

function priceFrom({ unit_amount, currency, recurring, billing_scheme, transform_quantity }: Stripe.Price) {
  const isFixed =
    unit_amount !== null &&
    recurring !== null &&
    recurring.usage_type === 'licensed' &&
    billing_scheme === 'per_unit' &&
    transform_quantity === null;
  const unit = units.find((one) => one === recurring?.interval);
  if (!isFixed || unit === undefined) return null;
  const interval: Interval = { unit, count: recurring.interval_count };
  return { amount: money(BigInt(unit_amount), currency), interval };
}
