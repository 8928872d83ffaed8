import { countingIds } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import { ada, aRunning, ben, dollars } from '../../test/builders.ts';
import { transfer } from './transfer.ts';

const over = (hasLiveOne: boolean, subscription = aRunning()) =>
  transfer(subscription, { readerId: ben, hasLiveOne }, countingIds());

describe('when a reader turns out to be another account', () => {
  test('the subscription goes over with everything that was paid', () => {
    const { next, changes, calls } = over(false);

    expect(next).toEqual({ ...aRunning(), readerId: ben });
    expect(changes).toEqual([{ type: 'transferred', fromReaderId: ada }]);
    expect(calls ?? []).toEqual([]);
  });

  test('that has one already, this one ends and every payment goes back', () => {
    const { next, calls } = over(true);

    expect(next).toMatchObject({ readerId: ben, endingAs: 'duplicate' });
    expect(calls).toMatchObject([
      { kind: 'cancel-now' },
      { kind: 'refund', stripeChargeId: 'ch_0', amount: dollars(1) },
      { kind: 'refund', stripeChargeId: 'ch_1', amount: dollars(9) },
    ]);
  });

  test('one that has ended goes over, and nothing is paid back for it', () => {
    expect(over(true, aRunning({ phase: 'ended' })).calls ?? []).toEqual([]);
  });

  test('nothing happens when it is theirs already', () => {
    expect(transfer(aRunning(), { readerId: ada, hasLiveOne: true }, countingIds())).toEqual({
      next: aRunning(),
      changes: [],
    });
  });
});
