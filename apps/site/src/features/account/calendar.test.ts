import { describe, expect, test } from 'vitest';
import { aSubscription } from '../../../test/world.ts';
import { voiceOf } from '../../words/voice.ts';
import { english } from '../../../test/voices.ts';
import { renewalCalendar } from './calendar.ts';

const context = {
  voice: english,
  now: new Date('2026-11-24T23:00:00Z'),
  siteUrl: 'https://meridian.example',
};
const linesOf = (overrides = {}, more = {}): string[] =>
  (renewalCalendar(aSubscription(overrides), { ...context, ...more }) ?? '').split('\r\n');

describe('the calendar file', () => {
  test('has the next payment and the change of the price, each on its day', () => {
    const lines = linesOf();

    expect(lines.filter((line) => /^(SUMMARY|DTSTART)/.test(line))).toEqual([
      'DTSTART;VALUE=DATE:20261222',
      'SUMMARY:The Meridian: $9 is charged',
      'DTSTART;VALUE=DATE:20270803',
      'SUMMARY:The Meridian: from now on $15 each time',
    ]);
  });

  test('counts days in the zone of the paper', () => {
    const nextCharge = { at: '2026-12-22T02:00:00Z', amount: { amount: '900', currency: 'USD' }, phase: 'x' };

    expect(linesOf({ nextCharge })).toContain('DTSTART;VALUE=DATE:20261221');
  });

  test('reminds three days before', () => {
    expect(linesOf().filter((line) => line === 'TRIGGER:-P3D')).toHaveLength(2);
  });

  test('loaded again replaces what it was, for its events keep their names', () => {
    const names = (lines: readonly string[]) => lines.filter((line) => line.startsWith('UID:'));

    expect(names(linesOf({}, { now: new Date('2026-12-01T00:00:00Z') }))).toEqual(names(linesOf()));
  });

  test('is one that calendars can read: whole blocks, short lines, marks escaped', () => {
    const name = 'Früh, spät; überall und immer wieder: eine Zeitung für alle Leser';
    const lines = linesOf({}, { voice: voiceOf({ ...english, paper: { ...english.paper, name } }) });

    expect(lines.at(0)).toBe('BEGIN:VCALENDAR');
    expect(lines.at(-2)).toBe('END:VCALENDAR');
    expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect(lines.join('\r\n').replaceAll('\r\n ', '')).toContain('SUMMARY:Früh\\, spät\\; überall');
    expect(lines.filter((line) => line.startsWith('BEGIN:'))).toHaveLength(
      lines.filter((line) => line.startsWith('END:')).length,
    );
  });

  test.each([
    ['has been cancelled', { intent: 'cancelling' as const }],
    ['has ended', { phase: 'ended' }],
    ['knows no next payment', { nextCharge: null }],
  ])('is none for a subscription that %s', (_how, overrides) => {
    expect(renewalCalendar(aSubscription(overrides), context)).toBeNull();
  });
});
