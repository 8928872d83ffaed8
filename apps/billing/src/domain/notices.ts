import type { NoticeData } from '@gatefold/events';
import { toMoneyJson, type Money, type NewId } from '@gatefold/kernel';
import type { Change } from './change.ts';
import { printedOn } from './card-expiring.ts';
import { scheduledSteps } from './price-path.ts';
import { dueReminders, type Reminding } from './reminders.ts';
import {
  certificateNumberOf,
  dunningEnds,
  nextExpected,
  withdrawalNumberOf,
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
  given: { now: Date; reminding: Reminding },
): { notices: readonly Notice[]; reminders: readonly Reminder[] } {
  const reminders = dueReminders(subscription, given);
  const told = changes.map((change) => noticeOf(change, subscription));
  const reminded = reminders.map((reminder) => remindedOf(reminder, subscription));
  return {
    notices: [...told.filter((notice) => notice !== null), ...reminded].map((notice) => ({
      ...notice,
      dueAt: given.now,
    })),
    reminders,
  };
}

/**
 * A renewal names its period, and a card what is printed on it; what else is reminded of anew, after the path was
 * moved, has another cause.
 */
function remindedOf(reminder: Reminder, subscription: Subscription): Told {
  const { id } = subscription;
  if (reminder === 'conversion-reminder' || reminder === 'step-up-notice')
    return { kind: reminder, causeKey: `${reminder}:${id}${onCourse(subscription)}`, amount: null };
  const kind = reminder.startsWith('card-expiring:') ? 'card-expiring' : 'renewal-reminder';
  return { kind, causeKey: `${reminder}:${id}`, amount: null };
}

const onCourse = ({ instants: { marks = [] } }: Subscription): string =>
  marks.length === 0 ? '' : `:${marks.length}`;

type Told = Omit<Notice, 'dueAt'>;
type Of<K extends Change['type']> = Extract<Change, { type: K }>;
type Tellers = { readonly [K in Change['type']]: ((change: Of<K>, of: Subscription) => Told | null) | null };

/** Each of these has its own mark on the path, which names it once and for all. */
function steeredNotice(kind: Steered) {
  return (_change: Change, of: Subscription): Told => ({
    kind,
    causeKey: steeredCause(kind, of),
    amount: null,
  });
}

type Steered = 'plan-changed' | 'paused' | 'price-change';

/** Names the notice of what has just been done to the course of `subscription`. */
export const steeredCause = (
  kind: Steered,
  { id, instants }: Pick<Subscription, 'id' | 'instants'>,
): string => `${kind}:${id}:${instants.marks?.length ?? 0}`;

type GiftNotice =
  | 'gift-bought'
  | 'gift-arrived'
  | 'gift-taken'
  | 'gift-begun'
  | 'gift-waiting'
  | 'gift-ending';

/** Each happens to a gift once. */
const giftNotice =
  (kind: GiftNotice) =>
  (_change: Change, { id }: Subscription): Told => ({ kind, causeKey: `${kind}:${id}`, amount: null });

const purchaseConfirmed = (_change: Change, subscription: Subscription): Told => ({
  kind: 'purchase-confirmed',
  causeKey: `purchase-confirmed:${subscription.id}`,
  amount: firstAmount(subscription),
});

/** What a reader hears of each change; null for nothing. A new change does not compile until it is here. */
const tellers: Tellers = {
  started: purchaseConfirmed,
  'trial-started': purchaseConfirmed,
  imported: (_change, { id }) => ({
    kind: 'subscription-imported',
    causeKey: `subscription-imported:${id}`,
    amount: null,
  }),
  'charge-paid': paidNotice,
  'attempt-failed': failedNotice,
  'charge-refunded': refundNotice,
  'cancellation-scheduled': ({ certificateNumber }) => ({
    kind: 'cancellation-certificate',
    causeKey: `cancellation-certificate:${certificateNumber}`,
    amount: null,
  }),
  'cancellation-revoked': ({ certificateNumber }, { id }) => ({
    kind: 'cancellation-revoked',
    causeKey: `cancellation-revoked:${certificateNumber ?? id}`,
    amount: null,
  }),
  ended: ({ reason }, subscription) => endNotice(reason, subscription),
  'plan-changed': steeredNotice('plan-changed'),
  'price-announced': steeredNotice('price-change'),
  paused: steeredNotice('paused'),
  withdrawn: ({ certificateNumber }) => ({
    kind: 'withdrawal-certificate',
    causeKey: `withdrawal-certificate:${certificateNumber}`,
    amount: null,
  }),
  resumed: null,
  'charge-opened': null,
  'charge-reopened': null,
  'charge-voided': null,
  'refund-failed': null,
  'charge-disputed': null,
  'dispute-closed': null,
  'credit-used': null,
  'paid-outside': null,
  'revenue-earned': null,
  converted: null,
  renewed: null,
  'stepped-up': null,
  'payment-failed': null,
  recovered: null,
  transferred: null,
  announced: null,
  'charge-begun': null,
  'gift-bought': (_change, of) => ({ ...giftNotice('gift-bought')(_change, of), amount: firstAmount(of) }),
  'gift-sent': giftNotice('gift-arrived'),
  'gift-taken': giftNotice('gift-taken'),
  'gift-begun': giftNotice('gift-begun'),
  'gift-waiting': giftNotice('gift-waiting'),
  'gift-ending': giftNotice('gift-ending'),
  'gift-used': null,
};

function noticeOf<K extends Change['type']>(change: Of<K>, subscription: Subscription): Told | null {
  const tell: Tellers[K] = tellers[change.type as K];
  return tell === null ? null : tell(change, subscription);
}

const firstAmount = ({ charges }: Subscription): Money | null => charges[0]?.amount ?? null;

/** The purchase has its own confirmation, and a payment that had failed its own good news, which is a receipt too. */
function paidNotice({ charge, hadFailed }: Extract<Change, { type: 'charge-paid' }>): Told | null {
  if (charge.index === 0) return null;
  const kind = hadFailed ? 'payment-recovered' : 'receipt';
  return { kind, causeKey: `${kind}:${charge.id}`, amount: charge.amount };
}

/** A purchase that failed is told on the page where it is made, to somebody who has bought nothing yet. */
function failedNotice({ charge }: Extract<Change, { type: 'attempt-failed' }>): Told | null {
  if (charge.index === 0) return null;
  return {
    kind: 'payment-failed',
    causeKey: `payment-failed:${charge.id}:${charge.attempts}`,
    amount: charge.amount,
  };
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

/** Whoever gets one of these may have no account yet: it leads back to where they were. */
const confirming: readonly Notice['kind'][] = ['purchase-confirmed', 'subscription-imported'];

/** The event that hands a notice to mail: ids, amounts and instants, as they stand now. */
export const noticeData = (notice: Notice, subscription: Subscription, newId: NewId): NoticeData => ({
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
    ...nextCharge(notice, subscription),
    ...listPrice(subscription),
    cardExpires: cardOf(notice, subscription),
    accessUntil: accessUntil(notice, subscription)?.toISOString() ?? null,
    certificateNumber: certificateOf(notice, subscription),
    returnTo: confirming.includes(notice.kind) ? subscription.returnTo : null,
  },
});

/** What is paid next and when; after a failure, when the card is tried again. */
function nextCharge({ kind }: Notice, subscription: Subscription) {
  const next = subscription.phase === 'ended' ? null : nextExpected(subscription);
  const at = kind === 'payment-failed' ? subscription.retryAt : next?.period.from;
  return {
    nextAmount: next === null ? null : toMoneyJson(next.amount),
    nextChargeAt: at?.toISOString() ?? null,
    nextUntil: next?.period.until.toISOString() ?? null,
  };
}

function listPrice({ path, instants }: Subscription) {
  const last = scheduledSteps(path, instants).at(-1);
  return {
    listAmount: last === undefined ? null : toMoneyJson(last.step.amount),
    listFrom: last?.from.toISOString() ?? null,
  };
}

const cardOf = ({ kind }: Notice, { card }: Subscription): string | null =>
  kind === 'card-expiring' && card !== null ? printedOn(card) : null;

/** What mail may promise: while a payment is collected, the end of collecting; else what is paid for. */
function accessUntil({ kind }: Notice, subscription: Subscription): Date | null {
  const isRead = !subscription.charges.some(
    ({ status, period }) =>
      status === 'failed' && subscription.paidThrough !== null && period.from > subscription.paidThrough,
  );
  if (kind === 'payment-failed' && subscription.policy.accessWhileCollecting && isRead)
    return dunningEnds(subscription);
  return subscription.paidThrough;
}

function certificateOf({ kind }: Notice, subscription: Subscription): string | null {
  if (kind === 'withdrawal-certificate') return withdrawalNumberOf(subscription);
  return kind === 'cancellation-certificate' || kind === 'cancellation-revoked'
    ? certificateNumberOf(subscription)
    : null;
}
