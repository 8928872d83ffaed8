import { addMonths, DAY, money, plus } from '@gatefold/kernel';
import { anId, countingIds } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import { paper } from '../../test/paper.ts';
import { giftCode, readCode } from './gift-code.ts';
import { foldGift } from './gift-fold.ts';
import { returnable, takeBack, takeGift } from './gift-take.ts';
import type { GiftOffer } from './gift-offer.ts';
import { expiresAt, newGift, type Gift } from './gift.ts';
import type { SeenPayment } from './seen.ts';

const bought = new Date('2026-03-01T10:00:00Z');
const [year] = paper.gifts;
const payment: SeenPayment = {
  chargeId: 'ch_1',
  amount: year!.amount,
  refunds: [],
  dispute: null,
};
const newId = countingIds(500);
const at = (gift: Gift, now: Date, seen: SeenPayment | null = payment) =>
  foldGift(gift, seen, { now, newId });

function aGift(offer: Partial<GiftOffer> = {}): Gift {
  const who = {
    id: anId(1),
    giverId: anId(2),
    recipientId: anId(3),
    stripeCustomerId: 'cus_1',
    sendAt: bought,
  };
  return at(newGift({ ...year!, ...offer }, who, bought), bought).next;
}
const taken = (gift: Gift, now = bought): Gift =>
  takeGift(gift, { readerId: anId(9), after: null, behindId: null }, now).next;
const typesOf = ({ forGiver, forReader }: ReturnType<typeof foldGift>) =>
  [...forGiver, ...forReader].map(({ type }) => type);

describe('a gift, looked at', () => {
  test('twice, or later with nothing due, says nothing again', () => {
    const gift = aGift();
    expect(typesOf(at(gift, bought))).toEqual([]);
    expect(typesOf(at(gift, plus(bought, 30 * DAY)))).toEqual([]);
  });

  test('at every instant at which something is due, is earned to the cent and ends once', () => {
    let gift = taken(aGift({ amount: money(9_999n, 'USD') }));
    const told: string[] = [];
    for (let looks = 0; gift.nextAt !== null && looks < 50; looks += 1) {
      const looked = at(gift, gift.nextAt, { ...payment, amount: money(9_999n, 'USD') });
      told.push(...typesOf(looked));
      expect(looked.next.charge.earned).toBeGreaterThanOrEqual(gift.charge.earned);
      gift = looked.next;
    }
    expect(told.filter((type) => type === 'revenue-earned')).toHaveLength(12);
    expect(told.filter((type) => type !== 'revenue-earned')).toEqual(['gift-ending', 'ended']);
    expect(gift).toMatchObject({ state: 'over', endReason: 'used', endedAt: addMonths(bought, 12) });
    expect(gift.charge.earned).toBe(gift.charge.amount.amount);
  });
});

describe('one that nobody takes', () => {
  test.each([
    { then: 'refund' as const, calls: ['refund'], told: [] },
    { then: 'keep' as const, calls: [], told: ['revenue-earned'] },
  ])('is over when its time is, with its money dealt with as was said: $then', ({ then, calls, told }) => {
    const gift = aGift({ expiry: { afterDays: 100, then } });
    const warned = at(gift, plus(bought, 70 * DAY));
    expect(typesOf(warned)).toEqual(['gift-waiting']);
    const until = expiresAt(gift)!;
    expect(at(warned.next, plus(until, -1)).next.state).toBe('paid');
    const over = at(warned.next, until);
    expect(over.next).toMatchObject({ state: 'over', endReason: 'expired' });
    expect(over.calls.map(({ kind }) => kind)).toEqual(calls);
    expect(typesOf(over)).toEqual(told);
    expect(() => taken(over.next, until)).toThrow('no gift with this code');
  });

  test('can be taken for ever where no end was said', () => {
    const gift = aGift({ expiry: null });
    expect(at(gift, plus(bought, 4_000 * DAY)).next.state).toBe('paid');
    expect(gift.nextAt).toBeNull();
  });
});

test('a dispute keeps it from being taken, and a lost one ends what was taken', () => {
  const dispute = { id: 'dp_1', amount: year!.amount, status: 'open' as const, reason: 'fraudulent' };
  const disputed = at(aGift(), plus(bought, DAY), { ...payment, dispute });
  expect(disputed.cases.map(({ kind }) => kind)).toEqual(['dispute-opened']);
  expect(() => taken(disputed.next)).toThrow('no gift with this code');

  const lost = at(taken(aGift()), plus(bought, DAY), { ...payment, dispute: { ...dispute, status: 'lost' } });
  expect(lost.next).toMatchObject({ state: 'over', endReason: 'disputed' });
  expect(lost.forReader).toEqual([{ type: 'ended', reason: 'disputed' }]);
});

test('taken back, a second time changes nothing; after the time that was said only staff can', () => {
  const gift = aGift();
  const late = plus(bought, 14 * DAY);
  const back = takeBack(gift, { by: 'giver', limit: 0n, now: plus(late, -1), newId });
  expect(back.calls).toMatchObject([{ kind: 'refund', amount: year!.amount }]);
  expect(takeBack(back.next, { by: 'giver', limit: null, now: late, newId }).calls).toEqual([]);
  expect(() => takeBack(gift, { by: 'giver', limit: null, now: late, newId })).toThrow(
    'time in which it may be taken back',
  );
  expect(takeBack(gift, { by: 'staff', limit: null, now: late, newId }).next.endReason).toBe('refunded');
});

test('staff give back alone no more than one person may, and nobody a part of it', () => {
  const gift = aGift();
  const { amount } = gift.charge.amount;
  const giveBack = (limit: bigint) => takeBack(gift, { by: 'staff', limit, now: bought, newId });
  expect(giveBack(amount).next.endReason).toBe('refunded');
  expect(() => giveBack(amount - 1n)).toThrow('by the word of two people');
  expect(returnable(gift, gift.charge.amount)).toEqual(gift.charge.amount);
  expect(() => returnable(gift, { ...gift.charge.amount, amount: amount - 1n })).toThrow('given back whole');
});

test('a code is read however it is typed, and nothing else is one', () => {
  const code = giftCode(Uint8Array.from([7, 255, 0, 31, 128, 64, 3, 9, 200, 77]));
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  expect(
    readCode(` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `),
  ).toBe(code);
  expect([readCode(''), readCode(code.slice(1)), readCode(`${code}0`)]).toEqual([null, null, null]);
});
