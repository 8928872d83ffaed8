import { countingIds } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import { aCharge, ada, afterDays, aRefund, aRunning, notEarned, reminding } from '../../test/builders.ts';
import type { Change } from './change.ts';
import { consequencesOf } from './consequences.ts';

const charge = aCharge();
const consequences = (changes: readonly Change[], now = afterDays(29)) =>
  consequencesOf({ next: aRunning(), changes }, { now, reminding, newId: countingIds() });

describe('what a decision comes to', () => {
  const { announcements, events, notices, next } = consequences([
    { type: 'charge-opened', charge },
    { type: 'charge-paid', charge, hadFailed: false },
    { type: 'converted' },
  ]);

  test('goes on record change by change, in words that finance understands', () => {
    expect(events.map(({ event }) => [event.type, event.summary])).toEqual([
      ['invoice.opened', 'An invoice was issued (year_one)'],
      ['payment.paid', 'A payment arrived (year_one)'],
      ['subscription.converted', 'The introduction was continued at the price of the first year'],
    ]);
  });

  test('books each document with the change that caused it', () => {
    expect(events.map(({ entries }) => entries.map(({ key }) => key))).toEqual([['invoice:in_1'], [], []]);
  });

  test('is told to others in order, and the reader gets one receipt', () => {
    expect(announcements.map(({ type }) => type)).toEqual(['payment.paid', 'subscription.converted']);
    expect(notices).toMatchObject([
      { causeKey: `receipt:${charge.id}`, announcement: { topic: 'billing.notice.v1', key: ada } },
    ]);
    expect(next.sequence).toBe(aRunning().sequence + 1);
  });

  test('names Stripe’s own ids, the most telling first', () => {
    const { events: of } = consequences([
      { type: 'charge-refunded', charge, refund: aRefund(), from: notEarned() },
    ]);

    expect(of[0]?.event.stripeIds).toEqual(['re_1', 'ch_1', 'in_1']);
  });

  test('names the subscription and its invoice where no money moved', () => {
    expect(consequences([{ type: 'renewed' }]).events[0]?.event.stripeIds).toEqual(['sub_ada', 'in_1']);
  });

  test('says why it ended', () => {
    expect(consequences([{ type: 'ended', reason: 'refunded' }]).events[0]?.event.summary).toBe(
      'The subscription ended: refunded',
    );
  });
});

test('a reminder that was sent is remembered, so that it is sent once', () => {
  const first = consequences([], afterDays(22));

  expect(first.notices).toMatchObject([{ causeKey: `conversion-reminder:${aRunning().id}` }]);
  expect(first.next.reminders).toEqual(['conversion-reminder']);
  expect(
    consequencesOf({ next: first.next, changes: [] }, { now: afterDays(23), reminding, newId: countingIds() })
      .notices,
  ).toEqual([]);
});
