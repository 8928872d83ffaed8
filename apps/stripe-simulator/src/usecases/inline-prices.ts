import { newPrice, newProduct, type Price, type PriceTerms, type ProductTerms } from '../domain/catalogue.ts';
import { refuse } from '../domain/refusals.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';

/** The product that a price is for: one that is there, or a new one. */
export function productFor(unit: Unit, given: string | undefined, data: ProductTerms | undefined): string {
  if ((given === undefined) === (data === undefined))
    throw refuse('parameter_missing', 'You must pass either `product` or `product_data`.', {
      param: 'product',
    });
  if (given !== undefined) return required(unit, 'product', [given, 'product']).id;
  const product = newProduct(data ?? { name: '' }, unit);
  unit.save(product, 'product.created');
  return product.id;
}

type Inline = Omit<PriceTerms, 'product'> & {
  readonly product?: string | undefined;
  readonly product_data?: ProductTerms | undefined;
};

/** A price that is made where it is sold, and that nobody can use again. */
export function inlinePrice(unit: Unit, { product, product_data, ...terms }: Inline): Price {
  const price = newPrice({ ...terms, product: productFor(unit, product, product_data) }, unit);
  const made = { ...price, active: false };
  unit.save(made, 'price.created');
  return made;
}
