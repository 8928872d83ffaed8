import { MINUTE, plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { ada, aFact, afterDays, setAfter, SETTLEMENT, subscriptionId } from '../../test/builders.ts';
import { giveBack, goodwillIdOf, lockoutOf } from './goodwill.ts';
import { hold } from './reader-set.ts';
import { holdingsOf } from './timeline.ts';

const end = plus(afterDays(28), SETTLEMENT);
const paid = aFact();
const renewed = aFact({ sequence: 2, at: afterDays(28), data: { paidThrough: afterDays(56).toISOString() } });
const held = setAfter(paid).grants[0]!;
const before = { held, last: paid };
const news = holdingsOf([paid, renewed])[0]!;

describe('a lockout', () => {
  test('is the time from the end that nobody meant to the news, begun minutes counted', () => {
    expect(lockoutOf(before, news, plus(end, 90.2 * MINUTE))).toMatchObject({
      readerId: ada,
      subscriptionId,
      from: end,
      minutes: 91,
    });
  });

  test('is none while access went on, and none at the very end', () => {
    expect(lockoutOf(before, news, plus(end, -1))).toBeNull();
    expect(lockoutOf(before, news, end)).toBeNull();
  });

  test.each([
    ['of a goodbye', aFact({ data: { intent: 'cancelling' } })],
    ['of a charge that failed', aFact({ data: { standing: 'exhausted' } })],
    ['of a dispute, while which nothing else is collected', aFact({ data: { standing: 'disputed' } })],
  ])('is none where the end was heard %s', (_, fact) => {
    expect(lockoutOf({ held: setAfter(fact).grants[0], last: fact }, news, afterDays(60))).toBeNull();
  });

  test('is none where the news opens nothing, or nothing was held', () => {
    expect(lockoutOf(before, holdingsOf([paid])[0]!, afterDays(60))).toBeNull();
    expect(lockoutOf(before, null, afterDays(40))).toBeNull();
    expect(lockoutOf({ ...before, held: undefined }, news, afterDays(40))).toBeNull();
  });
});

describe('what is given back', () => {
  const set = giveBack(hold(setAfter(paid), subscriptionId, news), news, 91);
  const goodwill = (of: typeof set) => of.grants.find(({ source }) => source === 'goodwill');

  test('stands behind the end of the subscription, to the minute', () => {
    expect(goodwill(set)).toMatchObject({ id: goodwillIdOf(subscriptionId), from: news.until });
    expect(goodwill(set)?.until).toEqual(plus(news.until, 91 * MINUTE));
  });

  test('moves along when that end moves, and grows with the next lockout', () => {
    const cancelled = aFact({
      sequence: 3,
      data: { paidThrough: afterDays(56).toISOString(), intent: 'cancelling' },
    });
    const leaving = holdingsOf([paid, renewed, cancelled])[0]!;
    const moved = hold(set, subscriptionId, leaving);
    expect(goodwill(moved)).toMatchObject({ from: afterDays(56), until: plus(afterDays(56), 91 * MINUTE) });
    expect(goodwill(giveBack(moved, leaving, 9))?.until).toEqual(plus(afterDays(56), 100 * MINUTE));
    expect(goodwill(moved)?.version).toBe(moved.version);
  });

  test('goes with a payment that is given back, and with a subscription that becomes another reader’s', () => {
    const refunded = aFact({ sequence: 3, data: { phase: 'ended', endReason: 'refunded' } });
    expect(goodwill(hold(set, subscriptionId, holdingsOf([paid, refunded])[0]!))).toBeUndefined();
    expect(goodwill(hold(set, subscriptionId, null))).toBeUndefined();
  });
});
