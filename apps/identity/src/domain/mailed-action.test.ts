import { at, plus } from '@gatefold/kernel';
import { expect, test } from 'vitest';
import { endOfLinksFrom, isGood } from './mailed-action.ts';

const made = at('2026-11-01T10:00:00Z');
const action = { purpose: 'cancel', readerId: 'r', subject: 's', expiresAt: endOfLinksFrom(made) } as const;
const good = (now: Date, validFrom: Date | null = null) => isGood(action, { now, validFrom });

test('a link is good for two weeks, to the second', () => {
  expect([good(made), good(plus(action.expiresAt, -1)), good(action.expiresAt)]).toEqual([true, true, false]);
});

test('one that was made before links were called back is good no more, and one made after is', () => {
  expect([good(made, plus(made, 1)), good(made, made), good(made, plus(made, -1))]).toEqual([
    false,
    true,
    true,
  ]);
});
