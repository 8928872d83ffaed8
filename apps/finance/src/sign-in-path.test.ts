import { home, ownPath } from '@gatefold/web-kit/own-path';
import { expect, test } from 'vitest';
import { signInPath } from './sign-in-path.ts';

test('the sign-in remembers where one wanted to go', () => {
  expect(signInPath(ownPath('/events?type=x') ?? home)).toBe('/sign-in?next=%2Fevents%3Ftype%3Dx');
});
