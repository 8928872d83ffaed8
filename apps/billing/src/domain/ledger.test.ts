import { money } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { aCharge, aRefund, dollars } from '../../test/builders.ts';
import { cashEntry, type BalanceTransaction } from './cash.ts';
import type { Change } from './change.ts';
import { checkBalanced, credit, debit, documentsOf, type Entry } from './ledger.ts';
import { start } from '../../test/builders.ts';

const balances = (entries: readonly Entry[]): Record<string, bigint> => {
  const sums: Record<string, bigint> = {};
  for (const { account, amount } of entries.flatMap(({ lines }) => lines))
    sums[account] = (sums[account] ?? 0n) + amount.amount;
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n));
};
const charge = aCharge();
const refund = aRefund();
const opened: Change = { type: 'charge-opened', charge };
const earned: Change = { type: 'revenue-earned', charge: { ...charge, earned: 900n }, amount: 900n };

const cash = (type: string, amount: bigint, fee = 0n): Entry => {
  const transaction: BalanceTransaction = {
    id: `txn_${type}_${amount}`,
    type,
    amount: money(amount, 'USD'),
    fee: money(fee, 'USD'),
    net: money(amount - fee, 'USD'),
    createdAt: start,
    sourceId: null,
    customerId: 'cus_ada',
  };
  return cashEntry(transaction, 'ours').entry;
};

describe('every document', () => {
  const changes: readonly Change[] = [
    opened,
    { type: 'charge-voided', charge },
    { type: 'charge-refunded', charge, refund, fromEarned: 150n },
    { type: 'refund-failed', charge, refund },
    earned,
    { type: 'paid-outside', charge: { ...charge, paidOutside: 900n }, amount: 900n },
  ];

  test.each(changes)('$type balances', (change) => {
    const [entry] = documentsOf([change]);

    expect(entry?.lines.length).toBeGreaterThan(1);
    expect(() => checkBalanced(entry!)).not.toThrow();
  });

  test('has a key of its own cause, so that it is booked once', () => {
    const keys = documentsOf(changes).map(({ key }) => key);

    expect(keys).toEqual([
      'invoice:in_1',
      'void:in_1',
      'credit:re_1',
      'credit-failed:re_1',
      `earned:${charge.id}:900`,
      `paid-outside:${charge.id}:900`,
    ]);
  });

  test('that moves nothing is none: a payment and a refusal are not documents', () => {
    expect(
      documentsOf([
        { type: 'charge-paid', charge, hadFailed: false },
        { type: 'attempt-failed', charge },
        { type: 'renewed' },
      ]),
    ).toEqual([]);
  });

  test('of a draft that was never issued is not voided', () => {
    expect(documentsOf([{ type: 'charge-voided', charge: aCharge({ isBooked: false }) }])).toEqual([]);
  });
});

describe('an entry that does not balance', () => {
  const entry = (lines: Entry['lines']): Entry => ({ journal: 'cash', key: 'k', source: 's', lines });

  test('is a bug and throws', () => {
    expect(() => checkBalanced(entry([debit('bank', dollars(2)), credit('suspense', dollars(1))]))).toThrow(
      'entry k is off by 100 USD',
    );
  });

  test('is not balanced by another currency', () => {
    expect(() =>
      checkBalanced(entry([debit('bank', dollars(1)), credit('bank', money(100n, 'EUR'))])),
    ).toThrow(RangeError);
  });
});

describe('accounts that money only passes through return to zero', () => {
  test('invoice, payment, period over: only revenue, balance and fees are left', () => {
    expect(balances([...documentsOf([opened, earned]), cash('charge', 900n, 56n)])).toEqual({
      'stripe-balance': 844n,
      'stripe-fees': 56n,
      'revenue:year_one': -900n,
    });
  });

  test('paid, and given back before anything was earned', () => {
    const all = aRefund({ amount: dollars(9) });
    const back: Change = { type: 'charge-refunded', charge, refund: all, fromEarned: 0n };

    expect(
      balances([...documentsOf([opened, back]), cash('charge', 900n, 56n), cash('refund', -900n)]),
    ).toEqual({
      'stripe-balance': -56n,
      'stripe-fees': 56n,
    });
  });

  test('given back after it was earned takes the revenue back', () => {
    const back: Change = { type: 'charge-refunded', charge, refund, fromEarned: 400n };

    expect(balances(documentsOf([opened, earned, back]))).toEqual({
      receivable: 500n,
      'revenue:year_one': -500n,
    });
  });

  test('an invoice that was voided leaves nothing at all', () => {
    expect(balances(documentsOf([opened, { type: 'charge-voided', charge }]))).toEqual({});
  });

  test('a refund that came back from the bank is owed to the reader', () => {
    const back: Change = { type: 'charge-refunded', charge, refund, fromEarned: 0n };
    const failed: Change = { type: 'refund-failed', charge, refund };
    const moves = [cash('charge', 900n), cash('refund', -400n), cash('refund_failure', 400n)];

    expect(balances([...documentsOf([opened, back, failed]), ...moves])).toMatchObject({
      'refunds-owed': -400n,
      'stripe-balance': 900n,
    });
    expect(balances([...documentsOf([opened, back, failed]), ...moves])).not.toHaveProperty('receivable');
  });
});
