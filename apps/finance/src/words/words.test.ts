import { describe, expect, test } from 'vitest';
import { dayBegins, dayEnds, isDay } from './day.ts';
import { asHeading, isEventType, wordsOfType } from './event-types.ts';
import { figures, figuresOf, movedFigures } from './figures.ts';
import { listHref, pageLinks } from './pages-of.ts';
import { shortId } from './short-id.ts';
import { reasonWords, stateWords } from './standing.ts';

describe('amounts', () => {
  test.each([
    { amount: 1990n, currency: 'EUR', says: '19.90' },
    { amount: 100n, currency: 'USD', says: '1.00' },
    { amount: 5n, currency: 'USD', says: '0.05' },
    { amount: 0n, currency: 'USD', says: '0.00' },
    { amount: -750n, currency: 'USD', says: '−7.50' },
    { amount: 1_234_567n, currency: 'USD', says: '12,345.67' },
    { amount: 1_500n, currency: 'JPY', says: '1,500' },
    { amount: 1_500n, currency: 'KWD', says: '1.500' },
    { amount: 90_071_992_547_409_931n, currency: 'USD', says: '900,719,925,474,099.31' },
  ])('$amount $currency is $says, to the last digit', ({ amount, currency, says }) => {
    expect(figures(amount, currency)).toBe(says);
  });

  test('money that went out has a minus, and only that', () => {
    const nine = { amount: '900', currency: 'USD' };

    expect([movedFigures(nine, 'in'), movedFigures(nine, 'out'), movedFigures(nine, 'none')]).toEqual([
      '9.00',
      '−9.00',
      '9.00',
    ]);
    expect(figuresOf({ amount: '-900', currency: 'USD' })).toBe('−9.00');
  });
});

describe('days', () => {
  test.each(['2026-11-24', '2028-02-29', '2999-12-31'])('%s is one', (text) => {
    expect(isDay(text)).toBe(true);
  });

  test.each(['2026-02-30', '2026-13-01', '24.11.2026', '', '2026-11-24T00:00', '1999-12-31', '20260-1-01'])(
    '%s is none',
    (text) => {
      expect(isDay(text)).toBe(false);
    },
  );

  test.each([
    ['America/New_York', '2026-11-24', '2026-11-24T05:00:00.000Z', '2026-11-25T05:00:00.000Z'],
    // Clocks go back on the first and forward on the second: 25 and 23 hours.
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-11-24', '2026-11-23T10:00:00.000Z', '2026-11-24T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-11-24', '2026-11-24T11:00:00.000Z', '2026-11-25T11:00:00.000Z'],
    ['UTC', '2026-11-24', '2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z'],
  ])('in %s, %s is from %s until %s', (zone, day, from, until) => {
    expect([dayBegins(day, zone).toISOString(), dayEnds(day, zone).toISOString()]).toEqual([from, until]);
  });
});

describe('event types', () => {
  test('are said in words', () => {
    expect(wordsOfType('payment.refunded').words).toBe('money given back');
    expect(asHeading('money given back')).toBe('Money given back');
  });

  test('that came after these pages are shown by their name', () => {
    expect(wordsOfType('payment.minted')).toEqual({ words: 'payment.minted', tone: 'plain', money: 'none' });
    expect(isEventType('payment.minted')).toBe(false);
  });

  test.each(['constructor', '__proto__', 'toString'])('%s is none', (type) => {
    expect(isEventType(type)).toBe(false);
  });
});

describe('pages of a list', () => {
  const filters = { type: 'payment.paid', readerId: undefined };

  test('the filters go along in both directions, and what is not set does not', () => {
    expect(pageLinks('/events', filters, { nextCursor: 'b/+', previousCursor: 'a' })).toEqual({
      older: '/events?type=payment.paid&after=b%2F%2B',
      newer: '/events?type=payment.paid&before=a',
      newest: '/events?type=payment.paid',
    });
  });

  test('at both ends nothing leads on', () => {
    expect(pageLinks('/events', {}, { nextCursor: null, previousCursor: null })).toEqual({
      older: null,
      newer: null,
      newest: null,
    });
  });

  test('a list without filters has the plain address', () => {
    expect(listHref('/events', {})).toBe('/events');
  });
});

test.each([
  ['01a2151f-2cc6-7699-86bc-d80cef1babbe', '01a2…babbe'],
  ['ch_3QabcDefGhiJkl', 'ch_3Qa…hiJkl'],
  ['in_1Q2', 'in_1Q2'],
])('%s is shown as %s', (id, short) => {
  expect(shortId(id)).toBe(short);
});

describe('where a subscription stands', () => {
  const state = { phase: 'year_one', endReason: null, standing: 'ok', intent: 'renewing' } as const;

  test.each([
    [state, 'year one, renews', 'ok'],
    [{ ...state, intent: 'cancelling' }, 'year one, cancelled to the end of what is paid', 'warn'],
    [{ ...state, standing: 'collecting' }, 'year one, a charge failed and is tried again', 'warn'],
    [{ ...state, standing: 'exhausted' }, 'year one, a charge failed for good', 'bad'],
    [{ ...state, standing: 'disputed', intent: 'cancelling' }, 'year one, a payment is disputed', 'bad'],
    [{ ...state, phase: 'ended', endReason: 'payment-failed' }, 'ended: payment failed', 'plain'],
    [{ ...state, phase: 'pending' }, 'not paid yet', 'plain'],
  ] as const)('%o is “%s”', (given, words, tone) => {
    expect(stateWords(given)).toEqual({ words, tone });
  });

  test('a reason of entitlement is said in words, an unknown one as it is', () => {
    expect([reasonWords('no-plan'), reasonWords('new-reason')]).toEqual(['they never had it', 'new-reason']);
  });
});
