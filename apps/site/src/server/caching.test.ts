import { expect, test } from 'vitest';
import { cacheControl } from './caching.ts';

const session = 'session-of-ada';

test('a page that is the same for everyone is kept for a moment by those on the way', () => {
  expect(cacheControl({ cookie: null })).toContain('public');
  expect(cacheControl({ cookie: null })).toContain('s-maxage=');
});

test.each([
  { what: 'asked for with a session', page: { cookie: session }, isForEveryone: true },
  { what: 'that holds what is not free', page: { cookie: null }, isForEveryone: false },
  { what: 'of a reader', page: { cookie: session }, isForEveryone: false },
])('a page $what is kept nowhere', ({ page, isForEveryone }) => {
  expect(cacheControl(page, isForEveryone)).toBe('private, no-store');
});
