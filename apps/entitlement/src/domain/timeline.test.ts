import type { SubscriptionData } from '@gatefold/events';
import { DAY, HOUR, plus } from '@gatefold/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ada, aFact, afterDays, ben } from '../../test/builders.ts';
import type { Holding } from './project.ts';
import type { SubscriptionFact } from './subscription-fact.ts';
import { holdingAt, holdingsOf } from './timeline.ts';

const paidFor = (days: number): Partial<SubscriptionData> => ({ paidThrough: afterDays(days).toISOString() });
const isOpen = (holding: Holding | null | undefined, instant: Date): boolean =>
  holding !== null && holding !== undefined && holding.from <= instant && instant < holding.until;
const mayRead = (facts: readonly SubscriptionFact[], instant: Date): boolean =>
  isOpen(holdingAt(facts, ada, instant), instant);

describe('a past instant, in hindsight', () => {
  const started = aFact();
  const refunded = aFact({ sequence: 2, at: afterDays(5), data: { phase: 'ended', endReason: 'refunded' } });

  test('a refund takes nothing from the days before it, and all from its second on', () => {
    const facts = [started, refunded];

    expect(mayRead(facts, plus(afterDays(5), -1))).toBe(true);
    expect(mayRead(facts, afterDays(5))).toBe(false);
  });

  test('days in dunning were readable, also when nothing came of it', () => {
    const facts = [
      started,
      aFact({ sequence: 2, at: afterDays(28), data: { standing: 'collecting' } }),
      aFact({ sequence: 3, at: afterDays(40), data: { phase: 'ended', endReason: 'payment-failed' } }),
    ];

    expect(mayRead(facts, afterDays(39))).toBe(true);
    expect(mayRead(facts, afterDays(40))).toBe(false);
  });

  test('a pause stays closed after the reader came back', () => {
    const pause = { from: afterDays(6).toISOString(), until: afterDays(12).toISOString() };
    const facts = [
      started,
      aFact({ sequence: 2, at: afterDays(6), data: { pause } }),
      aFact({ sequence: 3, at: afterDays(12), data: paidFor(34) }),
    ];

    expect([5, 6, 11, 12].map((day) => mayRead(facts, afterDays(day)))).toEqual([true, false, false, true]);
  });

  test('a renewal that was found days late counts from when it was paid', () => {
    const facts = [started, aFact({ sequence: 2, at: afterDays(35), data: paidFor(56) })];

    expect(mayRead(facts, afterDays(33))).toBe(true);
  });

  test('a purchase that was heard of late counts from its start', () => {
    expect(mayRead([aFact({ at: afterDays(2) })], afterDays(1))).toBe(true);
    expect(mayRead([aFact({ at: afterDays(2) })], plus(afterDays(0), -1))).toBe(false);
  });
});

describe('a subscription that becomes another reader’s', () => {
  const before = aFact({ data: { readerId: ben } });
  const farewell = (sequence: number) =>
    aFact({ sequence, at: afterDays(2), data: { readerId: ben, phase: 'ended', endReason: 'transferred' } });
  const welcome = (sequence: number) => aFact({ sequence, at: afterDays(2), data: { readerId: ada } });

  test.each([
    { told: 'the old reader first', facts: [before, farewell(2), welcome(3)] },
    { told: 'the new reader first', facts: [before, welcome(2), farewell(3)] },
    { told: 'the new reader only', facts: [before, welcome(2)] },
  ])('is the new reader’s and no longer the old one’s, told to $told', ({ facts }) => {
    const open = holdingsOf(facts).filter((holding) => isOpen(holding, afterDays(2)));

    expect(open.map(({ readerId }) => readerId)).toEqual([ada]);
  });
});

/** A history as billing might tell it: revisions rise, business time never goes back. */
const histories: fc.Arbitrary<SubscriptionFact[]> = fc
  .array(
    fc.record({
      hours: fc.nat(400),
      data: fc.record({
        readerId: fc.constantFrom(ada, ada, ada, ben),
        phase: fc.constantFrom('pending', 'intro', 'year_one', 'standard', 'ended'),
        endReason: fc.constantFrom('cancelled', 'payment-failed', 'refunded', 'duplicate', 'transferred'),
        standing: fc.constantFrom('ok', 'collecting', 'exhausted', 'disputed'),
        intent: fc.constantFrom('renewing', 'cancelling'),
        paidThrough: fc.integer({ min: 1, max: 120 }).map((days) => afterDays(days).toISOString()),
      }),
      isRestored: fc.boolean(),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((steps) => {
    let at = afterDays(0);
    let [epoch, sequence] = [1, 0];
    return steps.map(({ hours, data, isRestored }) => {
      at = plus(at, hours * HOUR);
      [epoch, sequence] = isRestored ? [epoch + 1, 1] : [epoch, sequence + 1];
      const endReason = data.phase === 'ended' ? data.endReason : null;
      return aFact({ epoch, sequence, at, data: { ...data, endReason } as Partial<SubscriptionData> });
    });
  });

const disorder = (facts: readonly SubscriptionFact[]): fc.Arbitrary<SubscriptionFact[]> =>
  fc
    .array(fc.constantFrom(...facts), { maxLength: 6 })
    .chain((repeats) =>
      fc.shuffledSubarray([...facts, ...repeats], { minLength: facts.length + repeats.length }),
    );

const byReader = (holdings: readonly Holding[]) =>
  holdings.toSorted((a, b) => (a.readerId < b.readerId ? -1 : 1));

describe('whatever billing says, in whatever order', () => {
  const runs = { numRuns: 200 };
  const disordered = histories.chain((facts) => disorder(facts).map((heard) => ({ facts, heard })));

  test('every reader has the same in the end', () => {
    fc.assert(
      fc.property(disordered, ({ facts, heard }) => {
        expect(byReader(holdingsOf(heard))).toEqual(byReader(holdingsOf(facts)));
      }),
      runs,
    );
  });

  test('every past instant has the same answer in the end', () => {
    fc.assert(
      fc.property(disordered, fc.nat(150), ({ facts, heard }, day) => {
        expect(mayRead(heard, afterDays(day))).toBe(mayRead(facts, afterDays(day)));
      }),
      runs,
    );
  });

  test('news that comes late, behind newer of the same reader, never closes what is open', () => {
    fc.assert(
      fc.property(histories, fc.nat(), fc.nat(60 * 24), (facts, pick, hours) => {
        const late = pick % facts.length;
        const { readerId } = facts[late]!.data;
        fc.pre(facts.slice(late + 1).some(({ data }) => data.readerId === readerId));
        const now = plus(facts.at(-1)!.at, hours * HOUR);
        const isOpenTo = (holdings: readonly Holding[]) =>
          holdings.some((holding) => holding.readerId === readerId && isOpen(holding, now));

        if (isOpenTo(holdingsOf(facts.toSpliced(late, 1)))) expect(isOpenTo(holdingsOf(facts))).toBe(true);
      }),
      runs,
    );
  });

  test('hindsight and the present agree about now', () => {
    fc.assert(
      fc.property(histories, fc.nat(60 * 24), (facts, hours) => {
        const now = plus(facts.at(-1)!.at, hours * HOUR);
        const present = holdingsOf(facts).find(({ readerId }) => readerId === ada);

        expect(mayRead(facts, now)).toBe(isOpen(present, now));
      }),
    );
  });

  test('no one may be trusted for a shorter time than they may read', () => {
    fc.assert(
      fc.property(histories, (facts) => {
        for (const { until, untilIfStale } of holdingsOf(facts)) {
          expect(untilIfStale.getTime()).toBeGreaterThanOrEqual(until.getTime());
          expect(untilIfStale.getTime() - until.getTime()).toBeLessThanOrEqual(60 * DAY);
        }
      }),
    );
  });
});
