import { DAY, latest, plus, type Period } from '@gatefold/kernel';
import type { Change, WantedCall, WantedCase } from './change.ts';
import { untouched } from './charges.ts';
import type { GiftOffer } from './gift-offer.ts';
import { orderNumberOf } from './order-number.ts';
import { GIFT, ITEM } from './price-path.ts';
import { unsteered, type Charge, type EndReason, type Subscription } from './subscription.ts';

export type Gift = {
  readonly id: string;
  readonly state: 'open' | 'paid' | 'redeemed' | 'over';
  /** As it was when it was bought. */
  readonly offer: GiftOffer;
  readonly giverId: string;
  /** Whom it is mailed to; once it is taken, who has taken it. */
  readonly recipientId: string;
  readonly sendAt: Date;
  readonly sentAt: Date | null;
  readonly takenAt: Date | null;
  /** What was paid, as any other charge. Its period has no length until the gift is taken. */
  readonly charge: Charge;
  /** The recipient's own subscription, whose next charge was moved behind it. */
  readonly behindId: string | null;
  readonly endedAt: Date | null;
  readonly endReason: 'used' | 'refunded' | 'disputed' | 'expired' | 'unpaid' | null;
  /** Told that nobody has taken it yet; told that it ends soon. */
  readonly told: readonly ('waiting' | 'ending')[];
  readonly stripeCustomerId: string;
  readonly stripeSessionId: string | null;
  /** Of the last public event. */
  readonly sequence: number;
  readonly nextAt: Date | null;
  readonly createdAt: Date;
};

/** What comes of a decision about a gift; all of it is saved together. */
export type GiftDecided = {
  readonly next: Gift;
  /** What happened to the money, and what whoever gave it is told. */
  readonly forGiver: readonly Change[];
  /** What happened to reading, and what whoever reads is told. */
  readonly forReader: readonly Change[];
  readonly calls: readonly WantedCall[];
  readonly cases: readonly WantedCase[];
};

export const nothingNew = (next: Gift): GiftDecided => ({
  next,
  forGiver: [],
  forReader: [],
  calls: [],
  cases: [],
});

export const periodOf = ({ charge: { period } }: Pick<Gift, 'charge'>): Period | null =>
  period.from < period.until ? period : null;

/** The first instant at which it can be taken no more; null for never. */
export const expiresAt = ({ offer: { expiry }, sendAt, createdAt }: Gift): Date | null =>
  expiry === null ? null : plus(latest(sendAt, createdAt), expiry.afterDays * DAY);

export const mayTakeBackUntil = ({ offer, createdAt }: Gift): Date =>
  plus(createdAt, offer.takeBackDays * DAY);

type New = Pick<Gift, 'id' | 'giverId' | 'recipientId' | 'stripeCustomerId' | 'sendAt'>;

export const newGift = (offer: GiftOffer, who: New, now: Date): Gift => ({
  ...who,
  state: 'open',
  offer,
  sentAt: null,
  takenAt: null,
  charge: chargeOf({ id: who.id, offer, createdAt: now, period: null }),
  behindId: null,
  endedAt: null,
  endReason: null,
  told: [],
  stripeSessionId: null,
  sequence: 0,
  nextAt: null,
  createdAt: now,
});

/** The one charge of a gift, before anything is known of it. */
export const chargeOf = ({
  id,
  offer,
  createdAt,
  period,
}: Pick<Gift, 'id' | 'offer' | 'createdAt'> & { period: Period | null }): Charge => ({
  ...untouched,
  id,
  index: 0,
  phase: GIFT,
  item: ITEM,
  version: offer.version,
  amount: offer.amount,
  period: period ?? { from: createdAt, until: createdAt },
});

const endReasons = {
  used: 'cancelled',
  refunded: 'refunded',
  disputed: 'disputed',
  expired: 'expired',
  unpaid: 'expired',
} as const satisfies Record<NonNullable<Gift['endReason']>, EndReason>;

/**
 * A gift as the books, finance and other services know what was bought: a subscription of one charge, which
 * leaves at its end. So nobody needs rules of their own for it.
 */
export function asSubscription(gift: Gift, readerId: string): Subscription {
  const { offer, charge, takenAt, createdAt } = gift;
  const { key, version, publication, bundle, product, length: interval, amount, policy } = offer;
  const startedAt = takenAt ?? createdAt;
  return {
    id: gift.id,
    readerId,
    publication,
    alsoReads: [],
    bundle,
    product,
    orderNumber: orderNumberOf(gift.id),
    checkoutId: gift.id,
    returnTo: '/account',
    path: { offer: key, offerVersion: version, steps: [{ key: GIFT, charges: 1, interval, amount }] },
    policy,
    instants: { startedAt, anchor: startedAt },
    steering: unsteered,
    ...axesOf(gift),
    endingAs: null,
    intent: 'cancelling',
    endedAt: gift.endedAt,
    card: null,
    retryAt: null,
    cancellations: 0,
    reminders: [],
    stripeCustomerId: gift.stripeCustomerId,
    stripeSubscriptionId: charge.stripeChargeId ?? gift.stripeSessionId ?? '',
    cancelAtPeriodEnd: false,
    stripeInvoiceId: null,
    charges: [charge],
    sequence: gift.sequence,
  };
}

function axesOf(gift: Gift): Pick<Subscription, 'phase' | 'endReason' | 'standing' | 'paidThrough'> {
  const { state, charge, takenAt, endReason, endedAt } = gift;
  const isDisputed = charge.dispute?.status === 'open' && state !== 'over';
  return {
    phase: state === 'over' ? 'ended' : takenAt === null ? 'pending' : GIFT,
    endReason: endReason === null ? null : endReasons[endReason],
    standing: isDisputed ? 'disputed' : 'ok',
    paidThrough: takenAt === null ? null : (endedAt ?? charge.period.until),
  };
}
