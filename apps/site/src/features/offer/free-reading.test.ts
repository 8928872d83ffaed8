import { expect, test } from 'vitest';
import { english } from '../../../test/voices.ts';
import { freeReading, usedUp } from './free-reading.ts';

const meter = { used: 2, of: 3, ofRegistered: 5, resetsAt: '2026-12-01T05:00:00.000Z' };

test('one who reads by the meter is told how many of how many, and of the last one that it is the last', () => {
  expect(freeReading('meter', meter, english)).toBe('You have read 2 of 3 free articles of this month.');
  expect(freeReading('meter', { ...meter, used: 3 }, english)).toBe(
    'You have read 3 of 3 free articles of this month. That was the last one until December 1, 2026.',
  );
});

test('subscribers are told nothing of it, those who were given an article are told so', () => {
  expect(freeReading('subscription', undefined, english)).toBeNull();
  expect(freeReading('gift-link', undefined, english)).toContain('given you');
});

test('a visitor who has used up the month is asked for an address where that opens more, and not for money', () => {
  const { action, title, says } = usedUp({ ...meter, used: 3 }, false, english);
  expect(action).toBe('sign-in');
  expect(title).toBe('Read 2 more with your e-mail address');
  expect(says).toContain('on December 1, 2026 it begins again');
});

test('a registered reader who has used up the month is offered a subscription', () => {
  expect(usedUp({ ...meter, used: 5, of: 5 }, true, english).action).toBe('subscribe');
  expect(usedUp({ ...meter, of: 5 }, false, english).action).toBe('subscribe');
});
