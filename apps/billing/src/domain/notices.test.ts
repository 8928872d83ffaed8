import { NoticeData } from '@gatefold/events';
import { countingIds } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import {
  aCharge,
  ada,
  afterDays,
  aRefund,
  aRunning,
  dollars,
  notEarned,
  reminding,
} from '../../test/builders.ts';
import type { Change } from './change.ts';
import { noticeData, noticesOf } from './notices.ts';
import type { Subscription } from './subscription.ts';

const now = afterDays(29);
const told = (change: Change, subscription: Subscription = aRunning()) =>
  noticesOf([change], subscription, { now, reminding }).notices;
const dataOf = (change: Change, subscription: Subscription = aRunning()) =>
  noticeData(told(change, subscription)[0]!, subscription, countingIds());

const charge = aCharge();
const failing: Change = { type: 'attempt-failed', charge: aCharge({ status: 'failed', attempts: 2 }) };

describe('a reader is written to', () => {
  test.each<{ kind: string; change: Change; causeKey: string }>([
    {
      kind: 'purchase-confirmed',
      change: { type: 'trial-started' },
      causeKey: `purchase-confirmed:${aRunning().id}`,
    },
    {
      kind: 'purchase-confirmed',
      change: { type: 'started' },
      causeKey: `purchase-confirmed:${aRunning().id}`,
    },
    {
      kind: 'receipt',
      change: { type: 'charge-paid', charge, hadFailed: false },
      causeKey: `receipt:${charge.id}`,
    },
    {
      kind: 'payment-recovered',
      change: { type: 'charge-paid', charge, hadFailed: true },
      causeKey: `payment-recovered:${charge.id}`,
    },
    { kind: 'payment-failed', change: failing, causeKey: `payment-failed:${charge.id}:2` },
    {
      kind: 'refund-issued',
      change: { type: 'charge-refunded', charge, refund: aRefund(), from: notEarned() },
      causeKey: 'refund-issued:re_1',
    },
    {
      kind: 'cancellation-certificate',
      change: { type: 'cancellation-scheduled', certificateNumber: 'X-C1' },
      causeKey: 'cancellation-certificate:X-C1',
    },
    {
      kind: 'cancellation-revoked',
      change: { type: 'cancellation-revoked', certificateNumber: 'X-C1' },
      causeKey: 'cancellation-revoked:X-C1',
    },
    {
      kind: 'subscription-ended',
      change: { type: 'ended', reason: 'payment-failed' },
      causeKey: `subscription-ended:${aRunning().id}`,
    },
  ])('$kind, under a key of its cause: $causeKey', ({ kind, change, causeKey }) => {
    expect(told(change)).toMatchObject([{ kind, causeKey, dueAt: now }]);
  });

  test.each<Change>([
    { type: 'charge-opened', charge },
    { type: 'charge-voided', charge },
    { type: 'refund-failed', charge, refund: aRefund(), from: null },
    { type: 'revenue-earned', charge, amount: 900n },
    { type: 'converted' },
    { type: 'renewed' },
    { type: 'stepped-up' },
    { type: 'payment-failed' },
    { type: 'recovered' },
    { type: 'transferred', fromReaderId: ada },
    { type: 'announced' },
    { type: 'ended', reason: 'refunded' },
    { type: 'ended', reason: 'duplicate' },
    { type: 'ended', reason: 'expired' },
    { type: 'ended', reason: 'transferred' },
  ])('never twice of one thing: $type $reason says nothing by itself', (change) => {
    expect(told(change)).toEqual([]);
  });

  test('once about a purchase, not with a receipt for its dollar as well', () => {
    expect(told({ type: 'charge-paid', charge: aCharge({ index: 0 }), hadFailed: false })).toEqual([]);
  });

  test('never of a payment that failed before anything was bought', () => {
    expect(told({ type: 'attempt-failed', charge: aCharge({ index: 0, status: 'failed' }) })).toEqual([]);
  });

  test('that the second subscription was paid back, and why', () => {
    const change: Change = { type: 'charge-refunded', charge, refund: aRefund(), from: notEarned() };

    expect(told(change, aRunning({ endingAs: 'duplicate' }))).toMatchObject([{ kind: 'duplicate-refunded' }]);
  });

  test('never that something ended which never began', () => {
    expect(told({ type: 'ended', reason: 'cancelled' }, aRunning({ paidThrough: null }))).toEqual([]);
  });
});

describe('what a notice says', () => {
  test('fits the contract that mail reads', () => {
    const subscription = aRunning();
    const notices = noticesOf(
      [{ type: 'trial-started' }, failing, { type: 'cancellation-scheduled', certificateNumber: 'X-C1' }],
      subscription,
      { now: afterDays(22), reminding },
    ).notices;

    expect(notices).toHaveLength(4);
    for (const notice of notices)
      expect(() => NoticeData.parse(noticeData(notice, subscription, countingIds()))).not.toThrow();
  });

  test('a purchase: what was paid, what comes when, and the way back to the article', () => {
    expect(dataOf({ type: 'trial-started' }).facts).toMatchObject({
      amount: { amount: '100', currency: 'USD' },
      nextAmount: { amount: '900', currency: 'USD' },
      nextChargeAt: afterDays(56).toISOString(),
      listAmount: { amount: '1500', currency: 'USD' },
      listFrom: afterDays(14 * 28).toISOString(),
      returnTo: '/articles/harbour',
    });
  });

  test('a failure: when the card is tried again, and how long reading goes on', () => {
    const subscription = aRunning({ paidThrough: afterDays(28), retryAt: afterDays(31) });

    expect(dataOf(failing, subscription).facts).toMatchObject({
      amount: { amount: '900', currency: 'USD' },
      nextChargeAt: afterDays(31).toISOString(),
      accessUntil: afterDays(42).toISOString(),
    });
  });

  test('a failure where nobody reads while it is collected: no longer than what is paid for', () => {
    const policy = { ...aRunning().policy, accessWhileCollecting: false };
    const subscription = aRunning({ paidThrough: afterDays(28), policy });

    expect(dataOf(failing, subscription).facts.accessUntil).toBe(afterDays(28).toISOString());
  });

  test('a cancellation: the number of its certificate, and until when reading goes on', () => {
    const subscription = aRunning({ cancellations: 2 });

    expect(
      dataOf({ type: 'cancellation-scheduled', certificateNumber: 'X' }, subscription).facts,
    ).toMatchObject({
      certificateNumber: `${subscription.orderNumber}-C2`,
      accessUntil: afterDays(56).toISOString(),
      returnTo: null,
    });
  });

  test('an end: no next charge', () => {
    const ended = aRunning({ phase: 'ended' });

    expect(dataOf({ type: 'ended', reason: 'cancelled' }, ended).facts).toMatchObject({
      nextAmount: null,
      nextChargeAt: null,
    });
  });

  test('money given back: how much', () => {
    const change: Change = {
      type: 'charge-refunded',
      charge,
      refund: aRefund({ amount: dollars(4) }),
      from: notEarned(),
    };

    expect(dataOf(change).facts.amount).toEqual({ amount: '400', currency: 'USD' });
  });
});
