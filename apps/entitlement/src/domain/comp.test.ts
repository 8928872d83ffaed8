import { DAY, plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { ada, afterDays, someBundles, start, subscriptionId } from '../../test/builders.ts';
import { giveComp, holdComp, revokeComp, type Comp } from './comp.ts';
import { currentGrants, emptySet } from './reader-set.ts';

const wish = {
  id: subscriptionId,
  readerId: ada,
  publication: 'courier',
  features: ['articles', 'articles'],
  until: afterDays(30),
  reason: 'a prize',
  givenBy: 'finance',
};
const aComp = (): Comp => giveComp(wish, someBundles, start);
const taken = (days: number) => ({ at: afterDays(days), by: 'finance', reason: 'a mistake' });

describe('a comp', () => {
  test('begins when it is given and names each feature once', () => {
    expect(aComp()).toMatchObject({
      from: start,
      until: afterDays(30),
      features: ['articles'],
      revoked: null,
    });
  });

  test.each([
    { wrong: 'an end that has come', change: { until: start }, code: 'comp-already-over' },
    { wrong: 'more than 400 days', change: { until: plus(start, 400 * DAY + 1) }, code: 'comp-too-long' },
    { wrong: 'a feature that nobody knows', change: { features: ['crossword'] }, code: 'feature-not-found' },
  ])('with $wrong is refused', ({ change, code }) => {
    expect(() => giveComp({ ...wish, ...change }, someBundles, start)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test('may last 400 days', () => {
    expect(giveComp({ ...wish, until: plus(start, 400 * DAY) }, someBundles, start).until).toEqual(
      afterDays(400),
    );
  });

  test('is a grant of its own, to the millisecond, and is trusted no longer than it lasts', () => {
    const set = holdComp(emptySet(ada), aComp());

    expect(currentGrants(set, someBundles, plus(afterDays(30), -1))).toMatchObject([
      { source: 'comp', until: afterDays(30), untilIfStale: afterDays(30), version: 1 },
    ]);
    expect(currentGrants(set, someBundles, afterDays(30))).toEqual([]);
  });

  test('that is taken back ends then, and only once', () => {
    const revoked = revokeComp(aComp(), taken(3));

    expect(currentGrants(holdComp(emptySet(ada), revoked), someBundles, afterDays(3))).toEqual([]);
    expect(revokeComp(revoked, taken(4))).toBe(revoked);
  });

  test('that is over cannot be taken back', () => {
    const comp = aComp();

    expect(revokeComp(comp, taken(30))).toBe(comp);
  });
});
