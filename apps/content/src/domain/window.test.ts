import { expect, it } from 'vitest';
import { free } from '../../test/builders.ts';
import { closedBy } from './window.ts';

const noon = new Date('2026-05-01T12:00:00Z');
const before = new Date(noon.getTime() - 1);

it('lets people in when the rule has no dates', () => {
  expect(closedBy(free, noon)).toBeNull();
});

it('opens at the very instant that the rule names', () => {
  expect(closedBy({ ...free, notBefore: noon }, before)).toBe('not-open-yet');
  expect(closedBy({ ...free, notBefore: noon }, noon)).toBeNull();
});

it('is closed from the very instant that the rule names', () => {
  expect(closedBy({ ...free, notAfter: noon }, before)).toBeNull();
  expect(closedBy({ ...free, notAfter: noon }, noon)).toBe('closed');
});
