import { DAY, HOUR, plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { isAllowedUrl, isToBeSwitchedOff, nextTryAt, payloadOf } from './outgoing-webhook.ts';

const NOW = new Date('2026-03-01T00:00:00Z');
const ID = '01a2151f-2cc6-7699-86bc-d80cef1b0000';

describe('an address that may be told', () => {
  test.each(['https://hooks.example.org/gatefold', 'https://93.184.215.14/x'])('%s', (url) => {
    expect(isAllowedUrl(url, false)).toBe(true);
  });

  test.each([
    'http://hooks.example.org/',
    'https://localhost/',
    'https://127.0.0.1/',
    'https://intranet/',
    'https://user:secret@hooks.example.org/',
    'ftp://hooks.example.org/',
    'file:///etc/passwd',
    'nonsense',
  ])('not %s', (url) => {
    expect(isAllowedUrl(url, false)).toBe(false);
  });

  test('the loopback is one in development only', () => {
    expect([
      isAllowedUrl('http://localhost:9000/', true),
      isAllowedUrl('http://hooks.example.org/', true),
    ]).toEqual([true, false]);
  });
});

describe('trying again', () => {
  test('waits longer each time, and ends within four days', () => {
    const waits: number[] = [];
    for (let attempts = 1; ; attempts += 1) {
      const next = nextTryAt(attempts, NOW, ID);
      if (next === null) break;
      waits.push(next.getTime() - NOW.getTime());
    }

    expect(waits.length).toBe(9);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(4 * DAY);
  });

  test('what failed together is not tried together', () => {
    const other = ID.replace(/0000$/, 'ffff');

    expect(nextTryAt(4, NOW, ID)).toEqual(plus(NOW, 2 * HOUR));
    expect(nextTryAt(4, NOW, other)).toEqual(plus(NOW, 2.2 * HOUR));
  });

  test('stops for good when the other side says gone, or was away for five days', () => {
    const said = (status: number) => ({ status, milliseconds: 1, error: null });

    expect(isToBeSwitchedOff(said(410), null, NOW)).toBe(true);
    expect(isToBeSwitchedOff(said(500), plus(NOW, -4 * DAY), NOW)).toBe(false);
    expect(isToBeSwitchedOff(said(500), plus(NOW, -5 * DAY), NOW)).toBe(true);
  });
});

test('the body is the envelope of Standard Webhooks', () => {
  const event = { type: 'payment.paid', subject: 'p', sequence: 1, at: NOW, data: { a: 1 } };

  expect(JSON.parse(payloadOf(event))).toEqual({
    type: 'payment.paid',
    timestamp: '2026-03-01T00:00:00.000Z',
    subject: 'p',
    sequence: 1,
    data: { a: 1 },
  });
});
