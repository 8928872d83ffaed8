import { expect, test } from 'vitest';
import { catalogue } from '../../test/paper.ts';
import { hasIntro, mailboxOf } from './intro-once.ts';

test.each([
  ['Ada+News@Meridian.example', 'ada@meridian.example'],
  ['a.d.a+x@googlemail.com', 'ada@gmail.com'],
  ['a.da@meridian.example', 'a.da@meridian.example'],
  [' ada@meridian.example ', 'ada@meridian.example'],
  ['+odd@meridian.example', '+odd@meridian.example'],
  ['no-address', 'no-address'],
])('%s leads to the mailbox %s', (address, mailbox) => {
  expect(mailboxOf(address)).toBe(mailbox);
});

test('an offer that begins at the regular price has no introduction', () => {
  expect(catalogue.filter(hasIntro).map(({ key }) => key)).toEqual(['digital', 'reading']);
});
