import { describe, expect, test } from 'vitest';
import { plus } from '@gatefold/kernel';
import { afterDays, aRunning } from '../../test/builders.ts';
import { cancel, undoCancel } from './cancel.ts';

const ended = aRunning({ phase: 'ended', endReason: 'cancelled', intent: 'cancelling' });
const refusal = (code: string) => expect.objectContaining({ code }) as unknown as Error;

const leave = (
  subscription = aRunning(),
  commandId = 'c1',
  reason: string | null = null,
  now = afterDays(40),
) => cancel(subscription, { commandId, reason, now });

describe('cancelling', () => {
  test('ends with the period that is paid for, and keeps the reason', () => {
    expect(leave(aRunning(), 'c1', 'too dear')).toEqual({
      calls: [
        {
          kind: 'cancel-at-period-end',
          key: 'cancel:c1',
          stripeSubscriptionId: 'sub_ada',
          reason: 'too dear',
        },
      ],
      endingAs: null,
    });
  });

  test.each(['collecting', 'exhausted'] as const)(
    'while a charge is %s ends at once, so that no card is tried again',
    (standing) => {
      expect(leave(aRunning({ standing }), 'c1', null)).toMatchObject({
        calls: [{ kind: 'cancel-now', key: 'end:sub_ada' }],
        endingAs: 'cancelled',
      });
    },
  );

  test('in the very last moment of what is paid for keeps it to the end', () => {
    expect(leave(aRunning(), 'c1', null, plus(afterDays(56), -1)).calls).toMatchObject([
      { kind: 'cancel-at-period-end' },
    ]);
  });

  test('in the hour in which the next charge is only drafted ends at once, so that it is never charged', () => {
    expect(leave(aRunning(), 'c1', null, afterDays(56))).toMatchObject({
      calls: [{ kind: 'cancel-now', key: 'end:sub_ada' }],
      endingAs: 'cancelled',
    });
  });

  test.each([
    { when: 'it was cancelled before', subscription: aRunning({ intent: 'cancelling' }) },
    { when: 'we are ending it already', subscription: aRunning({ endingAs: 'refunded' }) },
  ])('does nothing when $when', ({ subscription }) => {
    expect(leave(subscription, 'c2', null)).toEqual({ calls: [], endingAs: null });
  });

  test('what has ended is refused', () => {
    expect(() => leave(ended, 'c1', null)).toThrow(refusal('subscription-ended'));
  });

  test('a second wish after a change of mind is another call, not a repeat of the first', () => {
    const keys = ['c1', 'c2'].map((id) => leave(aRunning(), id, null).calls[0]?.key);

    expect(new Set(keys).size).toBe(2);
  });
});

describe('taking a cancellation back', () => {
  test.each([
    { cancelAtPeriodEnd: true, field: 'cancel_at_period_end' },
    { cancelAtPeriodEnd: false, field: 'cancel_at' },
  ])('clears $field, the field of Stripe’s in which it stands', ({ cancelAtPeriodEnd, field }) => {
    const leaving = aRunning({ intent: 'cancelling', cancelAtPeriodEnd });

    expect(undoCancel(leaving, 'u1').calls).toMatchObject([{ kind: 'undo-cancel', field }]);
  });

  test('does nothing when there is none', () => {
    expect(undoCancel(aRunning(), 'u1').calls).toEqual([]);
  });

  test.each([
    { when: 'the end has come', subscription: ended },
    { when: 'we are ending it', subscription: aRunning({ intent: 'cancelling', endingAs: 'disputed' }) },
  ])('is refused when $when', ({ subscription }) => {
    expect(() => undoCancel(subscription, 'u1')).toThrow(refusal('subscription-ended'));
  });
});
