import { describe, expect, test } from 'vitest';
import { troubleOf } from './trouble.ts';

const held = (overrides: Partial<Parameters<typeof troubleOf>[0][number]> = {}) => ({
  id: 'one',
  phase: 'year_one',
  standing: 'ok' as const,
  intent: 'renewing' as const,
  retryAt: null,
  ...overrides,
});

describe('payment trouble', () => {
  test('is told while a payment is collected, with the day of the next try', () => {
    const retryAt = '2026-11-27T12:00:00Z';

    expect(troubleOf([held({ standing: 'collecting', retryAt })])).toEqual({
      subscription: 'one',
      retryAt,
      isClosed: false,
      reading: null,
    });
  });

  test('is told after the last try, also to one who has cancelled', () => {
    expect(troubleOf([held({ standing: 'exhausted', intent: 'cancelling' })])?.isClosed).toBe(true);
  });

  test.each([
    ['nobody who pays', [held()]],
    ['nobody whose bank looks into a payment', [held({ standing: 'disputed' })]],
    ['nobody whose subscription is over', [held({ phase: 'ended', standing: 'exhausted' })]],
    ['nobody without a subscription', []],
    ['nobody for an older one that has ended', [held(), held({ phase: 'ended', standing: 'collecting' })]],
  ])('concerns %s', (_who, subscriptions) => {
    expect(troubleOf(subscriptions)).toBeNull();
  });
});
