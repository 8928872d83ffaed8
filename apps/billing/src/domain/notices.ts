import type { NoticeData } from '@gatefold/events';
import { toMoneyJson, type Money, type NewId } from '@gatefold/kernel';
import type { Change } from './change.ts';
import { scheduledSteps } from './price-path.ts';
import { dueReminders } from './reminders.ts';
import {
  certificateNumberOf,
  dunningEnds,
  nextExpected,
  type Reminder,
  type Subscription,
} from './subscription.ts';

export type Notice = {
  readonly kind: NoticeData['kind'];
  /** Names the cause once and for all: two notices with one key are one. */
  readonly causeKey: string;
  readonly dueAt: Date;
  readonly amount: Money | null;
};

/** What readers are told of `changes` that have led to `subscription`, and what is due by the calendar. */
export function noticesOf(
  changes: readonly Change[],
  subscription: Subscription,
  given: { now: Date; zone: string },
): { notices: readonly Notice[]; reminders: readonly Reminder[] } {
  const reminders = dueReminders(subscription, given);
  const told = changes.map((change) => noticeOf(change, subscription));
  const reminded = reminders.map((kind) => ({ kind, causeKey: `${kind}:${subscription.id}`, amount: null }));
  return {
    notices: [...told.filter((notice) => notice !== null), ...reminded].map((notice) => ({
      ...notice,
      dueAt: given.now,
    })),
    reminders,
  };
}

type Told = Omit<Notice, 'dueAt'>;

function noticeOf(change: Change, subscription: Subscription): Told | null {
  const { id } = subscription;
  switch (change.type) {
    case 'started':
    case 'trial-started':
      return {
        kind: 'purchase-confirmed',
        causeKey: `purchase-confirmed:${id}`,
        amount: firstAmount(subscription),
      };
    case 'charge-paid':
      return paidNotice(change);
    case 'attempt-failed':
      return {
        kind: 'payment-failed',
        causeKey: `payment-failed:${change.charge.id}:${change.charge.attempts}`,
        amount: change.charge.amount,
      };
    case 'charge-refunded':
      return refundNotice(change, subscription);
    case 'cancellation-scheduled':
      return {
        kind: 'cancellation-certificate',
        causeKey: `cancellation-certificate:${change.certificateNumber}`,
        amount: null,
      };
    case 'cancellation-revoked':
      return {
        kind: 'cancellation-revoked',
        causeKey: `cancellation-revoked:${change.certificateNumber ?? id}`,
        amount: null,
      };
    case 'ended':
      return endNotice(change.reason, subscription);
    case 'charge-opened':
    case 'charge-voided':
    case 'refund-failed':
    case 'charge-disputed':
    case 'dispute-closed':
    case 'revenue-earned':
    case 'converted':
    case 'renewed':
    case 'stepped-up':
    case 'payment-failed':
    case 'recovered':
    case 'transferred':
    case 'announced':
      return null;
  }
}

const firstAmount = ({ charges }: Subscription): Money | null => charges[0]?.amount ?? null;

/** The purchase has its own confirmation, and a payment that had failed its own good news, which is a receipt too. */
function paidNotice({ charge, hadFailed }: Extract<Change, { type: 'charge-paid' }>): Told | null {
  if (charge.index === 0) return null;
  const kind = hadFailed ? 'payment-recovered' : 'receipt';
  return { kind, causeKey: `${kind}:${charge.id}`, amount: charge.amount };
}

function refundNotice(
  { refund }: Extract<Change, { type: 'charge-refunded' }>,
  { endingAs }: Subscription,
): Told {
  const kind = endingAs === 'duplicate' ? 'duplicate-refunded' : 'refund-issued';
  return { kind, causeKey: `${kind}:${refund.stripeRefundId}`, amount: refund.amount };
}

/** A refund, a duplicate and a transfer have said so already; a purchase that never began ends in silence. */
function endNotice(reason: Subscription['endReason'], { id, paidThrough }: Subscription): Told | null {
  const isTold = reason === 'cancelled' || reason === 'payment-failed' || reason === 'disputed';
  if (!isTold || paidThrough === null) return null;
  return { kind: 'subscription-ended', causeKey: `subscription-ended:${id}`, amount: null };
}

/** The event that hands a notice to mail: ids, amounts and instants, as they stand now. */
export function noticeData(notice: Notice, subscription: Subscription, newId: NewId): NoticeData {
  const next = subscription.phase === 'ended' ? null : nextExpected(subscription);
  const isFailure = notice.kind === 'payment-failed';
  const retryAt = subscription.retryAt?.toISOString() ?? null;
  return {
    noticeId: newId(),
    readerId: subscription.readerId,
    subscriptionId: subscription.id,
    publication: subscription.publication,
    kind: notice.kind,
    causeKey: notice.causeKey,
    dueAt: notice.dueAt.toISOString(),
    facts: {
      orderNumber: subscription.orderNumber,
      amount: notice.amount === null ? null : toMoneyJson(notice.amount),
      nextAmount: next === null ? null : toMoneyJson(next.amount),
      nextChargeAt: isFailure ? retryAt : (next?.period.from.toISOString() ?? null),
      ...listPrice(subscription),
      accessUntil: accessUntil(notice, subscription)?.toISOString() ?? null,
      certificateNumber: certificateOf(notice, subscription),
      returnTo: notice.kind === 'purchase-confirmed' ? subscription.returnTo : null,
    },
  };
}

function listPrice({ path, instants }: Subscription) {
  const last = scheduledSteps(path, instants).at(-1);
  return {
    listAmount: last === undefined ? null : toMoneyJson(last.step.amount),
    listFrom: last?.from.toISOString() ?? null,
  };
}

/** What mail may promise: while a payment is collected, the end of collecting; else what is paid for. */
function accessUntil({ kind }: Notice, subscription: Subscription): Date | null {
  if (kind === 'payment-failed' && subscription.policy.accessWhileCollecting)
    return dunningEnds(subscription);
  return subscription.paidThrough;
}

const certificateOf = ({ kind }: Notice, subscription: Subscription): string | null =>
  kind === 'cancellation-certificate' || kind === 'cancellation-revoked'
    ? certificateNumberOf(subscription)
    : null;
