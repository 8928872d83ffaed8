import type Stripe from 'stripe';
import { newProduct, type Product } from '../../domain/catalogue.ts';
import { refuse } from '../../domain/refusals.ts';
import { mergeMetadata } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { checkNew } from '../../usecases/new-ids.ts';
import type { Unit } from '../../usecases/ports.ts';
import type { Given } from '../mask.ts';
import { call, createdRange, deleted, metadataOf, pageOf, pagingMask } from '../route.ts';
import { searchRoute } from '../search.ts';
import { currencyOptionsMask, priceFrom } from './prices.routes.ts';

const path = '/v1/products';

const terms = {
  active: true,
  description: true,
  images: true,
  marketing_features: true,
  metadata: true,
  name: true,
  shippable: true,
  statement_descriptor: true,
  tax_code: true,
  unit_label: true,
  url: true,
} as const;

export const productRoutes = [
  call<Stripe.ProductCreateParams>('post', path, {
    simulates: {
      ...terms,
      default_price_data: {
        currency: true,
        currency_options: currencyOptionsMask,
        metadata: true,
        recurring: true,
        tax_behavior: true,
        unit_amount: true,
      },
      id: true,
    },
    run: ({ unit, params }) => createProduct(unit, params),
  }),
  searchRoute('product', `${path}/search`, ({ active, description, name, url, metadata }) => ({
    active,
    description,
    name,
    url,
    metadata,
  })),
  call<object>('get', `${path}/:product`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'product', [at('product')]),
  }),
  call<Stripe.ProductUpdateParams>('post', `${path}/:product`, {
    simulates: { ...terms, default_price: true },
    run({ unit, at, params }) {
      const changed = changeProduct(unit, required(unit, 'product', [at('product')]), params);
      unit.save(changed, 'product.updated');
      return changed;
    },
  }),
  call<object>('delete', `${path}/:product`, {
    simulates: {},
    run({ unit, at }) {
      const found = required(unit, 'product', [at('product')]);
      if (unit.list('price', { parent: found.id }).length > 0)
        throw refuse('body_invalid', 'This product cannot be deleted because it has one or more prices.');
      unit.remove(found, 'product.deleted');
      return deleted('product', found.id);
    },
  }),
  call<Stripe.ProductListParams>('get', path, {
    simulates: { ...pagingMask, active: true, created: true, ids: true, shippable: true, url: true },
    run(given) {
      const { active, created, ids, shippable, url } = given.params;
      return pageOf(given, 'product', {
        url: path,
        where: { created: createdRange(created) },
        keep: (found) =>
          (active ?? found.active) === found.active &&
          (shippable ?? found.shippable) === found.shippable &&
          (url ?? found.url) === found.url &&
          (ids?.includes(found.id) ?? true),
      });
    },
  }),
];

/** With its default price, where it comes with one. */
function createProduct(unit: Unit, params: Given<Stripe.ProductCreateParams>): Product {
  const { default_price_data: priced, metadata, ...given } = params;
  checkNew(unit, 'product', given.id);
  checkNamed(given.name);
  const product = newProduct({ ...given, metadata: metadataOf(metadata) }, unit);
  if (priced === undefined) {
    unit.save(product, 'product.created');
    return product;
  }
  const price = priceFrom(priced, product.id, unit);
  const complete = { ...product, default_price: price.id };
  unit.save(complete, 'product.created');
  unit.save(price, 'price.created');
  return complete;
}

function checkNamed(name: string | undefined): void {
  if (name === '') throw refuse('parameter_invalid_empty', 'A product needs a name.', { param: 'name' });
}

type Update = Given<Stripe.ProductUpdateParams>;

function changeProduct(unit: Unit, found: Product, params: Update): Product {
  const { default_price, images, marketing_features: features, metadata, ...given } = params;
  checkNamed(given.name);
  return {
    ...found,
    active: given.active ?? found.active,
    default_price:
      default_price === undefined
        ? found.default_price
        : required(unit, 'price', [default_price, 'default_price']).id,
    description: textOf(given.description, found.description),
    images: listGiven(images, found.images),
    marketing_features: listGiven(features, found.marketing_features),
    metadata: mergeMetadata(found.metadata, metadataOf(metadata)),
    name: given.name ?? found.name,
    shippable: given.shippable ?? found.shippable,
    statement_descriptor: textOf(given.statement_descriptor, found.statement_descriptor),
    tax_code: textOf(given.tax_code, found.tax_code),
    unit_label: textOf(given.unit_label, found.unit_label),
    updated: unit.now,
    url: textOf(given.url, found.url),
  };
}

const textOf = (given: string | undefined, current: string | null): string | null =>
  given === undefined ? current : given || null;

const listGiven = <T>(given: '' | readonly T[] | undefined, current: readonly T[]): readonly T[] =>
  given === undefined ? current : given || [];
