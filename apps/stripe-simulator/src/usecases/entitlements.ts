import type { Feature } from '../domain/entitlement.ts';
import type { Unit } from './ports.ts';

const entitling = new Set(['active', 'past_due', 'trialing']);

/** What the customer's live subscriptions bring with them, each feature once. */
export function featuresOf(unit: Unit, customer: string): Feature[] {
  const products = unit
    .list('subscription', { customer })
    .filter(({ status }) => entitling.has(status))
    .flatMap(({ items }) => items.data.map(({ price }) => price.product));
  const features = [...new Set(products)].flatMap((product) =>
    unit.list('product_feature', { parent: product }).map(({ entitlement_feature }) => entitlement_feature),
  );
  return features.filter((feature, index) => features.findIndex(({ id }) => id === feature.id) === index);
}
