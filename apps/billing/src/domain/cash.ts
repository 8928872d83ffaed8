import type { Money } from '@gatefold/kernel';
import type { WantedCase } from './change.ts';
import { credit, debit, type Account, type Entry, type Line } from './ledger.ts';

/** One movement of our balance at Stripe. Amounts are signed as Stripe signs them: positive comes in. */
export type BalanceTransaction = {
  readonly id: string;
  /** One of Stripe's types; the list grows, so an unknown one must be expected. */
  readonly type: string;
  readonly amount: Money;
  readonly fee: Money;
  readonly net: Money;
  readonly createdAt: Date;
  /** The charge, refund or payout that moved it. */
  readonly sourceId: string | null;
  readonly customerId: string | null;
  /** Of a refund: the charge that it gives back. */
  readonly refundedChargeId?: string | null;
  /** What the reader paid or got, where Stripe has changed it into the currency that the balance is kept in. */
  readonly presented?: Money | null;
};

/** Whose movement it is; `before` that of one whose subscription was taken over only later. */
export type Owner = 'ours' | 'before' | 'foreign';

type Counterpart = { readonly account: Account; readonly isReaders: boolean };

/** Where the other side of a movement is booked, by Stripe's type. What is not here goes to suspense. */
const counterparts: Readonly<Record<string, Counterpart>> = {
  charge: { account: 'receivable', isReaders: true },
  payment: { account: 'receivable', isReaders: true },
  refund: { account: 'receivable', isReaders: true },
  payment_refund: { account: 'receivable', isReaders: true },
  refund_failure: { account: 'receivable', isReaders: true },
  payment_failure_refund: { account: 'receivable', isReaders: true },
  payment_reversal: { account: 'receivable', isReaders: true },
  adjustment: { account: 'disputes', isReaders: false },
  stripe_fee: { account: 'stripe-fees', isReaders: false },
  stripe_fx_fee: { account: 'stripe-fees', isReaders: false },
  tax_fee: { account: 'stripe-fees', isReaders: false },
  payout: { account: 'bank', isReaders: false },
  payout_cancel: { account: 'bank', isReaders: false },
  payout_failure: { account: 'bank', isReaders: false },
  topup: { account: 'bank', isReaders: false },
  topup_reversal: { account: 'bank', isReaders: false },
};

/** What was charged before a subscription was taken over has no document here that it could clear. */
const accountOf = ({ account, isReaders }: Counterpart, owner: Owner): Account =>
  isReaders && owner === 'before' ? 'opening' : account;

/** Documents hold these in the currency that was asked for. */
const isClaim = (account: Account): boolean => account === 'receivable' || account === 'opening';

/** What was changed goes through `trading`, so that each currency adds up to zero and the claim is cleared in its own. */
const clearing = (
  account: Account,
  { amount, claimed }: { amount: Money; claimed: Money | null },
): readonly Line[] =>
  claimed === null || claimed.currency === amount.currency
    ? [credit(account, amount)]
    : [credit('trading', amount), debit('trading', claimed), credit(account, claimed)];

/**
 * The one entry of the cash journal for one balance transaction.
 *
 * A type that we do not know, or money of a customer who is not ours, is booked to suspense and becomes
 * a case: it is never ignored, since the balance must tie.
 */
export function cashEntry(
  transaction: BalanceTransaction,
  owner: Owner,
): { entry: Entry; cases: readonly WantedCase[] } {
  const known = counterparts[transaction.type];
  const isForeign = known !== undefined && known.isReaders && owner === 'foreign';
  const account = known === undefined || isForeign ? 'suspense' : accountOf(known, owner);
  const { id, amount, fee, net, sourceId } = transaction;
  const lines: Line[] = [
    debit('stripe-balance', net),
    debit('stripe-fees', fee),
    ...clearing(account, { amount, claimed: isClaim(account) ? (transaction.presented ?? null) : null }),
  ];
  return {
    entry: {
      journal: 'cash',
      key: id,
      source: sourceId ?? id,
      lines: lines.filter((line) => line.amount.amount !== 0n),
    },
    cases:
      account === 'suspense'
        ? [caseOf(transaction, isForeign ? 'foreign-balance-transaction' : 'unknown-balance-transaction')]
        : [],
  };
}

/** With whose it is, since they may be taken over later. */
const caseOf = (
  { id, type, amount, sourceId, customerId, refundedChargeId = null }: BalanceTransaction,
  kind: WantedCase['kind'],
): WantedCase => ({
  kind,
  subject: id,
  facts: {
    ...{ type, source: sourceId, amount: `${amount.amount} ${amount.currency}` },
    ...(customerId === null ? {} : { customer: customerId }),
    ...(refundedChargeId === null ? {} : { refunded: refundedChargeId }),
  },
});

/** What its entry in the cash journal put to suspense: `amount` as it stands there, of one whose subscription was taken over since. */
type Suspended = { readonly key: string; readonly source: string; readonly amount: Money };

/** It goes where it would have been booked, had its customer been known. No balance moves. */
export const explained = ({ key, source, amount }: Suspended): Entry => ({
  journal: 'documents',
  key: `explained:${key}`,
  source,
  lines: [credit('suspense', amount), debit('opening', amount)],
});
