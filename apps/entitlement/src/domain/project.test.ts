import { at, plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { aFact, afterDays, DUNNING, SETTLEMENT, STALE, start } from '../../test/builders.ts';
import { project } from './project.ts';

const paidThrough = afterDays(28);
type Case = { when: string; data: Parameters<typeof aFact>[0] & object; until: Date; stale?: number };

describe('until when a subscription lets its reader read', () => {
  const cases: Case[] = [
    {
      when: 'renewing: on through the window in which it settles',
      data: {},
      until: plus(paidThrough, SETTLEMENT),
      stale: STALE,
    },
    {
      when: 'collecting: on through the dunning window',
      data: { data: { standing: 'collecting' } },
      until: plus(paidThrough, DUNNING),
      stale: STALE,
    },
    {
      when: 'collecting, where the publisher does not wait: what is paid for',
      data: {
        at: afterDays(29),
        data: { standing: 'collecting', policy: { ...aFact().data.policy, accessWhileCollecting: false } },
      },
      until: paidThrough,
    },
    {
      when: 'collecting, with a dunning window shorter than settling: the longer one',
      data: { data: { standing: 'collecting', policy: { ...aFact().data.policy, dunningSeconds: 60 } } },
      until: plus(paidThrough, SETTLEMENT),
      stale: STALE,
    },
    {
      when: 'disputed: as if nothing were, until it is lost',
      data: { data: { standing: 'disputed' } },
      until: plus(paidThrough, SETTLEMENT),
      stale: STALE,
    },
    {
      when: 'collecting given up within the window: then',
      data: { at: afterDays(35), data: { standing: 'exhausted' } },
      until: afterDays(35),
    },
    {
      when: 'collecting given up after the window: no later than the window',
      data: { at: afterDays(60), data: { standing: 'exhausted' } },
      until: plus(paidThrough, DUNNING),
    },
    {
      when: 'collecting given up before what is paid for is over: what is paid for',
      data: {
        at: afterDays(3),
        data: { phase: 'ended', endReason: 'payment-failed', standing: 'exhausted' },
      },
      until: paidThrough,
    },
    {
      when: 'cancelling: what is paid for, to the second',
      data: { at: afterDays(3), data: { intent: 'cancelling' } },
      until: paidThrough,
    },
    {
      when: 'ended after a cancellation: what was paid for, whenever one hears of it',
      data: { at: afterDays(29), data: { phase: 'ended', endReason: 'cancelled', intent: 'cancelling' } },
      until: paidThrough,
    },
    {
      when: 'refunded: at once',
      data: { at: afterDays(5), data: { phase: 'ended', endReason: 'refunded' } },
      until: afterDays(5),
    },
    {
      when: 'bought twice: at once',
      data: { at: afterDays(0), data: { phase: 'ended', endReason: 'duplicate' } },
      until: start,
    },
    {
      when: 'refunded long after the end: it does not come back',
      data: { at: afterDays(90), data: { phase: 'ended', endReason: 'refunded' } },
      until: paidThrough,
    },
    {
      when: 'paused: until the pause begins',
      data: {
        at: afterDays(3),
        data: { pause: { from: afterDays(10).toISOString(), until: afterDays(20).toISOString() } },
      },
      until: afterDays(10),
    },
  ];

  test.each(cases)('$when', ({ data, until, stale = 0 }) => {
    const holding = project([aFact(data)], null);

    expect(holding).toMatchObject({ from: start, until, untilIfStale: plus(until, stale) });
  });

  test.each([{ startedAt: null }, { paidThrough: null }])(
    'nothing is given while nothing is settled',
    (data) => {
      expect(project([aFact({ data: { ...data, phase: 'pending' } })], null)).toBeNull();
      expect(project([], null)).toBeNull();
    },
  );
});

describe('saying it again', () => {
  const given = aFact({ sequence: 2, at: afterDays(33), data: { standing: 'exhausted' } });
  const again = { ...given, sequence: 3, at: afterDays(40), type: 'subscription.announced' } as const;

  test('that collecting was given up does not give the days in between back', () => {
    expect(project([given, again], null)?.until).toEqual(afterDays(33));
  });

  test('a card that worked in between starts it anew', () => {
    const recovered = aFact({
      sequence: 3,
      at: afterDays(34),
      data: { paidThrough: afterDays(56).toISOString() },
    });
    const failedAgain = aFact({
      sequence: 4,
      at: afterDays(60),
      data: { standing: 'exhausted', paidThrough: afterDays(56).toISOString() },
    });

    expect(project([given, recovered, failedAgain], null)?.until).toEqual(afterDays(60));
  });
});

test.each([
  { data: { standing: 'collecting' }, isUnpaid: true },
  { data: { standing: 'exhausted' }, isUnpaid: true },
  { data: { phase: 'ended', endReason: 'payment-failed' }, isUnpaid: true },
  { data: { phase: 'ended', endReason: 'cancelled' }, isUnpaid: false },
  { data: { phase: 'ended', endReason: 'refunded', standing: 'exhausted' }, isUnpaid: false },
  { data: {}, isUnpaid: false },
] as const)('a payment would bring it back: $isUnpaid for $data', ({ data, isUnpaid }) => {
  expect(project([aFact({ at: at('2026-03-01'), data })], null)?.isUnpaid).toBe(isUnpaid);
});
