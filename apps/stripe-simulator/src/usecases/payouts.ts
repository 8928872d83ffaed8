import { newBalanceTransaction } from '../domain/balance-transaction.ts';
import { newPayout, type Payout, type PayoutTerms } from '../domain/payout.ts';
import { refuse } from '../domain/refusals.ts';
import { availableIn } from './balance.ts';
import type { Unit } from './ports.ts';

/** Sends what is available of the balance to the bank. It arrives in two days. */
export function createPayout(unit: Unit, terms: PayoutTerms): Payout {
  const available = availableIn(unit, terms.currency);
  if (terms.amount <= 0)
    throw refuse('parameter_invalid_integer', 'A payout is at least 1.', { param: 'amount' });
  if (terms.amount > available)
    throw refuse(
      'balance_insufficient',
      `You have insufficient funds in your Stripe account for this transfer: ${available} is available.`,
      { param: 'amount' },
    );
  const plain = newPayout(terms, unit);
  const booked = newBalanceTransaction(
    {
      amount: -terms.amount,
      currency: terms.currency,
      fee: 0,
      source: plain.id,
      type: 'payout',
      description: 'STRIPE PAYOUT',
    },
    unit,
  );
  unit.save(booked);
  const payout = { ...plain, balance_transaction: booked.id };
  unit.save(payout, 'payout.created');
  return payout;
}

/** The money is at the bank. */
export function arrive(unit: Unit, payout: Payout): void {
  unit.save({ ...payout, status: 'paid' }, 'payout.updated', 'payout.paid');
}

/** Taken back before it left: the money is on the balance again. */
export function returnPayout(unit: Unit, payout: Payout): Payout {
  const returned = newBalanceTransaction(
    {
      amount: payout.amount,
      currency: payout.currency,
      fee: 0,
      source: payout.id,
      type: 'payout',
      description: 'STRIPE PAYOUT CANCEL',
    },
    unit,
  );
  unit.save(returned);
  const canceled = { ...payout, status: 'canceled' } as const;
  unit.save(canceled, 'payout.canceled');
  return canceled;
}
