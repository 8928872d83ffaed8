import type { Money } from '@gatefold/kernel';
import { isAboutCharge, type Change, type ChargeChange, type TakenFrom } from './change.ts';
import type { Charge } from './subscription.ts';

/**
 * Where money stands. Positive is a debit, negative a credit.
 *
 * `receivable` is cleared by cash: what an invoice claims, a payment settles. `deferred` is owed in
 * reading, `revenue` is earned; both by phase and without `tax`, which is owed to the state. `goodwill` is what credit that we gave has paid. `paid-outside` is what staff say has
 * come by another way than Stripe: the publisher's own books have it on from there. `suspense` holds what nobody can explain yet.
 */
export type Account =
  | 'receivable'
  | `deferred:${string}`
  | `revenue:${string}`
  | 'tax'
  | 'goodwill'
  | 'paid-outside'
  | 'refunds-owed'
  | 'stripe-balance'
  | 'stripe-fees'
  | 'bank'
  | 'disputes'
  /** Between two currencies where Stripe changes one into the other: what is left in each is the rate, not a debt. */
  | 'trading'
  /** Moved by what was charged before a subscription was taken over. */
  | 'opening'
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

type Of<K extends ChargeChange['type']> = Extract<ChargeChange, { type: K }>;
type Bookings = { readonly [K in ChargeChange['type']]: ((change: Of<K>) => Entry | null) | null };

/** What is booked for each change; null where no document is. A new change does not compile until it is here. */
const bookings: Bookings = {
  'charge-opened': ({ charge }) => claimed(charge, 'invoice'),
  'charge-reopened': ({ charge }) => claimed(charge, 'invoice-again'),
  'charge-voided': ({ charge }) => (charge.isBooked ? unclaimed(charge) : null),
  'charge-refunded': creditNote,
  'refund-failed': refundOwed,
  'revenue-earned': earned,
  'credit-used': creditUsed,
  'paid-outside': paidOutside,
  'charge-paid': null,
  'attempt-failed': null,
  'charge-disputed': null,
  'dispute-closed': null,
  'charge-begun': null,
};

function documentOf<K extends ChargeChange['type']>(change: Of<K>): Entry | null {
  const book: Bookings[K] = bookings[change.type as K];
  return book === null ? null : book(change);
}

const sourceOf = ({ stripeInvoiceId, id }: Charge): string => stripeInvoiceId ?? id;

function claimed(charge: Charge, why: 'invoice' | 'invoice-again'): Entry {
  const source = sourceOf(charge);
  const { deferred } = accountsOf(charge);
  const { net, tax } = partsOf(charge);
  return document(`${why}:${source}`, source, [
    debit('receivable', charge.amount),
    credit(deferred, net),
    credit('tax', tax),
  ]);
}

function unclaimed(charge: Charge): Entry {
  const source = sourceOf(charge);
  const { deferred } = accountsOf(charge);
  const { net, tax } = partsOf(charge);
  return document(`void:${source}`, source, [
    debit(deferred, net),
    debit('tax', tax),
    credit('receivable', charge.amount),
  ]);
}

const partsOf = ({ amount: { amount, currency }, tax }: Charge) => ({
  net: { amount: amount - tax, currency },
  tax: { amount: tax, currency },
});

/** The key holds how much is earned by now, since a later refund may lower that and a later look raise it again. */
function earned({ charge, amount }: Of<'revenue-earned'>): Entry {
  const { deferred, revenue } = accountsOf(charge);
  const sum = { ...charge.amount, amount };
  return document(`earned:${charge.id}:${charge.earned}`, sourceOf(charge), [
    debit(deferred, sum),
    credit(revenue, sum),
  ]);
}

/** What we gave pays what we claim: it costs us, and no money moves. */
function creditUsed({ charge, amount }: Of<'credit-used'>): Entry {
  const sum = { ...charge.amount, amount };
  return document(`credit-used:${charge.id}:${charge.credited}`, sourceOf(charge), [
    debit('goodwill', sum),
    credit('receivable', sum),
  ]);
}

/** Staff have marked the invoice as paid: the claim is settled, and no balance of Stripe's moves. */
function paidOutside({ charge, amount }: Of<'paid-outside'>): Entry {
  const sum = { ...charge.amount, amount };
  return document(`paid-outside:${charge.id}:${charge.paidOutside}`, sourceOf(charge), [
    debit('paid-outside', sum),
    credit('receivable', sum),
  ]);
}

const accountsOf = ({ phase }: Charge) =>
  ({ deferred: `deferred:${phase}`, revenue: `revenue:${phase}` }) as const;

function creditNote({ charge, refund, from }: Of<'charge-refunded'>): Entry {
  const { amount: back, stripeRefundId } = refund;
  return document(`credit:${stripeRefundId}`, stripeRefundId, [
    ...takenBack(charge, from),
    credit('receivable', back),
  ]);
}

/** Stripe has the money back, and the reader has not: we owe it. One that was never told of has no credit note. */
function refundOwed({ charge, refund, from }: Of<'refund-failed'>): Entry {
  const { amount, stripeRefundId } = refund;
  return document(`credit-failed:${stripeRefundId}`, stripeRefundId, [
    ...(from === null ? [debit('receivable', amount)] : takenBack(charge, from)),
    credit('refunds-owed', amount),
  ]);
}

function takenBack(charge: Charge, { owed, tax, deferred, earned }: TakenFrom): Line[] {
  const of = accountsOf(charge);
  const sum = (amount: bigint): Money => ({ ...charge.amount, amount });
  return [
    debit('refunds-owed', sum(owed)),
    debit('tax', sum(tax)),
    debit(of.deferred, sum(deferred)),
    debit(of.revenue, sum(earned)),
  ];
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
