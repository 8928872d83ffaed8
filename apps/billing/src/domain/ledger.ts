import type { Money } from '@gatefold/kernel';
import { isAboutCharge, type Change, type ChargeChange } from './change.ts';

/**
 * Where money stands. Positive is a debit, negative a credit.
 *
 * `receivable` is cleared by cash: what an invoice claims, a payment settles. `deferred` is owed in
 * reading, `revenue` is earned; both by phase. `suspense` holds what nobody can explain yet.
 */
export type Account =
  | 'receivable'
  | `deferred:${string}`
  | `revenue:${string}`
  | 'refunds-owed'
  | 'stripe-balance'
  | 'stripe-fees'
  | 'bank'
  | 'disputes'
  | 'suspense';

export type Journal = 'documents' | 'cash';

export type Line = { readonly account: Account; readonly amount: Money };

/** One booking. `key` names its cause within the journal, so that nothing is booked twice. */
export type Entry = {
  readonly journal: Journal;
  readonly key: string;
  /** The Stripe object that it rests on. */
  readonly source: string;
  readonly lines: readonly Line[];
};

/** Throws unless every currency of the lines adds up to zero: an entry that does not is a bug, never data. */
export function checkBalanced({ key, lines }: Entry): void {
  const sums = new Map<string, bigint>();
  for (const { amount } of lines)
    sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + amount.amount);
  for (const [currency, sum] of sums)
    if (sum !== 0n) throw new RangeError(`entry ${key} is off by ${sum} ${currency}`);
}

/** What the documents journal says of `changes`: claims, credits, and what was earned. */
export const documentsOf = (changes: readonly Change[]): Entry[] =>
  changes
    .filter(isAboutCharge)
    .map(documentOf)
    .filter((entry) => entry !== null);

function documentOf(change: ChargeChange): Entry | null {
  const { charge } = change;
  const { phase, amount } = charge;
  const source = charge.stripeInvoiceId ?? charge.id;
  const deferred: Account = `deferred:${phase}`;
  const revenue: Account = `revenue:${phase}`;
  switch (change.type) {
    case 'charge-opened':
      return document(`invoice:${source}`, source, [debit('receivable', amount), credit(deferred, amount)]);
    case 'charge-voided':
      return charge.isBooked
        ? document(`void:${source}`, source, [debit(deferred, amount), credit('receivable', amount)])
        : null;
    case 'charge-refunded': {
      const { amount: back, stripeRefundId } = change.refund;
      const unearned = { ...back, amount: back.amount - change.fromEarned };
      return document(`credit:${stripeRefundId}`, stripeRefundId, [
        debit(deferred, unearned),
        debit(revenue, { ...back, amount: change.fromEarned }),
        credit('receivable', back),
      ]);
    }
    case 'refund-failed': {
      const { amount: back, stripeRefundId } = change.refund;
      return document(`credit-failed:${stripeRefundId}`, stripeRefundId, [
        debit('receivable', back),
        credit('refunds-owed', back),
      ]);
    }
    case 'revenue-earned': {
      const earned = { ...amount, amount: change.amount };
      return document(`earned:${charge.id}:${charge.earned}`, source, [
        debit(deferred, earned),
        credit(revenue, earned),
      ]);
    }
    case 'charge-paid':
    case 'attempt-failed':
    case 'charge-disputed':
    case 'dispute-closed':
      return null;
  }
}

const document = (key: string, source: string, lines: readonly Line[]): Entry => ({
  journal: 'documents',
  key,
  source,
  lines: lines.filter(({ amount }) => amount.amount !== 0n),
});

export const debit = (account: Account, amount: Money): Line => ({ account, amount });
export const credit = (account: Account, { amount, currency }: Money): Line => ({
  account,
  amount: { amount: -amount, currency },
});
