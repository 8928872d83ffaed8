import {
  newBalanceMovement,
  type BalanceMovement,
  type BalanceMovementTerms,
} from '../domain/customer-balance.ts';
import { refuse } from '../domain/refusals.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';

type Moved = Omit<BalanceMovementTerms, 'customer' | 'endingBalance'> & { readonly customer: string };

/** Moves what a customer has to their credit (below zero) or owes (above). */
export function moveCustomerBalance(unit: Unit, moved: Moved): BalanceMovement {
  const customer = required(unit, 'customer', [moved.customer, 'customer']);
  if (customer.currency !== null && customer.balance !== 0 && customer.currency !== moved.currency)
    throw refuse('parameter_invalid', `The balance of this customer is kept in ${customer.currency}.`, {
      param: 'currency',
    });
  const balance = customer.balance + moved.amount;
  const movement = newBalanceMovement({ ...moved, endingBalance: balance }, unit);
  unit.save(movement);
  unit.save({ ...customer, balance, currency: customer.currency ?? moved.currency }, 'customer.updated');
  return movement;
}
