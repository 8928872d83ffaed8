import type { ChargeChange } from './change.ts';
import type { Charge } from './subscription.ts';
import { netOf } from './tax.ts';

/**
 * Recognises as revenue what periods that are over by `now` have earned.
 *
 * Whole periods only: what falls to a part of one is computed when a report asks, from the same figures.
 */
export function earn(
  charges: readonly Charge[],
  now: Date,
): { charges: readonly Charge[]; changes: readonly ChargeChange[] } {
  const changes: ChargeChange[] = [];
  const earned = charges.map((charge) => {
    const amount = unearnedOf(charge);
    if (amount <= 0n || charge.period.until > now) return charge;
    const next = { ...charge, earned: charge.earned + amount };
    changes.push({ type: 'revenue-earned', charge: next, amount });
    return next;
  });
  return { charges: earned, changes };
}

/** What was paid without its tax, neither given back nor owed to the reader, and not yet recognised; in minor units. */
export const unearnedOf = (charge: Charge): bigint =>
  charge.status === 'paid' ? netOf(charge) - charge.earned : 0n;
