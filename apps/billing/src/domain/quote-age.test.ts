import { MINUTE, plus, SECOND } from '@gatefold/kernel';
import { expect, test } from 'vitest';
import { start } from '../../test/builders.ts';
import { isQuoteCurrent } from './quote-age.ts';

test.each([
  { when: 'at its instant', after: 0, isCurrent: true },
  { when: 'by a clock that is a moment behind', after: -300, isCurrent: true },
  { when: 'before it could have been made', after: -11 * SECOND, isCurrent: false },
  { when: 'just within a quarter of an hour', after: 15 * MINUTE - 1, isCurrent: true },
  { when: 'a quarter of an hour later', after: 15 * MINUTE, isCurrent: false },
])('a quote is accepted $when: $isCurrent', ({ after, isCurrent }) => {
  expect(isQuoteCurrent(start, plus(start, after))).toBe(isCurrent);
});
