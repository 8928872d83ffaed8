import { countingIds } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import { aCharge, aRefund, dollars } from '../../test/builders.ts';
import { bought, disputed, refunded, renewed } from '../../test/stripe.ts';
import { start } from '../../test/builders.ts';
import { reconcilePayment } from './payments.ts';
import type { SeenInvoice, SeenRefund, SeenSubscription } from './seen.ts';
import { leftOf, takenBackOf, type Charge } from './subscription.ts';

const renewal = renewed(bought(start));
const invoiceOf = (seen: SeenSubscription): SeenInvoice => seen.invoices[1]!;
const see = (charge: Charge, seen: SeenSubscription) =>
  reconcilePayment(charge, invoiceOf(seen), countingIds());
const back = (cents: bigint, status: SeenRefund['status'] = 'succeeded') =>
  refunded(renewal, { of: 'in_1', id: 're_1', cents, status });

/** As one that we have asked for. */
function seeOurs(charge: Charge, seen: SeenSubscription) {
  const { payment, ...invoice } = invoiceOf(seen);
  const refunds = payment!.refunds.map((refund) => ({ ...refund, refundId: 'ours' }));
  return reconcilePayment(charge, { ...invoice, payment: { ...payment!, refunds } }, countingIds());
}

describe('money given back', () => {
  test('comes out of what is not earned yet', () => {
    const { charge, changes } = see(aCharge(), back(400n));

    expect(changes).toMatchObject([
      {
        type: 'charge-refunded',
        from: { owed: 0n, deferred: 400n, earned: 0n },
        refund: { amount: dollars(4) },
      },
    ]);
    expect(charge.earned).toBe(0n);
  });

  test('comes out of revenue only as far as there is nothing else', () => {
    const { charge, changes } = see(aCharge({ earned: 700n }), back(400n));

    expect(changes).toMatchObject([{ from: { deferred: 200n, earned: 200n } }]);
    expect(charge.earned).toBe(500n);
  });

  test('takes its share of the tax, and the rest from what is without it', () => {
    const { charge, changes } = see(aCharge({ tax: 144n, earned: 500n }), back(400n));

    expect(changes).toMatchObject([{ from: { owed: 0n, tax: 64n, deferred: 256n, earned: 80n } }]);
    expect(charge.earned).toBe(420n);
  });

  test('is one refund, however often it is seen', () => {
    const once = see(aCharge(), back(400n)).charge;

    expect(see(once, back(400n))).toEqual({ charge: once, changes: [], cases: [] });
  });

  test('keeps the id that we gave it', () => {
    expect(seeOurs(aCharge(), back(400n)).charge.refunds).toMatchObject([{ id: 'ours' }]);
  });

  test('is reserved no more once it is seen; what others have asked for stays so', () => {
    const [ours, other] = ['ours', 'other'].map((id) => ({ id, amount: dollars(4) }));
    const { charge } = seeOurs(aCharge({ reserved: [ours!, other!] }), back(400n));

    expect(charge).toMatchObject({ refunds: [{ id: 'ours' }], reserved: [other] });
    expect(leftOf(charge)).toBe(100n);
  });

  test('that has failed before it was seen is a case, is owed, and can be given back again', () => {
    const asked = aCharge({ reserved: [{ id: 'ours', amount: dollars(4) }] });
    const { charge, changes, cases } = seeOurs(asked, back(400n, 'failed'));

    expect(changes).toMatchObject([
      { type: 'refund-failed', from: { owed: 0n, deferred: 400n, earned: 0n } },
    ]);
    expect(cases).toEqual([{ kind: 'refund-failed', subject: 're_1', facts: { refund: 're_1' } }]);
    expect([charge.owed, leftOf(charge)]).toEqual([400n, 900n]);
    expect(seeOurs(charge, back(400n, 'failed'))).toEqual({ charge, changes: [], cases: [] });
  });

  test('settles quietly', () => {
    const waiting = aCharge({ refunds: [aRefund({ status: 'pending' })] });
    const { charge, changes } = see(waiting, back(400n));

    expect(charge.refunds).toMatchObject([{ status: 'succeeded' }]);
    expect(changes).toEqual([]);
  });

  test('that fails is told once and stays failed', () => {
    const waiting = aCharge({ refunds: [aRefund({ status: 'succeeded' })] });
    const failed = see(waiting, back(400n, 'failed'));

    expect(failed.changes).toMatchObject([{ type: 'refund-failed', from: null }]);
    expect(failed.charge.owed).toBe(400n);
    expect(failed.cases).toMatchObject([{ kind: 'refund-failed', subject: 're_1' }]);
    expect(see(failed.charge, back(400n)).changes).toEqual([]);
  });

  test.each([
    { what: 'less than is owed', cents: 300n, from: { owed: 300n, deferred: 0n, earned: 0n }, left: 100n },
    { what: 'more than is owed', cents: 600n, from: { owed: 400n, deferred: 200n, earned: 0n }, left: 0n },
  ])('instead of what has failed settles that first: $what', ({ cents, from, left }) => {
    const owing = see(aCharge(), back(400n, 'failed')).charge;
    const again = refunded(back(400n, 'failed'), { of: 'in_1', id: 're_2', cents });
    const { charge, changes } = see(owing, again);

    expect(changes).toMatchObject([{ type: 'charge-refunded', from }]);
    expect(charge.owed).toBe(left);
  });

  test('instead of what has failed settles it in one look too, in whichever order Stripe lists them', () => {
    const waiting = aCharge({ refunds: [aRefund({ status: 'pending' })] });
    const instead = refunded(renewal, { of: 'in_1', id: 're_2', cents: 400n });
    const { charge } = see(
      waiting,
      refunded(instead, { of: 'in_1', id: 're_1', cents: 400n, status: 'failed' }),
    );

    expect([charge.owed, takenBackOf(charge)]).toEqual([0n, 400n]);
  });
});

test('nothing is given back of what was never paid', () => {
  const unpaid = aCharge({ status: 'failed' });

  expect(see(unpaid, back(400n))).toEqual({ charge: unpaid, changes: [], cases: [] });
});

describe('a dispute', () => {
  const open = disputed(renewal, { of: 'in_1', status: 'open' });

  test('is told and shown to a person once', () => {
    const { charge, changes, cases } = see(aCharge(), open);

    expect(changes).toMatchObject([
      { type: 'charge-disputed', dispute: { amount: dollars(9), reason: 'fraudulent' } },
    ]);
    expect(cases).toMatchObject([{ kind: 'dispute-opened' }]);
    expect(see(charge, open)).toEqual({ charge, changes: [], cases: [] });
  });

  test.each(['won', 'lost'] as const)('that is %s is closed once', (status) => {
    const { charge } = see(aCharge(), open);
    const closed = see(charge, disputed(renewal, { of: 'in_1', status }));

    expect(closed.changes).toMatchObject([{ type: 'dispute-closed' }]);
    expect(closed.cases).toEqual([]);
    expect(closed.charge.dispute).toMatchObject({ id: 'dp_in_1', status });
  });
});
