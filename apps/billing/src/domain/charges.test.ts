import { countingIds } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import { afterDays, aPath, dollars, instants, start } from '../../test/builders.ts';
import { bought, drafted, paid, refused, renewed } from '../../test/stripe.ts';
import type { ChargeChange } from './change.ts';
import { expectedCharge, reconcileCharges } from './charges.ts';
import { documentsOf } from './ledger.ts';
import type { SeenInvoice, SeenSubscription } from './seen.ts';
import type { Charge } from './subscription.ts';

const given = () => ({ path: aPath, instants, newId: countingIds() });
const reconcile = (before: readonly Charge[], { invoices }: { invoices: readonly SeenInvoice[] }) =>
  reconcileCharges(before, invoices, given());
const first = bought(start);

describe('a charge', () => {
  test('is expected with everything that the path promises, and nothing that Stripe has not said', () => {
    expect(expectedCharge(14, given())).toMatchObject({
      index: 14,
      phase: 'standard',
      item: 'base',
      version: 1,
      amount: dollars(15),
      period: { from: afterDays(14 * 28), until: afterDays(15 * 28) },
      status: 'expected',
      stripeInvoiceId: null,
      isBooked: false,
    });
  });

  test('has the tax of its invoice once that is booked, and keeps it', () => {
    const draft = drafted(first, { tax: 144n });
    const taxOf = (looks: readonly SeenSubscription[]) =>
      looks.reduce<readonly Charge[]>((so, look) => reconcile(so, look).charges, [])[1]?.tax;
    const otherwise = paid(drafted(first, { tax: 63n }));

    expect([[draft], [draft, paid(draft)], [paid(draft), otherwise]].map(taxOf)).toEqual([0n, 144n, 144n]);
  });

  test('has no tax where it was booked without, by code of before', () => {
    const [, before] = reconcile([], renewed(first)).charges;

    expect(reconcile([before!], paid(drafted(first, { tax: 144n }))).charges).toMatchObject([
      {},
      { index: 1, tax: 0n },
    ]);
  });

  test('keeps its id from the promise through every attempt to the payment', () => {
    const expected = expectedCharge(1, { ...given(), newId: () => 'promised' });
    const looks = [drafted(first), refused(drafted(first)), paid(refused(drafted(first)))];
    const { charges } = looks.reduce<{ charges: readonly Charge[] }>(
      (so, look) => reconcile(so.charges, look),
      { charges: [expected] },
    );

    expect(charges.filter(({ index }) => index === 1)).toMatchObject([
      { id: 'promised', status: 'paid', attempts: 2, stripeInvoiceId: 'in_1', stripeChargeId: 'ch_1' },
    ]);
  });

  test('takes the next invoice of its period after one that was voided', () => {
    const voided = drafted(first, { status: 'void' });
    const again = drafted(voided, { period: { from: afterDays(28), until: afterDays(56) } });
    const { charges, cases } = reconcile([], paid(again));

    expect(charges[1]).toMatchObject({ index: 1, status: 'paid', stripeInvoiceId: 'in_2' });
    expect(cases).toEqual([]);
  });
});

describe('an invoice becomes', () => {
  const second = (seen: SeenSubscription): Charge => reconcile([], seen).charges[1]!;

  test.each([
    { seen: drafted(first), status: 'open', isBooked: false },
    { seen: drafted(first, { status: 'open' }), status: 'open', isBooked: true },
    { seen: refused(drafted(first)), status: 'failed', isBooked: true },
    { seen: renewed(first), status: 'paid', isBooked: true },
    { seen: drafted(first, { status: 'void' }), status: 'void', isBooked: true },
    { seen: drafted(first, { status: 'uncollectible' }), status: 'void', isBooked: true },
  ])('$status, in the books: $isBooked', ({ seen, status, isBooked }) => {
    expect(second(seen)).toMatchObject({ status, isBooked });
  });
});

test('an invoice over nothing outside the path, as a trial makes, is nobody’s business', () => {
  const zero = { ...drafted(first).invoices[1]!, total: dollars(0), period: null };

  expect(reconcile([], { invoices: [zero] })).toMatchObject({ charges: [], calls: [], cases: [] });
});

test('a promise in another currency is a difference, whatever the figures', () => {
  const euros = drafted(first, { total: { amount: 900n, currency: 'EUR' } });

  expect(reconcile([], euros)).toMatchObject({
    cases: [{ kind: 'draft-differs' }],
    calls: [{ kind: 'hold-invoice' }],
  });
});

test('a draft that is held already is not held again', () => {
  expect(reconcile([], drafted(first, { total: dollars(15), advances: false })).calls).toEqual([]);
});

describe('what was voided claims nothing', () => {
  const period = { from: afterDays(28), until: afterDays(56) };
  const voided = drafted(first, { status: 'void' });
  const givenUp = drafted(first, { status: 'uncollectible' });
  /** What is told of the second charge, and what its claim comes to in the books, after each look has been taken. */
  const after = (looks: readonly SeenSubscription[]) => {
    const changes: ChargeChange[] = [];
    const charges = looks.reduce<readonly Charge[]>((so, look) => {
      const one = reconcile(so, look);
      changes.push(...one.changes.filter(({ charge }) => charge.index === 1));
      return one.charges;
    }, []);
    const entries = documentsOf(changes);
    const claimed = entries
      .flatMap(({ lines }) => lines)
      .filter(({ account }) => account === 'receivable')
      .reduce((sum, { amount }) => sum + amount.amount, 0n);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
    return { types: changes.map(({ type }) => type), claimed, charge: charges[1] };
  };

  test.each([
    { what: 'each step', looks: [voided, drafted(voided, { period }), paid(drafted(voided, { period }))] },
    { what: 'the end alone', looks: [paid(drafted(voided, { period }))] },
    { what: 'the void and the end', looks: [voided, paid(drafted(voided, { period }))] },
  ])('and the invoice after it is booked anew, where one saw $what', ({ looks }) => {
    expect(after(looks)).toMatchObject({
      types: ['charge-opened', 'charge-voided', 'charge-opened', 'charge-paid'],
      claimed: 900n,
      charge: { status: 'paid', isBooked: true, stripeInvoiceId: 'in_2' },
    });
  });

  test('and a draft after it is not booked yet', () => {
    expect(after([voided, drafted(voided, { period })])).toMatchObject({
      claimed: 0n,
      charge: { status: 'open', isBooked: false },
    });
  });

  test('and a draft after it over anything else is held', () => {
    const dearer = drafted(voided, { period, total: dollars(15) });
    const { charges } = reconcile([], voided);

    expect(reconcile(charges, dearer)).toMatchObject({
      cases: [{ kind: 'draft-differs' }],
      calls: [{ kind: 'hold-invoice' }],
    });
  });

  test('but what was given up and is paid after all is claimed again, once', () => {
    expect(after([givenUp, paid(givenUp), paid(givenUp)])).toMatchObject({
      types: ['charge-opened', 'charge-voided', 'charge-reopened', 'charge-paid'],
      claimed: 900n,
      charge: { status: 'paid', isBooked: true, stripeInvoiceId: 'in_1' },
    });
  });
});
