import type Stripe from 'stripe';
import { mergeMetadata } from '../../domain/wire.ts';
import type { ItemChange, Prorates } from '../../usecases/change-items.ts';
import { required } from '../../usecases/find.ts';
import type { Unit } from '../../usecases/ports.ts';
import { itemNamed } from '../../usecases/subscription-items.ts';
import { updateSubscription } from '../../usecases/update-subscription.ts';
import { call, deleted, metadataOf, pagingMask } from '../route.ts';
import type { Subscription } from '../../domain/subscription.ts';

const path = '/v1/subscription_items';
const timing = { proration_behavior: true, proration_date: true, payment_behavior: true } as const;

type Timing = {
  readonly proration_behavior?: string | undefined;
  readonly proration_date?: number | undefined;
};

const change = (unit: Unit, subscription: Subscription, [item, timing]: readonly [ItemChange, Timing]) =>
  updateSubscription(unit, subscription, {
    items: [item],
    prorate: (timing.proration_behavior ?? 'create_prorations') as Prorates,
    proration_date: timing.proration_date,
  });

export const subscriptionItemRoutes = [
  call<Stripe.SubscriptionItemCreateParams>('post', path, {
    simulates: { subscription: true, price: true, quantity: true, ...timing },
    run({ unit, params }) {
      const { subscription: id, price, quantity } = params;
      const found = required(unit, 'subscription', [id, 'subscription']);
      const known = new Set(found.items.data.map((item) => item.id));
      const changed = change(unit, found, [{ price: price ?? '', quantity }, params]);
      return changed.items.data.find((item) => !known.has(item.id)) ?? changed;
    },
  }),
  call<object>('get', `${path}/:item`, {
    simulates: {},
    run: ({ unit, at }) => itemNamed(unit, at('item')).item,
  }),
  call<Stripe.SubscriptionItemUpdateParams>('post', `${path}/:item`, {
    simulates: { price: true, quantity: true, metadata: true, ...timing },
    run({ unit, at, params }) {
      const { item, subscription } = itemNamed(unit, at('item'));
      const { price, quantity } = params;
      const changed =
        price === undefined && quantity === undefined
          ? subscription
          : change(unit, subscription, [{ id: item.id, price, quantity }, params]);
      const metadata = metadataOf(params.metadata);
      const data = changed.items.data.map((one) =>
        one.id === item.id ? { ...one, metadata: mergeMetadata(one.metadata, metadata) } : one,
      );
      const named = { ...changed, items: { ...changed.items, data } };
      if (metadata !== undefined) unit.save(named, 'customer.subscription.updated');
      return data.find(({ id }) => id === item.id) ?? item;
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
