import { describe, expect, test } from 'vitest';
import { home, ownPath, pathOf, withQuery } from './own-path.ts';

describe('nobody is sent to another site', () => {
  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    'javascript:alert(1)',
    'events',
    '',
    `/${'a'.repeat(500)}`,
    null,
    undefined,
    7,
    ['/a'],
  ])('%j is no path of ours', (input) => {
    expect(ownPath(input)).toBeNull();
  });
});

test.each(['/', '/events', '/events?type=x&after=1', '/readers/a#subscription-b', '/a/@evil.example'])(
  '%s is kept as it is',
  (input) => {
    expect(ownPath(input)).toBe(input);
  },
);

test('a parameter is put beside the query that is there, once', () => {
  const path = ownPath('/events?from=2026-11-01&after=old#p4') ?? home;

  expect(withQuery(path, 'after', '1')).toBe('/events?from=2026-11-01&after=1#p4');
});

test('an address that is too long to come back to leads to the front', () => {
  expect(pathOf({ url: `http://localhost/events?readerId=${'x'.repeat(600)}` })).toBe('/');
});
