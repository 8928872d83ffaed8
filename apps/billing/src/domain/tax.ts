import type { SeenInvoice } from './seen.ts';
import { takenBackOf, type Charge } from './subscription.ts';

type Taxed = Pick<Charge, 'amount' | 'tax' | 'refunds' | 'owed'>;

/** The tax in an invoice, in minor units: never less than nothing or more than all of it, whatever its lines turn back. */
export function taxIn({ total, tax = 0n }: Pick<SeenInvoice, 'total' | 'tax'>): bigint {
  if (tax < 0n) return 0n;
  return tax < total.amount ? tax : total.amount;
}

/**
 * How much of `sum` is tax, where that is given back next.
 *
 * Rounded half up over all that is given back by then, so that parts of whatever size add up to the whole tax exactly:
 * of a dollar with 19 cents in it the first half takes 10, the second 9.
 */
export function taxOfNext(charge: Taxed, sum: bigint): bigint {
  const before = takenBackOf(charge);
  return taxWithin(charge, before + sum) - taxWithin(charge, before);
}

/** What is left of a charge for reading, in minor units: without its tax, and without what is not ours any more. */
export function netOf(charge: Taxed): bigint {
  const gross = charge.amount.amount - takenBackOf(charge);
  return gross - (charge.tax - taxWithin(charge, takenBackOf(charge)));
}

/** The tax in the first `sum` of an amount. */
function taxWithin({ amount: { amount: gross }, tax }: Taxed, sum: bigint): bigint {
  if (tax === 0n || sum >= gross) return tax;
  return (2n * tax * sum + gross) / (2n * gross);
}
