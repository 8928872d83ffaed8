import { newBalanceTransaction } from '../domain/balance-transaction.ts';
import { newPayout, type Payout, type PayoutTerms } from '../domain/payout.ts';
import { daily, nextMidnight, type PayoutSchedule } from '../domain/payout-schedule.ts';
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
  return send(unit, terms);
}

function send(unit: Unit, terms: PayoutTerms): Payout {
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

/** Pays out by itself from the next midnight on, or no longer. */
export function setPayoutSchedule(unit: Unit, schedule: 'daily' | 'manual'): void {
  const known = unit.find('sim.payout_schedule', 'daily');
  if (schedule === 'daily' && known === null) unit.save(daily(unit.now));
  if (schedule === 'manual' && known !== null) unit.remove(known, null);
}

/**
 * Sends what became available since the last time, one payout for each currency.
 *
 * Where more went back than came in nothing is sent, and the difference waits for the next day.
 */
export function payOutDaily(unit: Unit, schedule: PayoutSchedule): void {
  const waiting = unit
    .list('balance_transaction', { created: { gte: schedule.from } })
    .filter(({ sim, type }) => sim.payout === null && type !== 'payout');
  const left = waiting.filter(({ available_on }) => available_on > unit.now);
  for (const currency of new Set(waiting.map((moved) => moved.currency))) {
    const ready = waiting.filter((moved) => moved.currency === currency && moved.available_on <= unit.now);
    const amount = ready.reduce((sum, { net }) => sum + net, 0);
    if (amount <= 0) {
      left.push(...ready);
      continue;
    }
    const payout = send(unit, { amount, currency, automatic: true });
    for (const moved of ready) unit.save({ ...moved, sim: { payout: payout.id } });
  }
  const from = Math.min(unit.now, ...left.map(({ created }) => created));
  unit.save({ ...schedule, from, next: nextMidnight(unit.now) });
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
