import { DAY, plus } from '@gatefold/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spreadFrom, withRefund, type ByMonth } from './recognition.ts';

const FROM = new Date('2026-03-20T12:00:00.000Z');
const period = { from: FROM, until: plus(FROM, 28 * DAY) };
const sum = (months: ByMonth): bigint => [...months.values()].reduce((total, part) => total + part, 0n);

describe('a payment becomes revenue', () => {
  test('by the second, over the months that its period touches', () => {
    // Eleven and a half of 28 days are of March.
    expect(spreadFrom(900n, period, FROM).months).toEqual(
      new Map([
        ['2026-03-01', 370n],
        ['2026-04-01', 530n],
      ]),
    );
  });

  test('and one of a year over thirteen', () => {
    const year = { from: FROM, until: new Date('2027-03-20T12:00:00.000Z') };
    const { months } = spreadFrom(11_700n, year, FROM);

    expect([months.size, sum(months)]).toEqual([13, 11_700n]);
  });

  test('what is paid late is caught up in the month in which we know of it', () => {
    expect(spreadFrom(900n, period, new Date('2026-05-02T00:00:00Z')).months).toEqual(
      new Map([['2026-05-01', 900n]]),
    );
  });
});

describe('money given back', () => {
  test('takes what is not earned yet first, and spreads the rest anew', () => {
    const half = plus(FROM, 14 * DAY);
    const { months, spread } = withRefund({ period, amount: 900n }, 300n, half);

    expect([sum(months), spread]).toEqual([
      -300n,
      { period: { from: half, until: period.until }, amount: 150n },
    ]);
  });

  test('all of it in the middle takes back what was earned, in the month of the refund', () => {
    const half = plus(FROM, 14 * DAY);
    const first = spreadFrom(900n, period, FROM).months;
    const { months } = withRefund({ period, amount: 900n }, 900n, half);

    expect((first.get('2026-04-01') ?? 0n) + (months.get('2026-04-01') ?? 0n)).toBe(-370n);
    expect(months.has('2026-03-01')).toBe(false);
  });

  test('after the period is less revenue of the month in which it went back', () => {
    const late = new Date('2026-06-09T00:00:00Z');

    expect(withRefund({ period, amount: 900n }, 200n, late)).toEqual({
      spread: null,
      months: new Map([['2026-06-01', -200n]]),
    });
  });

  test('however it is given back, the months add up to what was kept, to the cent', () => {
    const histories = fc.record({
      amount: fc.bigInt({ min: 1n, max: 1_000_000n }),
      knownAfter: fc.integer({ min: 0, max: 40 * DAY }),
      refunds: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 * DAY }), fc.integer({ min: 1, max: 100 })), {
        maxLength: 5,
      }),
    });
    fc.assert(
      fc.property(histories, ({ amount, knownAfter, refunds }) => {
        const paid = spreadFrom(amount, period, plus(FROM, knownAfter));
        let spread: typeof paid.spread | null = paid.spread;
        let total = sum(paid.months);
        let left = amount;
        for (const [after, percent] of refunds.toSorted(([a], [b]) => a - b)) {
          const back = (left * BigInt(percent)) / 100n;
          const refunded = withRefund(spread ?? { period, amount: 0n }, back, plus(FROM, after));
          expect([...refunded.months.keys()].every((month) => month >= '2026-03-01')).toBe(true);
          ({ spread } = refunded);
          total += sum(refunded.months);
          left -= back;
        }
        expect(total).toBe(left);
      }),
    );
  });
});
