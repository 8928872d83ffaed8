import { z } from 'zod';
import { newPrice, newProduct, type Price, type Product } from '../../domain/catalogue.ts';
import { refuse } from '../../domain/refusals.ts';
import { mergeMetadata } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { productFor } from '../../usecases/inline-prices.ts';
import { checkNew } from '../../usecases/new-ids.ts';
import type { Unit } from '../../usecases/ports.ts';
import { created, currency, flag, id, interval, many, metadata, natural, paging, text } from '../params.ts';
import { deleted, pageOf, route } from '../route.ts';
import { searchRoute } from '../search.ts';

const productTerms = {
  active: flag.optional(),
  default_price: id.optional(),
  description: text.optional(),
  images: many(text).optional(),
  metadata: metadata.optional(),
  statement_descriptor: text.optional(),
  tax_code: text.optional(),
  unit_label: text.optional(),
  url: text.optional(),
};

export const recurring = z.strictObject({
  interval,
  interval_count: natural.pipe(z.number().min(1).max(1_095)).optional(),
  usage_type: z.literal('licensed').optional(),
});

const priceTerms = {
  active: flag.optional(),
  lookup_key: z.string().max(200).optional(),
  metadata: metadata.optional(),
  nickname: text.optional(),
  tax_behavior: z.enum(['exclusive', 'inclusive', 'unspecified']).optional(),
  transfer_lookup_key: flag.optional(),
};

export const productRoutes = [
  route('post', '/v1/products', {
    params: z
      .strictObject({ ...productTerms, id: id.optional(), name: text.min(1) })
      .omit({ default_price: true }),
    run({ unit, params }) {
      checkNew(unit, 'product', params.id);
      const product = newProduct(params, unit);
      unit.save(product, 'product.created');
      return product;
    },
  }),
  searchRoute('product', '/v1/products/search', ({ active, description, name, url, metadata }) => ({
    active,
    description,
    name,
    url,
    metadata,
  })),
  route('get', '/v1/products/:product', {
    params: z.strictObject({}),
    run: ({ unit, at }) => required(unit, 'product', [at('product')]),
  }),
  route('post', '/v1/products/:product', {
    params: z.strictObject({ ...productTerms, name: text.optional() }),
    run({ unit, at, params: { metadata, default_price, ...terms } }) {
      const found = required(unit, 'product', [at('product')]);
      const price =
        default_price === undefined
          ? found.default_price
          : required(unit, 'price', [default_price, 'default_price']).id;
      const given = Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined));
      const changed: Product = {
        ...found,
        ...given,
        default_price: price,
        metadata: mergeMetadata(found.metadata, metadata),
        updated: unit.now,
      };
      unit.save(changed, 'product.updated');
      return changed;
    },
  }),
  route('delete', '/v1/products/:product', {
    params: z.strictObject({}),
    run({ unit, at }) {
      const found = required(unit, 'product', [at('product')]);
      if (unit.list('price', { parent: found.id }).length > 0)
        throw refuse('body_invalid', 'This product cannot be deleted because it has one or more prices.');
      unit.remove(found, 'product.deleted');
      return deleted('product', found.id);
    },
  }),
  route('get', '/v1/products', {
    params: z.strictObject({ ...paging, active: flag.optional(), created, ids: many(id).optional() }),
    run: (call) =>
      pageOf(call, 'product', {
        url: '/v1/products',
        where: { created: call.params.created },
        keep: ({ id, active }) =>
          (call.params.active ?? active) === active && (call.params.ids?.includes(id) ?? true),
      }),
  }),
];

export const priceRoutes = [
  route('post', '/v1/prices', {
    params: z.strictObject({
      ...priceTerms,
      currency,
      product: id.optional(),
      product_data: z.strictObject({ name: text.min(1), metadata: metadata.optional() }).optional(),
      recurring: recurring.optional(),
      unit_amount: natural,
    }),
    run({ unit, params: { product_data, transfer_lookup_key, ...terms } }) {
      const product = productFor(unit, terms.product, product_data);
      takeLookupKey(unit, terms.lookup_key, transfer_lookup_key ?? false);
      const price = newPrice({ ...terms, product }, unit);
      unit.save(price, 'price.created');
      return price;
    },
  }),
  searchRoute('price', '/v1/prices/search', ({ active, currency, lookup_key, product, type, metadata }) => ({
    active,
    currency,
    lookup_key,
    product,
    type,
    metadata,
  })),
  route('get', '/v1/prices/:price', {
    params: z.strictObject({}),
    run: ({ unit, at }) => required(unit, 'price', [at('price')]),
  }),
  route('post', '/v1/prices/:price', {
    params: z.strictObject(priceTerms),
    run({ unit, at, params }) {
      const found = required(unit, 'price', [at('price')]);
      if (params.lookup_key !== found.lookup_key)
        takeLookupKey(unit, params.lookup_key, params.transfer_lookup_key ?? false);
      const changed: Price = {
        ...found,
        active: params.active ?? found.active,
        lookup_key: params.lookup_key === '' ? null : (params.lookup_key ?? found.lookup_key),
        metadata: mergeMetadata(found.metadata, params.metadata),
        nickname: params.nickname ?? found.nickname,
      };
      unit.save(changed, 'price.updated');
      return changed;
    },
  }),
  route('get', '/v1/prices', {
    params: z.strictObject({
      ...paging,
      active: flag.optional(),
      created,
      currency: currency.optional(),
      lookup_keys: many(text).optional(),
      product: id.optional(),
      type: z.enum(['one_time', 'recurring']).optional(),
    }),
    run(call) {
      const { active, currency, lookup_keys, product, type } = call.params;
      const keep = (price: Price): boolean =>
        (active ?? price.active) === price.active &&
        (currency ?? price.currency) === price.currency &&
        (type ?? price.type) === price.type &&
        (lookup_keys === undefined || lookup_keys.includes(price.lookup_key ?? ''));
      return pageOf(call, 'price', {
        url: '/v1/prices',
        where: { parent: product, created: call.params.created },
        keep,
      });
    },
  }),
];

/** A lookup key names one price at a time; it moves only where that is asked for. */
function takeLookupKey(unit: Unit, key: string | undefined, transfer: boolean): void {
  if (key === undefined || key === '') return;
  const holder = unit.page('price', { where: {}, limit: 1, keep: ({ lookup_key }) => lookup_key === key })
    ?.data[0];
  if (holder === undefined) return;
  if (!transfer)
    throw refuse(
      'resource_already_exists',
      `A price (\`${holder.id}\`) already uses that lookup key. Set \`transfer_lookup_key=true\` to transfer it.`,
      { param: 'lookup_key' },
    );
  unit.save({ ...holder, lookup_key: null }, 'price.updated');
}
