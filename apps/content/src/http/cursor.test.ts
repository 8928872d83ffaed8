import { expect, it } from 'vitest';
import { fromCursor, toCursor } from './cursor.ts';

const position = {
  at: new Date('2026-01-01T06:00:00Z'),
  articleId: '018f2f60-0000-7000-8000-000000000001',
};

it('leads back to the place in the list that it was made for', () => {
  expect(fromCursor(toCursor(position))).toEqual(position);
});

it('starts at the newest when there is none', () => {
  expect(fromCursor(undefined)).toBeNull();
});

it.each(['', 'x', '1_2', "1_' OR 1=1", '99999999999999999_018f2f60-0000-7000-8000-000000000001'])(
  'refuses what was not made here: %o',
  (cursor) => {
    expect(() => fromCursor(cursor)).toThrow('does not exist');
  },
);
