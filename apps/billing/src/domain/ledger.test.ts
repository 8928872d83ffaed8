import { money } from '@gatefold/kernel';
import { countingIds } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import { aCharge, aRefund, dollars, notEarned, start } from '../../test/builders.ts';
import { cashEntry, type BalanceTransaction } from './cash.ts';
import type { Change, ChargeChange } from './change.ts';
import { earn } from './earn.ts';
import { checkBalanced, credit, debit, documentsOf, type Entry } from './ledger.ts';
import { reconcilePayment } from './payments.ts';
import type { SeenRefund } from './seen.ts';
import type { Charge } from './subscription.ts';

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
    { type: 'charge-refunded', charge, refund, from: { owed: 50n, tax: 30n, deferred: 200n, earned: 120n } },
    { type: 'refund-failed', charge, refund, from: null },
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

describe('the tax of an invoice', () => {
  const taxed = aCharge({ tax: 144n });

  test('is owed to the state from the day of the invoice, and never earned', () => {
    const of = folded(taxed, []);

    expect(balances(documentsOf([{ type: 'charge-opened', charge: taxed }]))).toEqual({
      receivable: 900n,
      'deferred:year_one': -756n,
      tax: -144n,
    });
    expect(balances(documentsOf([{ type: 'charge-opened', charge: taxed }, ...of]))).toEqual({
      receivable: 900n,
      'revenue:year_one': -756n,
      tax: -144n,
    });
  });

  test('of one that was voided is owed no more', () => {
    const history: Change[] = [
      { type: 'charge-opened', charge: taxed },
      { type: 'charge-voided', charge: taxed },
    ];

    expect(balances(documentsOf(history))).toEqual({});
  });

  test.each<{ what: string; backs: Pick<SeenRefund, 'id' | 'status'>[]; left: Record<string, bigint> }>([
    {
      what: 'in proportion with what is given back',
      backs: [{ id: 're_1', status: 'succeeded' }],
      left: { receivable: 500n, tax: -80n, 'revenue:year_one': -420n },
    },
    {
      what: 'once, where that does not arrive',
      backs: [{ id: 're_1', status: 'failed' }],
      left: { receivable: 900n, 'refunds-owed': -400n, tax: -80n, 'revenue:year_one': -420n },
    },
    {
      what: 'once, where it is given again since it did not arrive',
      backs: [
        { id: 're_1', status: 'failed' },
        { id: 're_2', status: 'succeeded' },
      ],
      left: { receivable: 500n, tax: -80n, 'revenue:year_one': -420n },
    },
  ])('is turned back $what', ({ backs, left }) => {
    const history = folded(taxed, backs);

    expect(balances(documentsOf([{ type: 'charge-opened', charge: taxed }, ...history]))).toEqual(left);
  });

  test('is turned back also where all is earned already, the rest out of revenue', () => {
    const history = folded(aCharge({ tax: 144n, earned: 756n }), [{ id: 're_1', status: 'succeeded' }]);

    expect(balances(documentsOf(history))).toEqual({
      receivable: -400n,
      tax: 64n,
      'revenue:year_one': 336n,
    });
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
    const back: Change = { type: 'charge-refunded', charge, refund: all, from: notEarned(900n) };

    expect(
      balances([...documentsOf([opened, back]), cash('charge', 900n, 56n), cash('refund', -900n)]),
    ).toEqual({
      'stripe-balance': -56n,
      'stripe-fees': 56n,
    });
  });

  test('given back after it was earned takes the revenue back', () => {
    const back: Change = {
      type: 'charge-refunded',
      charge,
      refund,
      from: { owed: 0n, tax: 0n, deferred: 0n, earned: 400n },
    };

    expect(balances(documentsOf([opened, earned, back]))).toEqual({
      receivable: 500n,
      'revenue:year_one': -500n,
    });
  });

  test('an invoice that was voided leaves nothing at all', () => {
    expect(balances(documentsOf([opened, { type: 'charge-voided', charge }]))).toEqual({});
  });

  test('a refund that came back from the bank is owed to the reader', () => {
    const back: Change = { type: 'charge-refunded', charge, refund, from: notEarned() };
    const failed: Change = { type: 'refund-failed', charge, refund, from: null };
    const moves = [cash('charge', 900n), cash('refund', -400n), cash('refund_failure', 400n)];

    expect(balances([...documentsOf([opened, back, failed]), ...moves])).toMatchObject({
      'refunds-owed': -400n,
      'stripe-balance': 900n,
    });
    expect(balances([...documentsOf([opened, back, failed]), ...moves])).not.toHaveProperty('receivable');
  });

  test('what is given instead of a refund that came back settles what is owed', () => {
    const before = aCharge({ refunds: [aRefund({ status: 'pending' })] });
    const history = folded(before, [
      { id: 're_1', status: 'failed' },
      { id: 're_2', status: 'succeeded' },
    ]);
    const back: Change = { type: 'charge-refunded', charge, refund, from: notEarned() };
    const moves = ['refund', 'refund_failure', 'refund'].map((type, at) =>
      cash(type, at === 1 ? 400n : -400n),
    );

    expect(balances([...documentsOf([opened, back, ...history]), cash('charge', 900n), ...moves])).toEqual({
      'stripe-balance': 500n,
      'revenue:year_one': -500n,
    });
  });

  test('a refund that had failed before it was seen comes to the same', () => {
    const seen = folded(aCharge({ refunds: [aRefund({ status: 'pending' })] }), [
      { id: 're_1', status: 'failed' },
    ]);
    const unseen = folded(aCharge(), [{ id: 're_1', status: 'failed' }]);
    const back: Change = { type: 'charge-refunded', charge, refund, from: notEarned() };
    const standing = { receivable: 900n, 'refunds-owed': -400n, 'revenue:year_one': -500n };

    expect(balances(documentsOf([opened, back, ...seen]))).toEqual(standing);
    expect(balances(documentsOf([opened, ...unseen]))).toEqual(standing);
  });
});

/** What follows from a payment of nine dollars of which four are given back so, until its period is over. */
function folded(before: Charge, backs: readonly Pick<SeenRefund, 'id' | 'status'>[]): ChargeChange[] {
  const refunds = backs.map((one) => ({ ...refund, createdAt: start, refundId: null, ...one }));
  const payment = { chargeId: 'ch_1', amount: dollars(9), dispute: null, refunds };
  const { charge: after, changes } = reconcilePayment(before, { payment }, countingIds());
  return [...changes, ...earn([after], after.period.until).changes];
}
