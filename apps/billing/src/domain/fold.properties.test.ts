import { countingIds } from '@gatefold/test-kit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { start } from '../../test/builders.ts';
import { folding } from '../../test/folding.ts';
import { histories } from '../../test/histories.ts';
import type { Look } from '../../test/stripe.ts';
import { isAboutCharge } from './change.ts';
import { fold } from './fold.ts';
import { checkBalanced, documentsOf, type Line } from './ledger.ts';
import { refundedOf, takenBackOf, type Charge, type Subscription } from './subscription.ts';
import { netOf } from './tax.ts';

const runs = { numRuns: 300 };

/** What does not depend on which looks were missed: ids and how often somebody cancelled do. */
const essence = ({ charges, ...one }: Subscription) => ({
  phase: one.phase,
  standing: one.standing,
  intent: one.intent,
  endReason: one.endReason,
  paidThrough: one.paidThrough,
  charges: charges.map((charge: Charge) => ({
    index: charge.index,
    phase: charge.phase,
    amount: charge.amount,
    period: charge.period,
    status: charge.status,
    earned: charge.earned,
    tax: charge.tax,
    refunded: refundedOf(charge),
    owed: charge.owed,
    dispute: charge.dispute,
  })),
});

/** A history and which of its looks were taken; the last one always is. */
const withGaps = histories(start).chain((looks) =>
  fc.tuple(fc.constant(looks), fc.array(fc.boolean(), { minLength: looks.length, maxLength: looks.length })),
);

const taken = (looks: readonly Look[], mask: readonly boolean[]): Look[] =>
  looks.filter((_, index) => mask[index] === true || index === looks.length - 1);

test('webhooks that are lost or come late change nothing about where it all ends', () => {
  fc.assert(
    fc.property(withGaps, ([looks, mask]) => {
      expect(essence(folding(taken(looks, mask)).next)).toEqual(essence(folding(looks).next));
    }),
    runs,
  );
});

test('each payment and each refund is told exactly once, whichever looks were missed', () => {
  const moved = (looks: readonly Look[]) => {
    const { changes, next } = folding(looks);
    const refunds = next.charges.flatMap((charge) => charge.refunds);
    const failed = new Set(refunds.filter(({ status }) => status === 'failed').map(({ id }) => id));
    return changes
      .filter(isAboutCharge)
      .filter((change) =>
        change.type === 'charge-refunded' ? !failed.has(change.refund.id) : change.type === 'charge-paid',
      )
      .map((change) => `${change.type} ${change.charge.stripeInvoiceId}`)
      .toSorted();
  };

  fc.assert(
    fc.property(withGaps, ([looks, mask]) => {
      const events = moved(taken(looks, mask));
      expect(events).toEqual(moved(looks));
      expect(new Set(events).size).toBe(events.length);
    }),
    runs,
  );
});

test('looking twice changes nothing, after any history', () => {
  fc.assert(
    fc.property(histories(start), (looks) => {
      const { next } = folding(looks);
      const { seen, now } = looks.at(-1)!;
      const again = fold(next, seen, { now, newId: countingIds(10_000) });

      expect(again.changes).toEqual([]);
      expect(again.next).toEqual(next);
    }),
    runs,
  );
});

test('there is one charge for each period, in order, and none but the last is expected', () => {
  fc.assert(
    fc.property(histories(start), (looks) => {
      const { charges } = folding(looks).next;
      expect(charges.map(({ index }) => index)).toEqual(charges.map((_, index) => index));
      expect(charges.slice(0, -1).every(({ status }) => status !== 'expected')).toBe(true);
    }),
    runs,
  );
});

/** What a calculator says of the same invoices, which knows nothing of how it came about. */
function oracle({ seen }: Look): { paidThrough: Date; isOver: boolean; isOwing: boolean } {
  const newest = seen.invoices.findLast(({ status }) => status === 'paid')!;
  return {
    paidThrough: newest.period?.until ?? seen.trialEnd!,
    isOver: seen.status === 'canceled',
    isOwing: seen.invoices.some(({ status, attempts }) => status === 'open' && attempts > 0),
  };
}

test('what is paid for, what is owed and whether it is over agree with a reading of the invoices', () => {
  fc.assert(
    fc.property(histories(start), (looks) => {
      const { next } = folding(looks);
      const { paidThrough, isOver, isOwing } = oracle(looks.at(-1)!);
      const isDisputed = next.standing === 'disputed';

      expect(next.paidThrough).toEqual(paidThrough);
      expect(next.phase === 'ended').toBe(isOver);
      if (!isOver && !isDisputed) expect(next.standing === 'collecting').toBe(isOwing);
    }),
    runs,
  );
});

const sumOf = (lines: readonly Line[], isOf: (account: string) => boolean): bigint =>
  lines.filter(({ account }) => isOf(account)).reduce((sum, { amount }) => sum + amount.amount, 0n);

const taxShown = ({ seen }: Look, { stripeInvoiceId }: Charge): bigint =>
  seen.invoices.find(({ id }) => id === stripeInvoiceId)!.tax!;

test('the books balance, and say of each history what was claimed, earned and still owed, in reading and in tax', () => {
  fc.assert(
    fc.property(histories(start), (looks) => {
      const { next, changes } = folding(looks);
      const entries = documentsOf(changes);
      entries.forEach(checkBalanced);
      const lines = entries.flatMap((entry) => entry.lines);
      const settled = next.charges.filter(({ status }) => status === 'paid');
      const claimed = next.charges.filter(({ isBooked, status }) => isBooked && status !== 'void');
      const total = (charges: readonly Charge[], of: (charge: Charge) => bigint): bigint =>
        charges.reduce((sum, charge) => sum + of(charge), 0n);

      expect(sumOf(lines, (account) => account === 'receivable')).toBe(
        total(claimed, (charge) => charge.amount.amount - charge.credited - refundedOf(charge)),
      );
      expect(-sumOf(lines, (account) => account === 'refunds-owed')).toBe(total(claimed, ({ owed }) => owed));
      expect(-sumOf(lines, (account) => account.startsWith('revenue:'))).toBe(
        total(settled, ({ earned }) => earned),
      );
      expect(-sumOf(lines, (account) => account.startsWith('deferred:'))).toBe(
        total(claimed, (charge) => netOf(charge) - charge.earned),
      );
      expect(-sumOf(lines, (account) => account === 'tax')).toBe(
        total(claimed, (charge) => charge.amount.amount - takenBackOf(charge) - netOf(charge)),
      );
      for (const charge of claimed) expect(charge.tax).toBe(taxShown(looks.at(-1)!, charge));
      expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
    }),
    runs,
  );
});
