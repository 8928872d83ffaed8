import { money } from '@gatefold/kernel';
import type Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { start } from '../../test/builders.ts';
import { cashEntry, explained, type BalanceTransaction } from './cash.ts';
import { checkBalanced, type Account } from './ledger.ts';

const aTransaction = (overrides: Partial<BalanceTransaction> = {}): BalanceTransaction => ({
  id: 'txn_1',
  type: 'charge',
  amount: money(900n, 'USD'),
  fee: money(56n, 'USD'),
  net: money(844n, 'USD'),
  createdAt: start,
  sourceId: 'ch_1',
  customerId: 'cus_ada',
  ...overrides,
});

const otherSide = (type: string, isOurs = true) => {
  const { entry, cases } = cashEntry(aTransaction({ type }), isOurs ? 'ours' : 'foreign');
  checkBalanced(entry);
  return { account: entry.lines.at(-1)?.account, cases: cases.map(({ kind }) => kind) };
};

/** Every type of Stripe's at the pinned version, and where its other side is booked. */
const accounts = {
  charge: 'receivable',
  payment: 'receivable',
  refund: 'receivable',
  payment_refund: 'receivable',
  refund_failure: 'receivable',
  payment_failure_refund: 'receivable',
  payment_reversal: 'receivable',
  adjustment: 'disputes',
  stripe_fee: 'stripe-fees',
  stripe_fx_fee: 'stripe-fees',
  tax_fee: 'stripe-fees',
  payout: 'bank',
  payout_cancel: 'bank',
  payout_failure: 'bank',
  topup: 'bank',
  topup_reversal: 'bank',
  advance: 'suspense',
  advance_funding: 'suspense',
  anticipation_repayment: 'suspense',
  application_fee: 'suspense',
  application_fee_refund: 'suspense',
  climate_order_purchase: 'suspense',
  climate_order_refund: 'suspense',
  connect_collection_transfer: 'suspense',
  contribution: 'suspense',
  fee_credit_funding: 'suspense',
  inbound_transfer: 'suspense',
  inbound_transfer_reversal: 'suspense',
  issuing_authorization_hold: 'suspense',
  issuing_authorization_release: 'suspense',
  issuing_dispute: 'suspense',
  issuing_dispute_provisional_credit: 'suspense',
  issuing_dispute_provisional_credit_reversal: 'suspense',
  issuing_transaction: 'suspense',
  obligation_outbound: 'suspense',
  obligation_reversal_inbound: 'suspense',
  payment_network_reserve_hold: 'suspense',
  payment_network_reserve_release: 'suspense',
  payment_unreconciled: 'suspense',
  payout_minimum_balance_hold: 'suspense',
  payout_minimum_balance_release: 'suspense',
  reserve_hold: 'suspense',
  reserve_release: 'suspense',
  reserve_transaction: 'suspense',
  reserved_funds: 'suspense',
  stripe_balance_payment_debit: 'suspense',
  stripe_balance_payment_debit_reversal: 'suspense',
  tax_fund: 'suspense',
  transfer: 'suspense',

  transfer_cancel: 'suspense',
  transfer_failure: 'suspense',
  transfer_refund: 'suspense',
} as const satisfies Record<Known<Stripe.BalanceTransaction.Type>, Account>;

/** Without what Stripe's typings leave open for types to come. */
type Known<T> = T extends string ? (string extends T & string ? never : T) : never;

describe('a movement of the balance is booked against', () => {
  test('one account, whatever it is: Stripe has 52 types', () =>
    expect(Object.keys(accounts)).toHaveLength(52));

  test.each(Object.entries(accounts))('%s → %s', (type, account) => {
    const { entry } = cashEntry(aTransaction({ type }), 'ours');

    expect(otherSide(type)).toEqual({
      account,
      cases: account === 'suspense' ? ['unknown-balance-transaction'] : [],
    });
    expect([entry.journal, entry.key]).toEqual(['cash', 'txn_1']);
  });

  test('suspense, with a case, when it is of a type of next year', () => {
    expect(otherSide('a_type_of_next_year')).toEqual({
      account: 'suspense',
      cases: ['unknown-balance-transaction'],
    });
  });

  test.each(['charge', 'refund', 'payment_refund'])(
    'suspense, with a case, when it is a %s of somebody who is not our customer',
    (type) => {
      expect(otherSide(type, false)).toEqual({ account: 'suspense', cases: ['foreign-balance-transaction'] });
    },
  );

  test('the bank even without a customer, since a payout has none', () => {
    expect(otherSide('payout', false)).toEqual({ account: 'bank', cases: [] });
  });
});

test('the balance takes what is left, and the fee is an expense of its own', () => {
  expect(cashEntry(aTransaction(), 'ours').entry).toEqual({
    journal: 'cash',
    key: 'txn_1',
    source: 'ch_1',
    lines: [
      { account: 'stripe-balance', amount: money(844n, 'USD') },
      { account: 'stripe-fees', amount: money(56n, 'USD') },
      { account: 'receivable', amount: money(-900n, 'USD') },
    ],
  });
});

test('a case names what moved, so that a person can find it in Stripe', () => {
  expect(cashEntry(aTransaction({ type: 'new', sourceId: 'xx_9' }), 'ours').cases).toEqual([
    {
      kind: 'unknown-balance-transaction',
      subject: 'txn_1',
      facts: { type: 'new', source: 'xx_9', amount: '900 USD', customer: 'cus_ada' },
    },
  ]);
});

test('what a stranger moved goes back out of suspense, to the cent, once they are taken over', () => {
  const { entry } = cashEntry(aTransaction({ type: 'refund', amount: money(-900n, 'USD') }), 'foreign');
  const amount = entry.lines.find(({ account }) => account === 'suspense')!.amount;
  const moved = explained({ ...entry, amount });

  checkBalanced(moved);
  expect(moved.lines).toContainEqual({ account: 'opening', amount: money(900n, 'USD') });
  expect(amount.amount + moved.lines[0]!.amount.amount).toBe(0n);
});

describe('what Stripe has changed into the currency of the balance', () => {
  const inDollars = { amount: money(972n, 'USD'), fee: money(58n, 'USD'), net: money(914n, 'USD') };
  const paid = aTransaction({ ...inDollars, presented: money(900n, 'EUR') });

  test('clears the claim in the currency of the claim, and each currency adds up by itself', () => {
    const { entry, cases } = cashEntry(paid, 'ours');

    checkBalanced(entry);
    expect(entry.lines).toEqual([
      { account: 'stripe-balance', amount: money(914n, 'USD') },
      { account: 'stripe-fees', amount: money(58n, 'USD') },
      { account: 'trading', amount: money(-972n, 'USD') },
      { account: 'trading', amount: money(900n, 'EUR') },
      { account: 'receivable', amount: money(-900n, 'EUR') },
    ]);
    expect(cases).toEqual([]);
  });

  test('and goes back at another rate, clears as much of it again: the rate stays in trading', () => {
    const back = aTransaction({
      type: 'refund',
      amount: money(-990n, 'USD'),
      fee: money(0n, 'USD'),
      net: money(-990n, 'USD'),
      presented: money(-900n, 'EUR'),
    });
    const left = new Map<string, bigint>();
    for (const { account, amount } of [paid, back].flatMap((one) => cashEntry(one, 'ours').entry.lines))
      left.set(
        `${account} ${amount.currency}`,
        (left.get(`${account} ${amount.currency}`) ?? 0n) + amount.amount,
      );

    expect(Object.fromEntries(left)).toEqual({
      'stripe-balance USD': -76n,
      'stripe-fees USD': 58n,
      'trading USD': 18n,
      'trading EUR': 0n,
      'receivable EUR': 0n,
    });
  });

  test('of somebody who is not ours stays in suspense, as it moved', () => {
    const { entry } = cashEntry(paid, 'foreign');

    expect(entry.lines.at(-1)).toEqual({ account: 'suspense', amount: money(-972n, 'USD') });
    expect(entry.lines).toHaveLength(3);
  });
});
