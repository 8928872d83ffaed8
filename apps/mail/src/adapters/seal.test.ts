import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { sealWith } from './seal.ts';

const old = { version: 'v1', key: randomBytes(32) };
const current = { version: 'v2', key: randomBytes(32) };
const seal = sealWith([current, old]);

test('what is sealed can be opened, and does not show', () => {
  const sealed = seal.close('ada@example.org', 'id');

  expect(sealed).toMatch(/^v2\./);
  expect(Buffer.from(sealed).toString()).not.toContain('ada');
  expect(seal.open(sealed, 'id')).toBe('ada@example.org');
});

test('a key that was replaced still opens what it sealed', () => {
  expect(seal.open(sealWith([old]).close('ada@example.org', 'id'), 'id')).toBe('ada@example.org');
});

test.each([
  { what: 'moved to another mail', open: () => seal.open(seal.close('a', 'id'), 'other') },
  {
    what: 'changed',
    open: () => seal.open(seal.close('a', 'id').replace(/[^.]*$/, 'Yg'), 'id'),
  },
  {
    what: 'sealed with a key that is gone',
    open: () => sealWith([current]).open(sealWith([old]).close('a', 'id'), 'id'),
  },
])('nothing opens that was $what', ({ open }) => {
  expect(open).toThrow();
});
