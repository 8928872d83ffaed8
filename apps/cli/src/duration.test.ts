import { DAY, MINUTE, SECOND } from '@gatefold/kernel';
import { expect, test } from 'vitest';
import { durationOf } from './duration.ts';

test.each([
  { text: '28d', milliseconds: 28 * DAY },
  { text: '4w', milliseconds: 28 * DAY },
  { text: '90m', milliseconds: 90 * MINUTE },
  { text: '3600', milliseconds: 3600 * SECOND },
  { text: '0d', milliseconds: null },
  { text: '-1d', milliseconds: null },
  { text: 'a week', milliseconds: null },
])('$text is $milliseconds ms', ({ text, milliseconds }) => {
  expect(durationOf(text)).toBe(milliseconds);
});
