import { countingIds } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import { afterDays, aRunning, dollars } from '../../test/builders.ts';
import { giveWay } from './give-way.ts';
import type { Subscription } from './subscription.ts';

const now = afterDays(42);
const given = { now, newId: countingIds() };
const both = (change: Partial<Subscription> = {}) =>
  aRunning({ id: 'bought', publication: 'meridian', alsoReads: ['signal'], ...change });
const signal = (change: Partial<Subscription> = {}) =>
  aRunning({ id: 'theirs', publication: 'signal', alsoReads: [], ...change });

describe('of two that open something of the same', () => {
  test('the larger is kept, and what is not used of the other goes back', () => {
    const [decided] = giveWay([signal()], both(), given) ?? [];

    expect(decided?.next).toMatchObject({ id: 'theirs', endingAs: 'refunded', intent: 'cancelling' });
    expect(decided?.calls).toMatchObject([
      { kind: 'cancel-now' },
      { kind: 'refund', key: 'refund-cancel-now:merge:bought:theirs', amount: dollars(4.5) },
    ]);
  });

  test('the larger is kept instead of several', () => {
    const meridian = signal({ id: 'other', publication: 'meridian' });

    expect(giveWay([signal(), meridian], both(), given)?.map(({ next }) => next.id)).toEqual([
      'theirs',
      'other',
    ]);
  });

  test.each([
    { what: 'it opens no more', theirs: [both({ id: 'theirs' })], bought: both() },
    { what: 'it opens less', theirs: [both({ id: 'theirs' })], bought: signal({ id: 'bought' }) },
    {
      what: 'one of theirs opens something else too',
      theirs: [signal({ alsoReads: ['gazette'] })],
      bought: both(),
    },
    { what: 'it is ending', theirs: [signal()], bought: both({ endingAs: 'refunded' }) },
    { what: 'it has ended', theirs: [signal()], bought: both({ phase: 'ended' }) },
    { what: 'nothing was paid on theirs', theirs: [signal({ charges: [] })], bought: both() },
    { what: 'they have none', theirs: [], bought: both() },
  ])('the one that was bought gives way where $what', ({ theirs, bought }) => {
    expect(giveWay(theirs, bought, given)).toBeNull();
  });
});
