import { money } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { aCharge, afterDays, aPath, aRefund, aRunning, dollars, start } from '../../test/builders.ts';
import { reconcileCharges } from './charges.ts';
import { documentsOf } from './ledger.ts';
import type { SeenInvoice } from './seen.ts';
import { isFullyRefunded, leftOf, type Charge } from './subscription.ts';
import { unusedOf } from './unused.ts';

const aFailed = aCharge({ status: 'failed', paidAt: null, stripeChargeId: null });
const given = { path: aPath, instants: { startedAt: start, anchor: afterDays(28) }, newId: () => 'new' };

const marked = (overrides: Partial<SeenInvoice> = {}): SeenInvoice => ({
  id: 'in_1',
  status: 'paid',
  isFirst: false,
  total: dollars(9),
  credited: 0n,
  paidOutside: 900n,
  period: aFailed.period,
  createdAt: afterDays(28),
  finalizedAt: afterDays(28),
  paidAt: afterDays(30),
  attempts: 1,
  nextAttemptAt: null,
  advances: false,
  payment: null,
  ...overrides,
});
const after = (invoice: SeenInvoice, before: Charge = aFailed) => {
  const { charges, changes } = reconcileCharges([before], [invoice], given);
  return { charge: charges[0]!, changes };
};
/** What is left of the claim, and what stands in its place. */
const booked = (changes: ReturnType<typeof after>['changes']) => {
  const lines = documentsOf([{ type: 'charge-opened', charge: aFailed }, ...changes]).flatMap((e) => e.lines);
  const sumOf = (name: string) =>
    lines.filter(({ account }) => account === name).reduce((sum, { amount }) => sum + amount.amount, 0n);
  return { receivable: sumOf('receivable'), outside: sumOf('paid-outside'), goodwill: sumOf('goodwill') };
};

describe('an invoice that staff have marked as paid', () => {
  test('is paid, and its claim is settled by what came another way', () => {
    const { charge, changes } = after(marked());

    expect(charge).toMatchObject({ status: 'paid', paidOutside: 900n, stripeChargeId: null });
    expect(changes.map(({ type }) => type)).toEqual(['charge-paid', 'paid-outside']);
    expect(booked(changes)).toEqual({ receivable: 0n, outside: 900n, goodwill: 0n });
  });

  test('is booked once, however often it is seen', () => {
    expect(after(marked(), after(marked()).charge).changes).toEqual([]);
  });

  test('is booked also where it was seen as paid before it was known how', () => {
    const before = after(marked({ paidOutside: 0n })).charge;

    expect(after(marked(), before).changes).toMatchObject([{ type: 'paid-outside', amount: 900n }]);
  });

  test('leaves to a card and to a credit what they have paid', () => {
    const { changes } = after(marked({ paidOutside: 300n, credited: 200n }));

    expect(booked(changes)).toEqual({ receivable: 400n, outside: 300n, goodwill: 200n });
  });

  test('settles no more than was claimed', () => {
    expect(booked(after(marked({ paidOutside: 1_500n, credited: 200n })).changes)).toEqual({
      receivable: 0n,
      outside: 700n,
      goodwill: 200n,
    });
  });
});

describe('what came another way', () => {
  const outside = aCharge({ paidOutside: 900n, stripeChargeId: null });
  const half = aCharge({ paidOutside: 400n });

  test('cannot go back through Stripe, nor is that quoted', () => {
    expect(leftOf(outside)).toBe(0n);
    expect(unusedOf(aRunning(), outside, outside.period.from)).toBe(0n);
    expect(leftOf(half)).toBe(500n);
  });

  test('does not count as given back', () => {
    expect(isFullyRefunded(outside)).toBe(false);
    expect(isFullyRefunded({ ...half, refunds: [aRefund({ amount: money(499n, 'USD') })] })).toBe(false);
    expect(isFullyRefunded({ ...half, refunds: [aRefund({ amount: money(500n, 'USD') })] })).toBe(true);
  });
});
