import { at } from '@gatefold/kernel';
import { expect, test } from 'vitest';
import { paceAt } from './pace.ts';

const noon = at('2026-03-01T12:00:00Z');
const later = (milliseconds: number): Date => new Date(noon.getTime() + milliseconds);

test('a second’s worth may be begun at once, and nothing more before time has passed', () => {
  const first = paceAt(null, noon, 50);
  expect(first.allowed).toBe(50);
  expect(paceAt({ ...first, allowed: 0 }, noon, 50).allowed).toBe(0);
});

test('what was used comes back with time', () => {
  expect(paceAt({ allowed: 0, at: noon }, later(200), 50).allowed).toBe(10);
});

test('a quiet hour is not followed by a flood', () => {
  expect(paceAt({ allowed: 50, at: noon }, later(3_600_000), 50).allowed).toBe(50);
});

test('a clock that was put back gives nothing and takes nothing', () => {
  expect(paceAt({ allowed: 7, at: noon }, later(-5_000), 50).allowed).toBe(7);
});
