import { describe, expect, test } from 'vitest';
import { home, offerPath, sitePath, withQuery } from './site-path.ts';

describe('a reader is never sent to another site', () => {
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
    'articles/a',
    '',
    `/${'a'.repeat(500)}`,
    null,
    undefined,
    7,
    ['/a'],
  ])('%j is no path of ours', (input) => {
    expect(sitePath(input)).toBeNull();
  });
});

test.each(['/', '/articles/a', '/search?q=sand&after=1', '/articles/a#p4', '/a/@evil.example'])(
  '%s is kept as it is',
  (input) => {
    expect(sitePath(input)).toBe(input);
  },
);

test('a revision is put beside the query that is there, once', () => {
  const path = sitePath('/articles/a?from=mail&revision=old#p4') ?? home;

  expect(withQuery(path, 'revision', '1.x.2')).toBe('/articles/a?from=mail&revision=1.x.2#p4');
});

test('the offer remembers where the reader was', () => {
  expect(offerPath(sitePath('/articles/a?x=1') ?? home)).toBe('/offer?returnTo=%2Farticles%2Fa%3Fx%3D1');
});
