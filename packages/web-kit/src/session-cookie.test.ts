import { fakeMachineClock } from '@gatefold/test-kit';
import { expect, test } from 'vitest';
import { sessionCookie } from './session-cookie.ts';

const clock = fakeMachineClock();
const plain = sessionCookie({ name: 'session', url: 'http://a.example', clock, longest: 10 });
const secure = sessionCookie({ name: 'session', url: 'https://a.example', clock });

test.each([
  ['alone', 'session=abc', 'abc'],
  ['among others', 'a=1; session=abc; b=2', 'abc'],
  ['without a space between', 'a=1;session=abc;b=2', 'abc'],
  ['behind one whose name ends like it', 'other_session=x; session=abc', 'abc'],
  ['behind one whose value looks like it', 'a=session=x; session=abc', 'abc'],
  ['twice, the first counts', 'session=abc; session=xyz', 'abc'],
  ['with an equals sign in it', 'session=a=b', 'a=b'],
  ['written in percent signs', 'session=a%20b', 'a b'],
  ['written wrongly in percent signs', 'session=a%2', null],
  ['without a value', 'session=; a=1', null],
  ['longer than any of ours', 'session=12345678901', null],
  ['only within a value', 'a=session=x', null],
  ['in other letters', 'Session=abc', null],
  ['not there', 'a=1', null],
  ['no cookie at all', undefined, null],
])('a session %s', (_, header, expected) => {
  expect(plain.read(header)).toBe(expected);
});

test('over https only one that no sibling host can have planted', () => {
  expect(secure.read('session=abc')).toBeNull();
  expect(secure.read('__Host-session=abc')).toBe('abc');
});

test('what it opens it reads', () => {
  const line = plain.open('a b', new Date(clock.now().getTime() + 60_000).toISOString());
  expect(line).toBe('session=a%20b; Path=/; Max-Age=60; HttpOnly; SameSite=Lax');
  expect(plain.read(line.split(';')[0])).toBe('a b');
});
