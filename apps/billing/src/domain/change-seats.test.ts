import { describe, expect, test } from 'vitest';
import { aCharge, afterDays, anOffer, aSubscription, dollars, instants, start } from '../../test/builders.ts';
import { keepPlan } from './change-plan.ts';
import { changeSeats, quoteSeats } from './change-seats.ts';
import { canonicalPath, freezePath, plannedCharge } from './price-path.ts';
import { seatsBought, seatsOf } from './seats.ts';
import type { Subscription } from './subscription.ts';

const limits = { least: 3, most: 10 };
const everyFourWeeks = { unit: 'week', count: 4 } as const;
const team = anOffer({
  key: 'team',
  product: 'team',
  seats: limits,
  phases: [{ key: 'standard', charges: null, interval: everyFourWeeks, amount: dollars(12) }],
});
const path = freezePath(team, 5);
const paid = aCharge({
  index: 0,
  phase: 'standard',
  amount: dollars(60),
  period: { from: start, until: afterDays(28) },
});
const group: Subscription = aSubscription({
  path,
  instants: { startedAt: start, anchor: start },
  phase: 'standard',
  paidThrough: afterDays(28),
  charges: [paid],
});
const given = (now: Date) => ({ now, newId: () => 'new', commandId: 'command' });
const change = (of: Subscription, seats: number, now: Date) =>
  changeSeats(of, { accepted: quoteSeats(of, { seats, limits }, now), limits }, given(now));

describe('seats that are bought', () => {
  test('cost their number times the price of one, and the consent holds how many', () => {
    expect(plannedCharge(path, { startedAt: start, anchor: start }, 3).amount).toEqual(dollars(60));
    expect(canonicalPath(path)).not.toBe(canonicalPath(freezePath(team, 6)));
    expect(canonicalPath(freezePath(anOffer()))).not.toContain('seats');
    expect(seatsOf(group)).toBe(5);
    expect(seatsOf(aSubscription({ instants }))).toBeNull();
  });

  test('are as many as the offer is sold with, and none where it is for one', () => {
    expect(seatsBought(limits, 3)).toBe(3);
    expect(seatsBought(undefined, null)).toBeNull();
    for (const [of, wanted] of [
      [limits, 2],
      [limits, 11],
      [limits, null],
      [undefined, 3],
    ] as const)
      expect(() => seatsBought(of, wanted)).toThrow('so many seats');
  });
});

describe('more seats', () => {
  test('are charged today, with the unused part of the period off, and are there once they are paid', () => {
    const half = afterDays(14);
    const quote = quoteSeats(group, { seats: 8, limits }, half);
    expect(quote).toMatchObject({ due: dollars(96 - 30), next: { at: afterDays(42), amount: dollars(96) } });
    const { next, calls } = change(group, 8, half);
    expect(calls).toMatchObject([
      { kind: 'steer', price: 'team-v1-list', quantity: 8, reduction: dollars(30), nextChargeAt: null },
    ]);
    expect(seatsOf(next)).toBe(5);
    const settled = { ...next, charges: [paid, { ...next.charges.at(-1)!, status: 'paid' as const }] };
    expect(seatsOf(settled)).toBe(8);
  });

  test('are not more than are sold, and not as many as there are', () => {
    for (const seats of [11, 2]) expect(() => quoteSeats(group, { seats, limits }, afterDays(1))).toThrow();
    expect(() => quoteSeats(group, { seats: 5, limits }, afterDays(1))).toThrow('already');
    expect(() => quoteSeats(aSubscription(), { seats: 5, limits }, afterDays(1))).toThrow();
  });

  test('are taken for what was quoted, or not at all', () => {
    const quote = quoteSeats(group, { seats: 8, limits }, afterDays(14));
    const accepted = { ...quote, due: dollars(1) };
    expect(() => changeSeats(group, { accepted, limits }, given(afterDays(14)))).toThrow('no longer');
  });
});

describe('fewer seats', () => {
  const { next, calls } = change(group, 3, afterDays(14));

  test('cost nothing today, and less from the end of what is paid for', () => {
    expect(quoteSeats(group, { seats: 3, limits }, afterDays(14))).toMatchObject({
      from: afterDays(28),
      due: dollars(0),
      next: { at: afterDays(28), amount: dollars(36) },
    });
    expect(calls).toMatchObject([
      { quantity: 3, reduction: dollars(0), nextChargeAt: afterDays(28).toISOString() },
    ]);
    expect(seatsOf(next)).toBe(5);
    expect(next.steering.change?.at).toEqual(afterDays(28));
  });

  test('can be taken back until then', () => {
    const kept = keepPlan(next, given(afterDays(15)));
    expect(kept.next.path).toEqual(group.path);
    expect(kept.calls).toMatchObject([{ quantity: 5 }]);
  });

  test('wait, so that nothing else is changed before', () => {
    expect(() => quoteSeats(next, { seats: 8, limits }, afterDays(15))).toThrow('coming');
  });
});
