import { at } from '@gatefold/kernel';
import { expect, test } from 'vitest';
import { anArticle } from '../../test/builders.ts';
import { closedByMeter, mayBeMetered, monthOf, readOneMore, type MeterPolicy } from './meter.ts';

const policy: MeterPolicy = { publication: 'courier', zone: 'America/New_York', visitors: 3, registered: 5 };
const no = (reason: Parameters<typeof closedByMeter>[0]['reason']) => ({
  granted: false as const,
  reason,
  grant: null,
  version: 0,
  cacheFor: 5,
  endedInSilence: false,
});

test.each([
  [
    'the last second of October in New York',
    '2026-11-01T03:59:59.999Z',
    '2026-10-01T04:00:00.000Z',
    '2026-11-01T04:00:00.000Z',
  ],
  [
    'the first of November, with the change of clocks in it',
    '2026-11-01T04:00:00Z',
    '2026-11-01T04:00:00.000Z',
    '2026-12-01T05:00:00.000Z',
  ],
  ['the turn of the year', '2027-01-01T04:59:59Z', '2026-12-01T05:00:00.000Z', '2027-01-01T05:00:00.000Z'],
])('a month is the publisher’s: %s', (_, now, from, until) => {
  expect(monthOf(policy, at(now))).toEqual({ publication: 'courier', from: at(from), until: at(until) });
});

test('an article that was read this month is read again for nothing, also when the month is used up', () => {
  expect(readOneMore([], 'a', 2)).toBe('counted');
  expect(readOneMore(['a'], 'b', 2)).toBe('counted');
  expect(readOneMore(['a', 'b'], 'c', 2)).toBe('used-up');
  expect(readOneMore(['a', 'b'], 'b', 2)).toBe('again');
  expect(readOneMore([], 'a', 0)).toBe('used-up');
});

test('a meter never opens before or after an article’s own dates, nor what has none', () => {
  const metered = anArticle({ rule: { ...anArticle().rule, isMetered: true } });
  expect(mayBeMetered(no('no-plan'), metered)).toBe(true);
  expect(mayBeMetered(no('not-signed-in'), metered)).toBe(true);
  expect(mayBeMetered(no('not-open-yet'), metered)).toBe(false);
  expect(mayBeMetered(no('closed'), metered)).toBe(false);
  expect(mayBeMetered(no('no-plan'), anArticle())).toBe(false);
});

test('a payment that failed is named before a meter that is used up', () => {
  const meter = { used: 3, of: 3, ofRegistered: 5, resetsAt: at('2026-12-01T05:00:00Z'), visitorId: null };
  expect(closedByMeter(no('payment-problem'), meter)).toMatchObject({ reason: 'payment-problem', meter });
  expect(closedByMeter(no('ended'), meter)).toMatchObject({ reason: 'meter-used-up', meter });
});
