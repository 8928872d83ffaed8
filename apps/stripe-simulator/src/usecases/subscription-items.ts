import { refuse } from '../domain/refusals.ts';
import type { Subscription, SubscriptionItem } from '../domain/subscription.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';

/** Keeps where each item belongs, so that one is found without looking through all subscriptions. */
export function keepItems(unit: Unit, { items }: Subscription): void {
  for (const item of items.data) unit.save(item);
}

/** An item as its subscription has it now, and that subscription. */
export function itemNamed(unit: Unit, id: string): { item: SubscriptionItem; subscription: Subscription } {
  const known = unit.find('subscription_item', id);
  const subscription = known === null ? null : required(unit, 'subscription', [known.subscription]);
  const item = subscription?.items.data.find((one) => one.id === id);
  if (subscription === null || item === undefined)
    throw refuse('resource_missing', `No such subscription_item: '${id}'`, { param: 'item' });
  return { item, subscription };
}
