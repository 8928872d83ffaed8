import { refuse } from '../domain/refusals.ts';
import type { Unit } from './ports.ts';

/** Refuses an id of the caller's choice that is taken. */
export function checkNew(unit: Unit, kind: 'coupon' | 'product', id: string | undefined): void {
  if (id !== undefined && unit.find(kind, id) !== null)
    throw refuse('resource_already_exists', `${kind === 'coupon' ? 'Coupon' : 'Product'} already exists.`, {
      param: 'id',
    });
}
