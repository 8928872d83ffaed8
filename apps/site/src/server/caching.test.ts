import { expect, test } from 'vitest';
import { cacheControl, type MadeFor } from './caching.ts';

const session = 'session-of-ada';

test('a page that is the same for everyone is kept for a moment by those on the way', () => {
  expect(cacheControl({ cookie: null })).toContain('public');
  expect(cacheControl({ cookie: null })).toContain('s-maxage=');
});

test('a page that depends on where it is read is kept by the browser alone, which asks each time', () => {
  expect(cacheControl({ cookie: null }, 'here')).toBe('private, no-cache');
});

const kept: { what: string; page: { cookie: string | null }; madeFor: MadeFor }[] = [
  { what: 'asked for with a session', page: { cookie: session }, madeFor: 'all' },
  { what: 'asked for with a session, of one address', page: { cookie: session }, madeFor: 'here' },
  { what: 'that holds what is not free', page: { cookie: null }, madeFor: 'one' },
  { what: 'of a reader', page: { cookie: session }, madeFor: 'one' },
];
test.each(kept)('a page $what is kept nowhere', ({ page, madeFor }) => {
  expect(cacheControl(page, madeFor)).toBe('private, no-store');
});
