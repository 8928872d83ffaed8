import { describe, expect, test } from 'vitest';
import { addCivilDays, addMonths, at, DAY, onTheWall, plus, startOfDay, toUnix } from './time.ts';
import { contains, overlaps } from './period.ts';

describe('addMonths', () => {
  test.each([
    { anchor: '2027-01-29T10:00:00Z', months: 1, result: '2027-02-28T10:00:00Z' },
    { anchor: '2027-01-31T10:00:00Z', months: 2, result: '2027-03-31T10:00:00Z' },
    { anchor: '2027-12-31T10:00:00Z', months: 2, result: '2028-02-29T10:00:00Z' },
    { anchor: '2028-02-29T10:00:00Z', months: 12, result: '2029-02-28T10:00:00Z' },
    { anchor: '2028-02-29T10:00:00Z', months: 48, result: '2032-02-29T10:00:00Z' },
  ])('counts $months from $anchor to $result', ({ anchor, months, result }) => {
    expect(addMonths(at(anchor), months)).toEqual(at(result));
  });
});

describe('28 calendar days are not always 28 times 24 hours', () => {
  test.each([
    { zone: 'America/New_York', start: '2027-02-20T23:30:00-05:00', result: '2027-03-20T23:30:00-04:00' },
    { zone: 'America/New_York', start: '2027-10-12T00:15:00-04:00', result: '2027-11-09T00:15:00-05:00' },
    { zone: 'America/New_York', start: '2027-02-14T02:30:00-05:00', result: '2027-03-14T03:30:00-04:00' },
    { zone: 'Europe/Berlin', start: '2027-03-05T23:40:00+01:00', result: '2027-04-02T23:40:00+02:00' },
    { zone: 'Europe/Berlin', start: '2027-10-08T00:10:00+02:00', result: '2027-11-05T00:10:00+01:00' },
  ])('$start in $zone', ({ zone, start, result }) => {
    expect(addCivilDays(at(start), 28, zone)).toEqual(at(result));
  });

  test('Stripe counts seconds, so the intro ends an hour off the wall clock', () => {
    expect(toUnix(plus(at('2027-02-20T23:30:00-05:00'), 28 * DAY))).toBe(
      toUnix(at('2027-03-21T00:30:00-04:00')),
    );
  });
});

test.each([
  ['2026-11-24T18:30', '2026-11-24T23:30:00Z'],
  // Twice on that day, and never on that one.
  ['2026-11-01T01:30:00', '2026-11-01T05:30:00Z'],
  ['2026-03-08T02:30', '2026-03-08T07:30:00Z'],
])('a clock on the wall in New York that shows %s means %s', (text, instant) => {
  expect(onTheWall(text, 'America/New_York')).toEqual(at(instant));
});

test.each(['2026-02-30T10:00', '2026-11-24', 'now', '2026-11-24T24:00', ''])('%o is on no wall', (text) => {
  expect(onTheWall(text, 'UTC')).toBeNull();
});

test('a day begins at midnight of its zone', () => {
  expect(startOfDay(at('2027-03-14T12:00:00Z'), 'America/New_York')).toEqual(at('2027-03-14T05:00:00Z'));
});

test('a period holds its start and not its end, and two that touch do not overlap', () => {
  const first = { from: at('2027-01-01T00:00:00Z'), until: at('2027-01-29T00:00:00Z') };
  const second = { from: first.until, until: at('2027-02-26T00:00:00Z') };

  expect(contains(first, first.from)).toBe(true);
  expect(contains(first, first.until)).toBe(false);
  expect(overlaps(first, second)).toBe(false);
  expect(overlaps(first, { ...second, from: at('2027-01-28T23:59:59Z') })).toBe(true);
});

test('text that is no instant is a bug, not midnight', () => {
  expect(() => at('yesterday')).toThrow(RangeError);
});
