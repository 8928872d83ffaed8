import { countingIds } from '@gatefold/test-kit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aSubscription, start } from '../../test/builders.ts';
import { histories } from '../../test/histories.ts';
import type { Look } from '../../test/stripe.ts';
import { fold } from './fold.ts';
import { revenueReport, type MonthTotal } from './month-report.ts';
import { movementsOf, type Movement } from './movements.ts';
import type { Spread } from './recognition.ts';
import { takenBackOf, type Charge } from './subscription.ts';
import { netOf } from './tax.ts';

/** What the months hold after all that was looked at, and the charges that they speak of. */
function counting(looks: readonly Look[]): { movements: Movement[]; charges: readonly Charge[] } {
  const newId = countingIds();
  const spreads = new Map<string, Spread>();
  const movements: Movement[] = [];
  let subscription = aSubscription();
  for (const { seen, now } of looks) {
    const { next, changes } = fold(subscription, seen, { now, newId });
    const moved = movementsOf(changes, spreads, now);
    for (const [id, spread] of moved.spreads) {
      if (spread === null) spreads.delete(id);
      else spreads.set(id, spread);
    }
    movements.push(...moved.movements);
    subscription = next;
  }
  return { movements, charges: subscription.charges };
}

const totalsOf = (movements: readonly Movement[]): MonthTotal[] => {
  const totals = new Map<string, MonthTotal>();
  for (const one of movements) {
    const key = [one.month, one.phase, one.measure].join('|');
    const so = totals.get(key) ?? { ...one, offer: 'digital', amount: 0n, count: 0 };
    totals.set(key, { ...so, amount: so.amount + one.amount, count: so.count + one.count });
  }
  return [...totals.values()];
};

const runs = { numRuns: 200 };
const months = { from: '2026-01-01', until: '2040-01-01' };

test('in each month, what was paid, with credit too, and kept is tax, earned, or more to earn; in the end nothing is left to earn', () => {
  fc.assert(
    fc.property(histories(start), (looks) => {
      const { movements, charges } = counting(looks);
      const rows = revenueReport(totalsOf(movements), months);
      const paid = charges.filter(({ status }) => status === 'paid');
      const sum = (of: (charge: Charge) => bigint) => paid.reduce((so, charge) => so + of(charge), 0n);
      const deferred = new Map<string, bigint>();
      const all = { paid: 0n, credited: 0n, refunded: 0n, tax: 0n, revenue: 0n };
      for (const row of rows) {
        const moved = row.deferred - (deferred.get(row.phase) ?? 0n);
        expect(row.paid + row.credited - row.refunded).toBe(row.tax + row.revenue + moved);
        deferred.set(row.phase, row.deferred);
        for (const name of ['paid', 'credited', 'refunded', 'tax', 'revenue'] as const)
          all[name] += row[name];
      }

      expect([...deferred.values()].every((amount) => amount === 0n)).toBe(true);
      expect(all).toEqual({
        paid: sum(({ amount, credited }) => amount.amount - credited),
        credited: sum((charge) => charge.credited),
        refunded: sum(takenBackOf),
        tax: sum((charge) => charge.amount.amount - takenBackOf(charge) - netOf(charge)),
        revenue: sum(netOf),
      });
    }),
    runs,
  );
});
