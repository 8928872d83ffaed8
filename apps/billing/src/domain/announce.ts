import type { NoticeData, PaymentData, SubscriptionData, SubscriptionEventType } from '@gatefold/events';
import { toMoneyJson, type Money } from '@gatefold/kernel';
import { isAboutCharge, type Change, type ChargeChange, type LifeChange } from './change.ts';
import { GIFT } from './price-path.ts';
import { seatsOf } from './seats.ts';
import type { Charge, Subscription } from './subscription.ts';

/** An event as it is told to others, before the outbox gives it an id. */
export type Announcement = {
  readonly topic: 'billing.subscription.v1' | 'billing.payment.v1' | 'billing.notice.v1';
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  /** The reader: what keeps its order. */
  readonly key: string;
  readonly data: SubscriptionData | PaymentData | NoticeData;
};

const lifeTypes = {
  started: 'subscription.started',
  imported: 'subscription.started',
  'trial-started': 'subscription.trial-started',
  converted: 'subscription.converted',
  renewed: 'subscription.renewed',
  'stepped-up': 'subscription.stepped-up',
  'payment-failed': 'subscription.payment-failed',
  recovered: 'subscription.recovered',
  'cancellation-scheduled': 'subscription.cancellation-scheduled',
  'cancellation-revoked': 'subscription.cancellation-revoked',
  'plan-changed': 'subscription.plan-changed',
  withdrawn: 'subscription.cancellation-scheduled',
  'price-announced': 'subscription.announced',
  paused: 'subscription.paused',
  resumed: 'subscription.resumed',
  ended: 'subscription.ended',
  transferred: 'subscription.transferred',
  announced: 'subscription.announced',
  'gift-bought': null,
  'gift-sent': null,
  'gift-taken': null,
  'gift-begun': 'subscription.started',
  'gift-waiting': null,
  'gift-ending': null,
  'gift-used': 'subscription.ended',
} as const satisfies Record<LifeChange['type'], SubscriptionEventType | null>;

/** Money that moved is told; what is only written down stays inside billing. */
const paymentTypes = {
  'charge-opened': null,
  'charge-reopened': null,
  'charge-paid': 'payment.paid',
  'attempt-failed': null,
  'charge-voided': null,
  'charge-refunded': 'payment.refunded',
  'refund-failed': null,
  'charge-disputed': 'payment.disputed',
  'dispute-closed': 'payment.dispute-closed',
  'credit-used': null,
  'paid-outside': null,
  'revenue-earned': null,
  'charge-begun': null,
} as const satisfies Record<ChargeChange['type'], string | null>;

/**
 * What others are told of `changes` that have led to `subscription`, and the subscription with the
 * sequences that this used up.
 *
 * Every event of a fold carries the state at its end, never one in between.
 */
export function announce(
  changes: readonly Change[],
  subscription: Subscription,
): { announcements: Announcement[]; next: Subscription } {
  const announcements: Announcement[] = [];
  let next = subscription;
  for (const change of changes) {
    if (isAboutCharge(change)) {
      const told = tellPayment(change, next);
      next = told.next;
      announcements.push(...told.announcements);
      continue;
    }
    const type = lifeTypes[change.type];
    if (type === null) continue;
    next = { ...next, sequence: next.sequence + 1 };
    announcements.push(...tellHandover(change, next));
    if (change.type === 'transferred') next = { ...next, sequence: next.sequence + 1 };
    announcements.push(tellLife(type, next));
  }
  return { announcements, next };
}

const tellLife = (type: SubscriptionEventType, subscription: Subscription): Announcement => ({
  topic: 'billing.subscription.v1',
  type,
  subject: subscription.id,
  sequence: subscription.sequence,
  key: subscription.readerId,
  data: subscriptionData(subscription),
});

/** The reader who hands over is told, under their own key, that it has ended for them. */
function tellHandover(change: LifeChange, subscription: Subscription): Announcement[] {
  if (change.type !== 'transferred') return [];
  const theirs = { ...subscription, readerId: change.fromReaderId };
  const told = tellLife('subscription.transferred', theirs);
  return [{ ...told, data: { ...subscriptionData(theirs), phase: 'ended', endReason: 'transferred' } }];
}

/** What is now true of a subscription: facts, from which others compute. */
export const subscriptionData = (subscription: Subscription): SubscriptionData => ({
  subscriptionId: subscription.id,
  readerId: subscription.readerId,
  publication: subscription.publication,
  bundle: subscription.bundle,
  product: subscription.product,
  offer: subscription.path.offer,
  offerVersion: subscription.path.offerVersion,
  phase: subscription.phase,
  endReason: subscription.endReason,
  standing: subscription.standing,
  intent: subscription.intent,
  pause: pauseOf(subscription),
  startedAt: subscription.phase === 'pending' ? null : subscription.instants.startedAt.toISOString(),
  paidThrough: subscription.paidThrough?.toISOString() ?? null,
  policy: subscription.policy,
  ...seatsIn(subscription),
  stripeSubscriptionId: subscription.stripeSubscriptionId,
  stripeInvoiceId: subscription.stripeInvoiceId,
  ...(subscription.path.steps[0]?.key === GIFT ? { source: 'gift' as const } : {}),
});

function seatsIn(subscription: Subscription): Pick<SubscriptionData, 'seats'> {
  const seats = seatsOf(subscription);
  return seats === null ? {} : { seats };
}

const pauseOf = ({ steering: { pause } }: Subscription): SubscriptionData['pause'] =>
  pause === null ? null : { from: pause.from.toISOString(), until: pause.until.toISOString() };

function tellPayment(
  change: ChargeChange,
  subscription: Subscription,
): { announcements: Announcement[]; next: Subscription } {
  const type = paymentTypes[change.type];
  if (type === null || change.charge.amount.amount === 0n) return { announcements: [], next: subscription };
  const { charges, readerId, id } = subscription;
  const charge = charges.find((one) => one.id === change.charge.id) ?? change.charge;
  const sequence = charge.sequence + 1;
  return {
    announcements: [
      {
        topic: 'billing.payment.v1',
        type,
        subject: charge.id,
        sequence,
        key: readerId,
        data: paymentData(charge, { subscriptionId: id, readerId, ...movedBy(change) }),
      },
    ],
    next: {
      ...subscription,
      charges: charges.map((one) => (one.id === charge.id ? { ...one, sequence } : one)),
    },
  };
}

/** How much money an event is about, and why it moved. */
export function movedBy(change: ChargeChange): { amount: Money; reason: string | null } {
  if (change.type === 'charge-refunded' || change.type === 'refund-failed')
    return { amount: change.refund.amount, reason: change.refund.reason };
  if (change.type === 'charge-disputed' || change.type === 'dispute-closed') return change.dispute;
  if (change.type === 'revenue-earned' || change.type === 'credit-used' || change.type === 'paid-outside')
    return { amount: { amount: change.amount, currency: change.charge.amount.currency }, reason: null };
  const { amount, credited } = change.charge;
  return { amount: { ...amount, amount: amount.amount - credited }, reason: null };
}

const paymentData = (
  { id, phase, period, stripeInvoiceId, stripeChargeId }: Charge,
  about: { subscriptionId: string; readerId: string; amount: Money; reason: string | null },
): PaymentData => ({
  paymentId: id,
  subscriptionId: about.subscriptionId,
  readerId: about.readerId,
  amount: toMoneyJson(about.amount),
  phase,
  period: { from: period.from.toISOString(), until: period.until.toISOString() },
  reason: about.reason,
  stripeInvoiceId: stripeInvoiceId ?? '',
  stripeChargeId,
});
