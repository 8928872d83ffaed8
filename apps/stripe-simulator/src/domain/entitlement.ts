import type { Making, Metadata } from './wire.ts';

export type Feature = ReturnType<typeof newFeature>;

export const newFeature = (
  terms: { readonly lookup_key: string; readonly name: string; readonly metadata?: Metadata | undefined },
  { newId }: Making,
) => ({
  id: newId('feat'),
  object: 'entitlements.feature' as const,
  active: true,
  livemode: false,
  lookup_key: terms.lookup_key,
  metadata: terms.metadata ?? {},
  name: terms.name,
});

/** What a product brings with it. */
export type ProductFeature = ReturnType<typeof newProductFeature>;

export const newProductFeature = (
  { product, feature }: { readonly product: string; readonly feature: Feature },
  { newId }: Making,
) => ({
  id: newId('prodft'),
  object: 'product_feature' as const,
  entitlement_feature: feature,
  livemode: false,
  /** Never shown: whose feature it is. */
  sim: { product },
});

/** What a customer may use at present. It follows from subscriptions and is not kept. */
export const activeEntitlement = (customer: string, { id, lookup_key }: Feature) => ({
  id: `ent_test_${customer.slice(4)}${id.slice(5, 13)}`,
  object: 'entitlements.active_entitlement' as const,
  feature: id,
  livemode: false,
  lookup_key,
});
