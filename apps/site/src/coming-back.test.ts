import { home, ownPath } from '@gatefold/web-kit/own-path';
import { expect, test } from 'vitest';
import { offerPath } from './coming-back.ts';

test('the offer remembers where the reader was', () => {
  expect(offerPath(ownPath('/articles/a?x=1') ?? home)).toBe('/offer?returnTo=%2Farticles%2Fa%3Fx%3D1');
});
