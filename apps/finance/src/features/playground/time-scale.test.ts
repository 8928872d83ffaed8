import { expect, test } from 'vitest';
import { placeOf, spanOf } from './time-scale.ts';

const days = ['2026-11-11T00:00:00Z', '2026-11-01T00:00:00Z', '2026-11-06T00:00:00Z'];

test('instants stand in their order between both edges', () => {
  const span = spanOf(days);

  expect(days.map((day) => placeOf(day, span))).toEqual([1_000, 0, 500]);
  expect(placeOf('2020-01-01T00:00:00Z', span)).toBe(0);
  expect(placeOf('2030-01-01T00:00:00Z', span)).toBe(1_000);
});

test('one instant is a picture too', () => {
  expect(placeOf(days[0]!, spanOf([days[0]!]))).toBe(0);
});
