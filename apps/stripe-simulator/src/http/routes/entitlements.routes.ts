import type Stripe from 'stripe';
import { activeEntitlement, newFeature, newProductFeature } from '../../domain/entitlement.ts';
import { refuse } from '../../domain/refusals.ts';
import { mergeMetadata } from '../../domain/wire.ts';
import { featuresOf } from '../../usecases/entitlements.ts';
import { required } from '../../usecases/find.ts';
import { call, deleted, metadataOf, pageOf, pagingMask } from '../route.ts';

const features = '/v1/entitlements/features';
const active = '/v1/entitlements/active_entitlements';
const attached = '/v1/products/:product/features';

export const entitlementRoutes = [
  call<Stripe.Entitlements.FeatureCreateParams>('post', features, {
    simulates: { lookup_key: true, name: true, metadata: true },
    run({ unit, params }) {
      if (params.lookup_key.length > 80)
        throw refuse('parameter_invalid', 'A lookup_key has at most 80 characters.', { param: 'lookup_key' });
      if (unit.count('entitlements.feature', { tag: params.lookup_key }) > 0)
        throw refuse('resource_already_exists', 'A feature with this lookup_key exists already.', {
          param: 'lookup_key',
        });
      const made = newFeature({ ...params, metadata: metadataOf(params.metadata) }, unit);
      unit.save(made);
      return made;
    },
  }),
  call<object>('get', `${features}/:feature`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'entitlements.feature', [at('feature')]),
  }),
  call<Stripe.Entitlements.FeatureUpdateParams>('post', `${features}/:feature`, {
    simulates: { active: true, metadata: true, name: true },
    run({ unit, at, params }) {
      const found = required(unit, 'entitlements.feature', [at('feature')]);
      const changed = {
        ...found,
        active: params.active ?? found.active,
        metadata: mergeMetadata(found.metadata, metadataOf(params.metadata)),
        name: params.name ?? found.name,
      };
      unit.save(changed);
      return changed;
    },
  }),
  call<Stripe.Entitlements.FeatureListParams>('get', features, {
    simulates: { ...pagingMask, archived: true, lookup_key: true },
    run: (given) =>
      pageOf(given, 'entitlements.feature', {
        url: features,
        where: { tag: given.params.lookup_key },
        keep: (found) => given.params.archived === undefined || found.active !== given.params.archived,
      }),
  }),
  call<Stripe.Entitlements.ActiveEntitlementListParams>('get', active, {
    simulates: { ...pagingMask, customer: true },
    run({ unit, params: { customer: id, limit = 10 } }) {
      const customer = required(unit, 'customer', [id, 'customer']);
      const all = featuresOf(unit, customer.id).map((feature) => activeEntitlement(customer.id, feature));
      return {
        plain: { object: 'list', url: active, has_more: all.length > limit, data: all.slice(0, limit) },
      };
    },
  }),
  call<Stripe.ProductCreateFeatureParams>('post', attached, {
    simulates: { entitlement_feature: true },
    run({ unit, at, params }) {
      const product = required(unit, 'product', [at('product'), 'product']);
      const feature = required(unit, 'entitlements.feature', [
        params.entitlement_feature,
        'entitlement_feature',
      ]);
      const made = newProductFeature({ product: product.id, feature }, unit);
      unit.save(made);
      return made;
    },
  }),
  call<object>('get', `${attached}/:feature`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'product_feature', [at('feature')]),
  }),
  call<object>('delete', `${attached}/:feature`, {
    simulates: {},
    run({ unit, at }) {
      const found = required(unit, 'product_feature', [at('feature')]);
      unit.remove(found, null);
      return deleted('product_feature', found.id);
    },
  }),
  call<Stripe.ProductListFeaturesParams>('get', attached, {
    simulates: pagingMask,
    run: (given) =>
      pageOf(given, 'product_feature', {
        url: `/v1/products/${given.at('product')}/features`,
        where: { parent: given.at('product') },
      }),
  }),
];
