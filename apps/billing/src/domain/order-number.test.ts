import { expect, test } from 'vitest';
import { orderNumberOf } from './order-number.ts';

const id = '01990000-0000-7000-8123-456789abcdef';

test('an order number is three groups of four, without letters that are misread', () => {
  expect(orderNumberOf(id)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
});

test('an order has the same number whenever it is asked for', () => {
  expect(orderNumberOf(id)).toBe(orderNumberOf(id));
});

test('two orders of the same instant have different numbers', () => {
  expect(orderNumberOf(id)).not.toBe(orderNumberOf(id.replace(/f$/, 'e')));
});

test('a number tells nothing of when the order was made', () => {
  expect(orderNumberOf(id.replace(/^0199/, '0200'))).toBe(orderNumberOf(id));
});
