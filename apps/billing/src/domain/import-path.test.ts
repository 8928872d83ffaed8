import { DAY, money, plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { ada, anOffer, checkoutId, dollars, start, reminding } from '../../test/builders.ts';
import { bought } from '../../test/stripe.ts';
import { beginImported } from './begin.ts';
import { nextDue } from './due.ts';
import { fold } from './fold.ts';
import { importedPath, isGiven, listPriceOfImport, seenOfGiven } from './import-path.ts';
import { dueReminders } from './reminders.ts';
import type { SeenInvoice, SeenSubscription } from './seen.ts';

const offer = anOffer();
const mark = plus(start, 10 * DAY);
const newId = () => 'a-new-id';
const path = importedPath(offer, dollars(12));

const anInvoice = (from: Date, cents: bigint): SeenInvoice => ({
  ...bought(start).invoices[0]!,
  id: `in_${from.toISOString()}`,
  isFirst: false,
  total: money(cents, 'USD'),
  period: { from, until: plus(from, 28 * DAY) },
  payment: null,
});
const seen: SeenSubscription = {
  ...bought(plus(start, -18 * DAY)),
  status: 'active',
  trialEnd: null,
  invoices: [{ ...anInvoice(plus(mark, -28 * DAY), 1200n), isFirst: true }],
};
const promised = { checkoutId, readerId: ada, returnTo: '/account', offer, path };
const claimed = { startedAt: seen.startedAt, paidThrough: mark, chargeId: 'imported-charge' };
const begun = beginImported(promised, seen, claimed);

describe('what was taken over', () => {
  test('is paid through the mark, and owes the price of before from there on', () => {
    const { next, changes, cases, calls } = fold(begun, seen, { now: start, newId });

    expect(changes).toEqual([{ type: 'imported' }]);
    expect([cases, calls]).toEqual([[], []]);
    expect(next).toMatchObject({ phase: 'imported', standing: 'ok', intent: 'renewing', paidThrough: mark });
    expect(next.charges.map(({ status, amount, period }) => [status, amount.amount, period.from])).toEqual([
      ['paid', 0n, seen.startedAt],
      ['expected', 1200n, mark],
    ]);
  });

  test('is renewed by the first invoice behind the mark, which is no step up', () => {
    const known = fold(begun, seen, { now: start, newId }).next;
    const later = { ...seen, invoices: [...seen.invoices, anInvoice(mark, 1200n)] };
    const { changes, cases } = fold(known, later, { now: plus(mark, DAY), newId });

    expect(changes.map(({ type }) => type)).toEqual(['charge-opened', 'charge-paid', 'renewed']);
    expect(cases).toEqual([]);
  });

  test('is held when Stripe is about to charge something else than before', () => {
    const known = fold(begun, seen, { now: start, newId }).next;
    const draft: SeenInvoice = { ...anInvoice(mark, 1500n), status: 'draft', advances: true };
    const { calls } = fold(known, { ...seen, invoices: [draft] }, { now: plus(mark, 60_000), newId });

    expect(calls).toMatchObject([{ kind: 'hold-invoice' }]);
  });

  test('is taken in late as well, when it was renewed meanwhile', () => {
    const later = { ...seen, invoices: [...seen.invoices, anInvoice(mark, 1200n)] };
    const { next, changes } = fold(begun, later, { now: plus(mark, DAY), newId });

    expect(next).toMatchObject({ phase: 'standard', paidThrough: plus(mark, 28 * DAY) });
    expect(changes.map(({ type }) => type)).toContain('imported');
  });

  test('gets no certificate for a cancellation of before', () => {
    const leaving = { ...seen, cancelAtPeriodEnd: true };
    const first = beginImported(promised, leaving, claimed);
    const { next, changes } = fold(first, leaving, { now: start, newId });

    expect(next).toMatchObject({ intent: 'cancelling', cancellations: 0 });
    expect(changes).toEqual([{ type: 'imported' }]);
  });

  test('is not warned of a list price that is the price of before', () => {
    const known = fold(begun, seen, { now: start, newId }).next;

    expect(dueReminders(known, { now: plus(mark, -DAY), reminding })).toEqual([]);
  });

  test.each([
    ['of the offer, where it is that', dollars(15), null],
    ['of its own, where nobody sells it any more', dollars(12), 'digital-list-1200-usd'],
  ])('goes on at a price %s', (_says, amount, name) => {
    expect(listPriceOfImport(offer, importedPath(offer, amount))).toBe(name);
  });
});

describe('what is given until its end', () => {
  const given = { id: checkoutId, customerId: 'cus_1', startedAt: start, paidThrough: mark, isEnding: false };
  const first = seenOfGiven(given, start);
  const one = beginImported({ ...promised, path: importedPath(offer, null) }, first, {
    ...claimed,
    startedAt: start,
  });
  const running = fold(one, first, { now: start, newId }).next;

  test('leaves at its end, and is looked at in that instant', () => {
    expect(running).toMatchObject({ phase: 'imported', intent: 'cancelling', cancellations: 0 });
    expect(isGiven(running)).toBe(true);
    expect(nextDue(running, { now: start, reminding })).toEqual({ at: mark, why: 'period-over' });

    const { next, changes } = fold(running, seenOfGiven(given, mark), { now: mark, newId });
    expect(next).toMatchObject({ phase: 'ended', endReason: 'cancelled', endedAt: mark, paidThrough: mark });
    expect(changes).toEqual([{ type: 'ended', reason: 'cancelled' }]);
  });

  test('a moment before its end it is not over', () => {
    const before = plus(mark, -1);
    expect(fold(running, seenOfGiven(given, before), { now: before, newId }).changes).toEqual([]);
  });
});
