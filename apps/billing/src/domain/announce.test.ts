import { PaymentData, paymentEventTypes, SubscriptionData, subscriptionEventTypes } from '@gatefold/events';
import { describe, expect, test } from 'vitest';
import { aCharge, ada, aRefund, aRunning, ben, dollars, notEarned } from '../../test/builders.ts';
import { announce } from './announce.ts';
import type { Change, LifeChange } from './change.ts';

const charge = aCharge();
const paid: Change = { type: 'charge-paid', charge, hadFailed: false };

describe('what others are told of a subscription', () => {
  const changes: readonly LifeChange[] = [
    { type: 'started' },
    { type: 'trial-started' },
    { type: 'converted' },
    { type: 'renewed' },
    { type: 'stepped-up' },
    { type: 'payment-failed' },
    { type: 'recovered' },
    { type: 'cancellation-scheduled', certificateNumber: 'X' },
    { type: 'cancellation-revoked', certificateNumber: null },
    { type: 'ended', reason: 'cancelled' },
    { type: 'announced' },
  ];

  test.each(changes)('$type fits the contract', (change) => {
    const [told] = announce([change], aRunning()).announcements;

    expect(told).toMatchObject({ topic: 'billing.subscription.v1', subject: aRunning().id, key: ada });
    expect(subscriptionEventTypes).toContain(told?.type);
    expect(() => SubscriptionData.parse(told?.data)).not.toThrow();
  });

  test('carries what is true in the end, however much happened on the way', () => {
    const after = aRunning({ phase: 'standard', standing: 'ok' });
    const { announcements } = announce([{ type: 'recovered' }, { type: 'stepped-up' }], after);

    expect(announcements.map(({ data }) => data)).toMatchObject([
      { phase: 'standard', standing: 'ok' },
      { phase: 'standard', standing: 'ok' },
    ]);
  });

  test('is numbered without a gap from what was told last', () => {
    const { announcements, next } = announce(
      [{ type: 'converted' }, { type: 'renewed' }],
      aRunning({ sequence: 7 }),
    );

    expect(announcements.map(({ sequence }) => sequence)).toEqual([8, 9]);
    expect(next.sequence).toBe(9);
  });

  test('leaves out when it began while nothing is settled', () => {
    const [told] = announce(
      [{ type: 'announced' }],
      aRunning({ phase: 'pending', paidThrough: null }),
    ).announcements;

    expect(told?.data).toMatchObject({ startedAt: null, paidThrough: null });
  });

  test('holds ids and nothing that names a person', () => {
    const text = JSON.stringify(announce([{ type: 'started' }, paid], aRunning()).announcements);

    expect(text).not.toMatch(/@|visa|4242/);
  });
});

describe('a subscription that is handed over', () => {
  const { announcements, next } = announce(
    [{ type: 'transferred', fromReaderId: ada }],
    aRunning({ readerId: ben, sequence: 4 }),
  );

  test('ends for the one, under their key, and then goes on for the other, under theirs', () => {
    expect(announcements).toMatchObject([
      { key: ada, sequence: 5, data: { readerId: ada, phase: 'ended', endReason: 'transferred' } },
      { key: ben, sequence: 6, data: { readerId: ben, phase: 'year_one', endReason: null } },
    ]);
    expect(next.sequence).toBe(6);
  });
});

describe('what others are told of money', () => {
  const refund = aRefund();
  const dispute = { id: 'dp', amount: dollars(5), reason: 'fraudulent' };
  const moved: readonly Change[] = [
    paid,
    { type: 'charge-refunded', charge, refund, from: notEarned() },
    { type: 'charge-disputed', charge, dispute },
    { type: 'dispute-closed', charge, dispute },
  ];

  test.each(moved)('$type fits the contract', (change) => {
    const [told] = announce([change], aRunning()).announcements;

    expect(told).toMatchObject({ topic: 'billing.payment.v1', subject: charge.id, key: ada });
    expect(paymentEventTypes).toContain(told?.type);
    expect(() => PaymentData.parse(told?.data)).not.toThrow();
  });

  test('a refund tells how much went back and why, not how much was paid', () => {
    const [told] = announce([moved[1]!], aRunning()).announcements;

    expect(told?.data).toMatchObject({
      amount: { amount: '400', currency: 'USD' },
      reason: 'requested_by_customer',
    });
  });

  test.each([moved[2]!, moved[3]!])('$type tells how much is disputed and why', (change) => {
    const [told] = announce([change], aRunning()).announcements;

    expect(told?.data).toMatchObject({ amount: { amount: '500', currency: 'USD' }, reason: 'fraudulent' });
  });

  test('is numbered payment by payment', () => {
    const { announcements, next } = announce(moved.slice(0, 2), aRunning());

    expect(announcements.map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(next.charges[1]?.sequence).toBe(3);
  });

  test.each<Change>([
    { type: 'charge-opened', charge },
    { type: 'attempt-failed', charge },
    { type: 'charge-voided', charge },
    { type: 'refund-failed', charge, refund, from: null },
    { type: 'revenue-earned', charge, amount: 9n },
    { type: 'charge-paid', charge: aCharge({ amount: dollars(0) }), hadFailed: false },
  ])('is nothing when none moved: $type', (change) => {
    expect(announce([change], aRunning()).announcements).toEqual([]);
  });
});
