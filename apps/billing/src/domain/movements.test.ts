import { describe, expect, test } from 'vitest';
import { aCharge, afterDays, aRefund, dollars, notEarned } from '../../test/builders.ts';
import type { Change } from './change.ts';
import { movementsOf } from './movements.ts';

const charge = aCharge();
const opened = afterDays(28);
const paid: Change = { type: 'charge-paid', charge, hadFailed: false };
const refund = aRefund();
const backFrom = (owed: bigint, deferred: bigint, tax = 0n): Change => ({
  type: 'charge-refunded',
  charge,
  refund: { ...refund, amount: dollars(Number(owed + tax + deferred) / 100) },
  from: { owed, tax, deferred, earned: 0n },
});
const failed: Change = { type: 'refund-failed', charge, refund, from: null };
const paidWithTax: Change = { ...paid, charge: aCharge({ tax: 144n }) };
const taken = { owed: 0n, tax: 64n, deferred: 336n, earned: 0n };
const failedUnseen: Change = { ...failed, from: notEarned() };

/** What the months say in the end of what was paid, given back and earned. */
function totals(changes: readonly Change[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { measure, amount } of movementsOf(changes, new Map(), opened).movements)
    sums[measure] = (sums[measure] ?? 0n) + amount;
  return sums;
}

test('what is paid is earned without its tax, which stands beside it', () => {
  expect(totals([paidWithTax])).toEqual({ paid: 900n, taxed: 144n, recognised: 756n });
});

test('what credit has paid of an invoice is no payment, and is earned like one', () => {
  const half = { ...charge, credited: 450n };
  const changes: Change[] = [
    { ...paid, charge: half },
    { type: 'credit-used', charge: half, amount: 450n },
  ];

  expect(totals(changes)).toEqual({ paid: 450n, credited: 450n, recognised: 900n });
});

describe('what the months say of money given back', () => {
  const back = { paid: 900n, refunded: 400n, recognised: 500n };

  test.each<{ what: string; then: Change[] }>([
    { what: 'that arrives', then: [backFrom(0n, 400n)] },
    { what: 'that does not arrive: it is still owed', then: [backFrom(0n, 400n), failed] },
    { what: 'that had failed before it was seen', then: [failedUnseen] },
    { what: 'once more since it had failed', then: [backFrom(0n, 400n), failed, backFrom(400n, 0n)] },
  ])('$what', ({ then }) => {
    expect(totals([paid, ...then])).toEqual(back);
  });

  test.each<{ what: string; then: Change[] }>([
    { what: 'that arrives', then: [backFrom(0n, 336n, 64n)] },
    { what: 'that does not arrive', then: [backFrom(0n, 336n, 64n), failed] },
    {
      what: 'once more since it had failed',
      then: [backFrom(0n, 336n, 64n), failed, backFrom(400n, 0n)],
    },
    { what: 'that had failed before it was seen', then: [{ ...failed, from: taken }] },
  ])('with its share of the tax: $what', ({ then }) => {
    expect(totals([paidWithTax, ...then])).toEqual({
      paid: 900n,
      refunded: 400n,
      taxed: 80n,
      recognised: 420n,
    });
  });

  test('once more, and more of it', () => {
    expect(totals([paid, backFrom(0n, 400n), failed, backFrom(400n, 100n)])).toEqual({
      paid: 900n,
      refunded: 500n,
      recognised: 400n,
    });
  });
});
