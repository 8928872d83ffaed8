import { deniedReasons } from '@gatefold/api';
import { expect, test } from 'vitest';
import { english } from '../../../test/voices.ts';
import { wallWords } from './wall-words.ts';

test.each(deniedReasons)('%s: the wall says why it is there and offers one thing to do', (reason) => {
  const { kicker, says, action } = wallWords(
    { reason, rule: 'feature', isSessionUnknown: false, isSoldTogether: false },
    english,
  );

  expect(kicker.length).toBeGreaterThan(3);
  expect(says).toMatch(/\.$/);
  expect(action).toBeTruthy();
});

test('no two reasons are told in the same words', () => {
  const told = deniedReasons.map(
    (reason) =>
      wallWords({ reason, rule: 'feature', isSessionUnknown: false, isSoldTogether: false }, english).says,
  );

  expect(new Set(told).size).toBe(deniedReasons.length);
});

test('a reader whose payment failed is asked for a card, not for a subscription', () => {
  expect(
    wallWords(
      { reason: 'payment-problem', rule: 'feature', isSessionUnknown: false, isSoldTogether: false },
      english,
    ).action,
  ).toBe('new-card');
});

test('what is free for registered readers asks for no money', () => {
  expect(
    wallWords(
      { reason: 'not-signed-in', rule: 'registered', isSessionUnknown: false, isSoldTogether: false },
      english,
    ).action,
  ).toBe('sign-in');
});

test('a signed-in reader whom we cannot recognise just now is not told to buy', () => {
  expect(
    wallWords(
      { reason: 'not-signed-in', rule: 'feature', isSessionUnknown: true, isSoldTogether: false },
      english,
    ).action,
  ).toBe('try-again');
});

test('one who has another paper of the house is led to the plan that opens both', () => {
  const denied = { reason: 'wrong-plan', rule: 'feature', isSessionUnknown: false } as const;

  expect(wallWords({ ...denied, isSoldTogether: true }, english).action).toBe('another-plan');
  expect(wallWords({ ...denied, isSoldTogether: false }, english).action).toBe('account');
});
