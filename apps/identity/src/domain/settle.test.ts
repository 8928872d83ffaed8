import { announce } from './announce.ts';
import { normaliseAddress } from './address.ts';
import { at } from '@gatefold/kernel';
import { expect, test } from 'vitest';
import { settle, type ProvisionalReader } from './settle.ts';

const older: ProvisionalReader = { readerId: 'a', createdAt: at('2026-02-01T00:00:00Z'), confirmedAt: null };
const newer: ProvisionalReader = { readerId: 'b', createdAt: at('2026-02-02T00:00:00Z'), confirmedAt: null };
const buyer: ProvisionalReader = { ...older, readerId: 'c', confirmedAt: at('2026-02-03T00:00:00Z') };

test('somebody who was never here gets a new account', () => {
  expect(settle({ account: null, provisional: [] }, 'new')).toEqual({
    accountId: 'new',
    changes: [{ type: 'verified', readerId: 'new' }],
  });
});

test('a reader who bought before signing in keeps the id that they bought with', () => {
  expect(settle({ account: null, provisional: [buyer] }, 'new')).toEqual({
    accountId: 'c',
    changes: [{ type: 'verified', readerId: 'c' }],
  });
});

test('of two provisional readers the newest becomes the account and the other is merged into it', () => {
  expect(settle({ account: null, provisional: [older, newer] }, 'new')).toEqual({
    accountId: 'b',
    changes: [
      { type: 'verified', readerId: 'b' },
      { type: 'merged', readerId: 'a', into: 'b' },
    ],
  });
});

test('one whose purchase was confirmed goes before a newer one who only typed the address', () => {
  expect(settle({ account: null, provisional: [newer, buyer] }, 'new').accountId).toBe('c');
});

test('an account takes in whoever typed its address, and is not announced again', () => {
  const known = { account: { readerId: 'x', verified: true }, provisional: [older, buyer] };

  expect(settle(known, 'new')).toEqual({
    accountId: 'x',
    changes: [
      { type: 'merged', readerId: 'a', into: 'x' },
      { type: 'merged', readerId: 'c', into: 'x' },
    ],
  });
});

test('an account that staff made is verified by its first sign-in', () => {
  expect(settle({ account: { readerId: 'x', verified: false }, provisional: [] }, 'new').changes).toEqual([
    { type: 'verified', readerId: 'x' },
  ]);
});

test('an announcement carries ids and a state, and nothing else', () => {
  expect(announce({ type: 'merged', readerId: 'a', into: 'b' })).toEqual({
    type: 'reader.merged',
    data: { readerId: 'a', state: 'merged', mergedInto: 'b' },
  });
});

test('an address typed with capitals or spaces is the same address', () => {
  expect(normaliseAddress('  Ada@Example.ORG ')).toBe('ada@example.org');
});
