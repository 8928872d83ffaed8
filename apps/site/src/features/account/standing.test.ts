import { describe, expect, test } from 'vitest';
import { english } from '../../../test/voices.ts';
import { currentOf, endingInWords, situationOf, trackOf } from './standing.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const held = { phase: 'year_one', standing: 'ok', intent: 'renewing' } as const;

describe('the account page says what matters most', () => {
  test.each([
    { of: held, situation: 'renewing' },
    { of: { ...held, intent: 'cancelling' }, situation: 'cancelling' },
    { of: { ...held, standing: 'collecting' }, situation: 'payment-failing' },
    { of: { ...held, standing: 'exhausted', intent: 'cancelling' }, situation: 'payment-failing' },
    { of: { ...held, standing: 'disputed' }, situation: 'disputed' },
    { of: { ...held, phase: 'pending' }, situation: 'opening' },
    { of: { ...held, phase: 'ended', standing: 'exhausted' }, situation: 'ended' },
  ] as const)('$of.phase, $of.standing, $of.intent: $situation', ({ of, situation }) => {
    expect(situationOf(of)).toBe(situation);
  });
});

describe('my subscription', () => {
  const to = (publication: string, phase = 'year_one', alsoReads: readonly string[] = []) => ({
    ...{ publication, phase, alsoReads },
  });
  const ended = to('meridian', 'ended');

  test('is the one that lives, even if an ended one is newer', () => {
    expect(currentOf([ended, to('meridian')], 'meridian')).toEqual(to('meridian'));
  });
  test('is the newest when all have ended', () => {
    expect(currentOf([ended, { ...ended, n: 2 }], 'meridian')).toBe(ended);
  });
  test('is the one to this paper before a newer one to another, and that before one that has ended', () => {
    const [signal, both] = [to('signal'), to('signal', 'standard', ['meridian'])];
    expect(currentOf([signal, both], 'meridian')).toBe(both);
    expect(currentOf([ended, signal], 'meridian')).toBe(signal);
    expect(currentOf([to('signal', 'ended'), ended], 'meridian')).toBe(ended);
  });
  test('is nothing for one who never had any', () => {
    expect(currentOf([], 'meridian')).toBeNull();
  });
});

test('the track shows what is paid, what comes next and what comes then', () => {
  const path = [
    {
      phase: 'intro',
      amount: usd('100'),
      charges: 1,
      paid: 1,
      period: { from: '2026-11-24T07:40:00Z', until: '2026-12-22T07:40:00Z' },
    },
    {
      phase: 'year_one',
      amount: usd('900'),
      charges: 13,
      paid: 5,
      period: { from: '2026-12-22T07:40:00Z', until: '2027-12-21T07:40:00Z' },
    },
    {
      phase: 'standard',
      amount: usd('1500'),
      charges: null,
      paid: 0,
      period: { from: '2027-12-21T07:40:00Z', until: null },
    },
  ];

  const track = trackOf({ path, phase: 'year_one' }, english);

  expect(track.map(({ amount, says, isCurrent }) => [amount, says, isCurrent])).toEqual([
    ['$1', 'paid', false],
    ['$9 every four weeks', '5 of 13 paid', true],
    ['$15 every four weeks', 'from December 21, 2027', false],
  ]);
});

test('an ending whose reason is new to us is told without one', () => {
  expect(endingInWords('something-new', english)).toBe('It is over.');
  expect(endingInWords('refunded', english)).toContain('given back');
});
