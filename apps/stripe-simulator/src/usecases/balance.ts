import type { Plain } from '../domain/shown.ts';
import type { Unit } from './ports.ts';

/** What the account holds: the sum of all balance transactions, split by whether they are available yet. */
export function balanceAt(unit: Unit): Plain {
  const available = new Map<string, number>();
  const pending = new Map<string, number>();
  for (const { currency, net, available_on } of unit.list('balance_transaction', {})) {
    const side = available_on <= unit.now ? available : pending;
    side.set(currency, (side.get(currency) ?? 0) + net);
  }
  for (const currency of [...available.keys(), ...pending.keys(), 'usd'])
    for (const side of [available, pending]) if (!side.has(currency)) side.set(currency, 0);
  return { object: 'balance', available: funds(available), livemode: false, pending: funds(pending) };
}

const funds = (sums: ReadonlyMap<string, number>) =>
  [...sums].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));

/** What can be paid out of one currency at this moment. */
export const availableIn = (unit: Unit, currency: string): number =>
  unit
    .list('balance_transaction', {})
    .filter((moved) => moved.currency === currency && moved.available_on <= unit.now)
    .reduce((sum, { net }) => sum + net, 0);
