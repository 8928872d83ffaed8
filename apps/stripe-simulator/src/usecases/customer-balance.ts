import { balanceIn, withBalanceIn } from '../domain/customer.ts';
import {
  newBalanceMovement,
  type BalanceMovement,
  type BalanceMovementTerms,
} from '../domain/customer-balance.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';

type Moved = Omit<BalanceMovementTerms, 'customer' | 'endingBalance'> & { readonly customer: string };

/** Moves what a customer has to their credit (below zero) or owes (above) in the currency of the movement. */
export function moveCustomerBalance(unit: Unit, moved: Moved): BalanceMovement {
  const customer = required(unit, 'customer', [moved.customer, 'customer']);
  const balance = balanceIn(customer, moved.currency) + moved.amount;
  const movement = newBalanceMovement({ ...moved, endingBalance: balance }, unit);
  unit.save(movement);
  unit.save(withBalanceIn(customer, moved.currency, balance), 'customer.updated');
  return movement;
}
