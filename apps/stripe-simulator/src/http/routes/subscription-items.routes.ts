import type Stripe from 'stripe';
import type { ItemChange, Prorates } from '../../usecases/change-items.ts';
import { required } from '../../usecases/find.ts';
import type { Unit } from '../../usecases/ports.ts';
import { itemNamed } from '../../usecases/subscription-items.ts';
import { updateBy } from '../../usecases/pending-update.ts';
import { call, deleted, metadataOf, pagingMask } from '../route.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { ownerOf } from './create-subscription.ts';
import { priceOf, recurringPriceMask } from './sold-items.ts';

const path = '/v1/subscription_items';
const timing = {
  off_session: true,
  payment_behavior: true,
  proration_behavior: true,
  proration_date: true,
} as const;

type Timing = {
  readonly off_session?: boolean | undefined;
  readonly payment_behavior?: string | undefined;
  readonly proration_behavior?: string | undefined;
  readonly proration_date?: number | undefined;
};

const change = (unit: Unit, subscription: Subscription, [item, timing]: readonly [ItemChange, Timing]) =>
  updateBy(unit, subscription, [
    timing.payment_behavior,
    {
      items: [item],
      owner: ownerOf(timing),
      prorate: (timing.proration_behavior ?? 'create_prorations') as Prorates,
      ...(timing.proration_date === undefined ? {} : { proration_date: timing.proration_date }),
    },
  ]);

const discounts = { coupon: true, discount: true, promotion_code: true } as const;

type ChangeGiven = Pick<ItemChange, 'price' | 'quantity'> & {
  readonly discounts?: ItemChange['discounts'];
  readonly metadata?: '' | Readonly<Record<string, unknown>> | undefined;
};

const changeOf = ({ discounts, metadata, price, quantity }: ChangeGiven): ItemChange => ({
  discounts,
  metadata: metadataOf(metadata),
  price,
  quantity,
});

export const subscriptionItemRoutes = [
  call<Stripe.SubscriptionItemCreateParams>('post', path, {
    simulates: {
      subscription: true,
      discounts,
      metadata: true,
      price: true,
      price_data: recurringPriceMask,
      quantity: true,
      ...timing,
    },
    run({ unit, params }) {
      const { subscription: id, price_data, price = '', ...given } = params;
      const found = required(unit, 'subscription', [id, 'subscription']);
      const known = new Set(found.items.data.map((item) => item.id));
      const priced = price_data === undefined ? price : priceOf(unit, { price_data }, 'items[0]').id;
      const changed = change(unit, found, [changeOf({ ...given, price: priced }), params]);
      return changed.items.data.find((item) => !known.has(item.id)) ?? changed;
    },
  }),
  call<object>('get', `${path}/:item`, {
    simulates: {},
    run: ({ unit, at }) => itemNamed(unit, at('item')).item,
  }),
  call<Stripe.SubscriptionItemUpdateParams>('post', `${path}/:item`, {
    simulates: {
      discounts,
      metadata: true,
      price: true,
      price_data: recurringPriceMask,
      quantity: true,
      ...timing,
    },
    run({ unit, at, params }) {
      const { item, subscription } = itemNamed(unit, at('item'));
      const { price_data, ...given } = params;
      const priced = price_data === undefined ? {} : { price: priceOf(unit, { price_data }, 'items[0]').id };
      const asked = { ...changeOf({ ...given, ...priced }), id: item.id };
      const changed = change(unit, subscription, [asked, params]);
      return changed.items.data.find(({ id }) => id === item.id) ?? item;
    },
  }),
  call<Stripe.SubscriptionItemDeleteParams>('delete', `${path}/:item`, {
    simulates: { proration_behavior: true, proration_date: true },
    run({ unit, at, params }) {
      const { item, subscription } = itemNamed(unit, at('item'));
      change(unit, subscription, [{ id: item.id, deleted: true }, params]);
      return deleted('subscription_item', item.id);
    },
  }),
  call<Stripe.SubscriptionItemListParams>('get', path, {
    simulates: { ...pagingMask, subscription: true },
    run: ({ unit, params }) => ({
      plain: { ...required(unit, 'subscription', [params.subscription, 'subscription']).items },
    }),
  }),
];
