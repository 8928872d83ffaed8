import { money } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { start } from '../../test/builders.ts';
import { cashEntry, type BalanceTransaction } from './cash.ts';
import { checkBalanced } from './ledger.ts';

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

describe('a movement of the balance is booked against', () => {
  test.each([
    { type: 'charge', account: 'receivable' },
    { type: 'payment', account: 'receivable' },
    { type: 'refund', account: 'receivable' },
    { type: 'payment_refund', account: 'receivable' },
    { type: 'refund_failure', account: 'receivable' },
    { type: 'payment_failure_refund', account: 'receivable' },
    { type: 'adjustment', account: 'disputes' },
    { type: 'stripe_fee', account: 'stripe-fees' },
    { type: 'payout', account: 'bank' },
    { type: 'payout_cancel', account: 'bank' },
    { type: 'payout_failure', account: 'bank' },
  ])('$account when it is a $type', ({ type, account }) => {
    expect(otherSide(type)).toEqual({ account, cases: [] });
  });

  test.each(['climate_order_purchase', 'issuing_transaction', 'a_type_of_next_year'])(
    'suspense, with a case, when it is a %s that nobody here knows',
    (type) => {
      expect(otherSide(type)).toEqual({ account: 'suspense', cases: ['unknown-balance-transaction'] });
    },
  );

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
      facts: { type: 'new', source: 'xx_9', amount: '900 USD' },
    },
  ]);
});
