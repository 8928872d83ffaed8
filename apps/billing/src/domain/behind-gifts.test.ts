import { addMonths, DAY, plus } from '@gatefold/kernel';
import { anId, countingIds } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import {
  ada,
  afterDays,
  aCharge,
  aRunning,
  aSubscription,
  dollars,
  instants,
  start,
} from '../../test/builders.ts';
import { paper } from '../../test/paper.ts';
import { comesIntoSight, putBehindGifts } from './behind-gifts.ts';
import { newGift, type Gift } from './gift.ts';
import type { Subscription } from './subscription.ts';

/** Ada has paid her first dollar, and nine are to come on day 28. */
const bought = (overrides: Partial<Subscription> = {}): Subscription =>
  aRunning({
    publication: 'meridian',
    phase: 'intro',
    paidThrough: afterDays(28),
    charges: [
      aCharge({
        index: 0,
        phase: 'intro',
        amount: dollars(1),
        period: { from: start, until: afterDays(28) },
      }),
      aCharge({ id: anId(51), period: { from: afterDays(28), until: afterDays(56) }, status: 'expected' }),
    ],
    ...overrides,
  });
const decided = (next: Subscription) => ({ next, changes: [{ type: 'trial-started' }] }) as const;

const aGift = (from: Date, until: Date, overrides: Partial<Gift> = {}): Gift => {
  const who = { id: anId(61), giverId: anId(62), recipientId: ada, stripeCustomerId: 'cus_2', sendAt: start };
  const gift = newGift(paper.gifts[0]!, who, start);
  return {
    ...gift,
    state: 'redeemed',
    takenAt: from,
    charge: { ...gift.charge, period: { from, until } },
    ...overrides,
  };
};

const put = (next: Subscription, gifts: readonly Gift[]) =>
  putBehindGifts(decided(next), gifts, { now: afterDays(1), newId: countingIds(700) });
const chargedAt = ({ charges }: Subscription): Date | undefined =>
  charges.find(({ status }) => status === 'expected')?.period.from;

describe('a subscription whose reader reads by a gift', () => {
  test('to more than the gift opens is not put behind it: a year of one title is no year of two', () => {
    const gift = aGift(start, afterDays(365));

    const { decided: same, gifts } = put(bought({ alsoReads: ['signal'] }), [gift]);

    expect(gifts).toEqual([]);
    expect(same.next).toEqual(bought({ alsoReads: ['signal'] }));
  });

  test('is charged next behind all that is left of the gift when it began, begun days whole', () => {
    const gift = aGift(afterDays(-100), plus(afterDays(40), 1));
    const { decided: moved, gifts } = put(bought(), [gift]);

    expect(chargedAt(moved.next)).toEqual(afterDays(28 + 41));
    expect(moved.next.paidThrough).toEqual(afterDays(28 + 41));
    expect(moved.changes.map(({ type }) => type)).toEqual(['trial-started', 'renewed']);
    expect(moved.calls).toMatchObject([{ kind: 'steer', nextChargeAt: afterDays(69).toISOString() }]);
    expect(gifts).toMatchObject([{ id: gift.id, behindId: bought().id }]);
  });

  test('comes behind all of several gifts, and behind the whole of one that begins when it would end', () => {
    const running = aGift(afterDays(-1), afterDays(10));
    const waiting = aGift(afterDays(28), addMonths(afterDays(28), 12), { id: anId(63) });
    const { decided: moved, gifts } = put(bought(), [running, waiting]);

    expect(chargedAt(moved.next)).toEqual(plus(addMonths(afterDays(28), 12), 10 * DAY));
    expect(gifts).toHaveLength(2);
  });

  test.each<{ which: string; gift: Gift }>([
    { which: 'it comes behind already', gift: aGift(start, afterDays(40), { behindId: bought().id }) },
    { which: 'is over', gift: aGift(start, afterDays(40), { state: 'over' }) },
    { which: 'nobody has taken', gift: aGift(start, start, { state: 'paid' }) },
    { which: 'ended when it began', gift: aGift(afterDays(-40), start) },
    {
      which: 'is of another product',
      gift: aGift(start, afterDays(40), { offer: { ...paper.gifts[0]!, product: 'games' } }),
    },
    {
      which: 'is of another title',
      gift: aGift(start, afterDays(40), { offer: { ...paper.gifts[0]!, publication: 'courier' } }),
    },
  ])('stays where it is beside one that $which', ({ gift }) => {
    const before = decided(bought());

    expect(putBehindGifts(before, [gift], { now: afterDays(1), newId: countingIds() })).toEqual({
      decided: before,
      gifts: [],
    });
  });

  test('comes behind one that a subscription that is over came behind', () => {
    const { gifts } = put(bought(), [aGift(start, afterDays(40), { behindId: anId(77) })]);

    expect(gifts).toMatchObject([{ behindId: bought().id }]);
  });

  test('that cannot be moved stays as it is, with a case that names the days', () => {
    const gift = aGift(start, afterDays(40));
    const { decided: moved, gifts } = put(bought({ standing: 'disputed' }), [gift]);

    expect(gifts).toEqual([]);
    expect(chargedAt(moved.next)).toEqual(afterDays(28));
    expect(moved.cases).toEqual([
      {
        kind: 'paid-elsewhere',
        subject: gift.id,
        facts: { days: '40', subscriptionId: bought().id, because: 'payment-outstanding' },
      },
    ]);
  });

  test('is moved once: what was moved is moved no second time', () => {
    const { decided: moved, gifts } = put(bought(), [aGift(start, afterDays(40))]);
    const again = put(moved.next, gifts);

    expect(again.decided.next).toBe(moved.next);
    expect(again.gifts).toEqual([]);
  });
});

describe('the next charge comes into sight', () => {
  const pending = aSubscription({ instants });
  const leaving = bought({ intent: 'cancelling' });

  test.each<{ when: string; before: Subscription; next: Subscription; comes: boolean }>([
    { when: 'it is paid for the first time', before: pending, next: bought(), comes: true },
    { when: 'a cancellation is taken back', before: leaving, next: bought(), comes: true },
    { when: 'it goes on as before', before: bought(), next: bought(), comes: false },
    { when: 'nothing is paid yet', before: pending, next: pending, comes: false },
    { when: 'it is cancelled as soon as it is paid', before: pending, next: leaving, comes: false },
    { when: 'it is one too many', before: pending, next: bought({ endingAs: 'duplicate' }), comes: false },
    { when: 'it has ended', before: leaving, next: bought({ phase: 'ended' }), comes: false },
  ])('$when: $comes', ({ before, next, comes }) => {
    expect(comesIntoSight(before, decided(next))).toBe(comes);
  });
});
