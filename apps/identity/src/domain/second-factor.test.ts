import { HOUR, plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { normaliseCode, secondFactorOf } from './second-factor.ts';

const now = new Date('2026-11-24T09:00:00Z');
const known = { hasRole: true, isEnrolled: true, shownAt: null };

describe('whether a role counts in a session', () => {
  test('a reader is never asked for a second factor', () => {
    expect(secondFactorOf({ ...known, hasRole: false }, now)).toBe('none');
  });

  test('staff are asked to set one up, then for it, and it counts for half a day to the millisecond', () => {
    const shownAt = plus(now, -12 * HOUR);

    expect(secondFactorOf({ ...known, isEnrolled: false }, now)).toBe('unset');
    expect(secondFactorOf(known, now)).toBe('due');
    expect(secondFactorOf({ ...known, shownAt: plus(shownAt, 1) }, now)).toBe('passed');
    expect(secondFactorOf({ ...known, shownAt }, now)).toBe('due');
  });

  test('a passkey or a provider can have shown it for an account without an app', () => {
    expect(secondFactorOf({ ...known, isEnrolled: false, shownAt: now }, now)).toBe('passed');
  });
});

test.each([
  ['123 456', '123456'],
  ['123-456', '123456'],
  [' aB3de-fGhi9 ', 'aB3de-fGhi9'],
])('a code that is typed as “%s” is read as “%s”', (typed, code) => {
  expect(normaliseCode(typed)).toBe(code);
});
