import { HOUR, plus } from '@gatefold/kernel';
import { expect, it } from 'vitest';
import { approve, close, isOpen, type OpenAll } from './open-all.ts';

const start = new Date('2026-03-01T12:00:00Z');
const asked: OpenAll = {
  id: '1',
  reason: 'entitlement has lost its disk',
  askedBy: 'ada',
  askedAt: start,
  approvedBy: null,
  until: null,
  closedBy: null,
  closedAt: null,
};

it('takes two people, and ends by itself after four hours, on the dot', () => {
  expect(isOpen(asked, start)).toBe(false);
  expect(() => approve(asked, { by: 'ada', at: start })).toThrow('Another person');
  const open = approve(asked, { by: 'ben', at: start });
  expect(isOpen(open, plus(start, 4 * HOUR - 1))).toBe(true);
  expect(isOpen(open, plus(start, 4 * HOUR))).toBe(false);
});

it('is approved once, within the hour, and not after it was closed', () => {
  const open = approve(asked, { by: 'ben', at: start });
  expect(approve(open, { by: 'ben', at: plus(start, HOUR) })).toBe(open);
  expect(() => approve(open, { by: 'cleo', at: start })).toThrow();
  expect(() => approve(asked, { by: 'ben', at: plus(start, HOUR) })).toThrow();
  expect(() => approve(close(asked, { by: 'ada', at: start }), { by: 'ben', at: start })).toThrow();
});

it('is closed by any one of them, and stays told', () => {
  const closed = close(approve(asked, { by: 'ben', at: start }), { by: 'ada', at: plus(start, 1) });
  expect(isOpen(closed, plus(start, 2))).toBe(false);
  expect(close(closed, { by: 'cleo', at: plus(start, 3) })).toBe(closed);
});
