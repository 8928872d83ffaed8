import { latest, type Money, type NewId } from '@gatefold/kernel';
import { checkAlone } from './approval.ts';
import { nextAt, giveBack } from './gift-fold.ts';
import { expiresAt, mayTakeBackUntil, nothingNew, type Gift, type GiftDecided } from './gift.ts';
import { intervalsAfter } from './offer.ts';
import { refundable } from './refund.ts';
import { refuse } from './refusals.ts';

/** `after` is the end of what the reader has already; `behindId` their own subscription, which is charged after it. */
export type Taking = {
  readonly readerId: string;
  readonly after: Date | null;
  readonly behindId: string | null;
};

/** Refuses unless it may be taken now by this reader: it is paid for, sent, not over, and nobody else's. */
export function checkTakeable(gift: Gift, readerId: string, now: Date): void {
  if (gift.state === 'redeemed' && gift.recipientId === readerId) return;
  if (gift.state === 'redeemed') throw refuse('gift-taken');
  const until = expiresAt(gift);
  const isOpen = gift.state === 'paid' && gift.charge.dispute === null && (until === null || now < until);
  if (!isOpen) throw refuse('gift-not-found');
}

/**
 * A reader takes it: reading begins now, or goes on behind what they have. Of many who ask, the first has it;
 * taken again by them it changes nothing.
 *
 * A code is good before the day on which it is mailed: whoever has it got it from whoever gave it.
 */
export function takeGift(gift: Gift, { readerId, after, behindId }: Taking, now: Date): GiftDecided {
  checkTakeable(gift, readerId, now);
  if (gift.state === 'redeemed') return nothingNew(gift);
  const from = after === null ? now : latest(after, now);
  const charge = { ...gift.charge, period: { from, until: intervalsAfter(from, gift.offer.length, 1) } };
  const next: Gift = { ...gift, state: 'redeemed', recipientId: readerId, takenAt: now, charge, behindId };
  return {
    ...nothingNew({ ...next, nextAt: nextAt(next, now) }),
    forGiver: [{ type: 'charge-begun', charge }, { type: 'gift-taken' }],
    forReader: [{ type: 'gift-begun' }],
  };
}

type TakingBack = {
  readonly by: 'giver' | 'staff';
  /** In minor units: what staff may give back with nobody else's word; null for any sum. */
  readonly limit: bigint | null;
  readonly now: Date;
  readonly newId: NewId;
};

/** All that is left of what was paid for it; refuses unless nobody has taken it. It is given back whole or not at all. */
export function returnable(gift: Gift, asked: Money | null): Money {
  if (gift.state === 'redeemed') throw refuse('gift-taken');
  if (gift.state !== 'paid') throw refuse('gift-not-found');
  const whole = refundable(gift.charge, null);
  if (asked !== null && (asked.amount !== whole.amount || asked.currency !== whole.currency))
    throw refuse('gift-in-part', { left: whole.amount.toString(), currency: whole.currency });
  return whole;
}

/**
 * Takes it back from nobody: the money goes back. Whoever gave it has so many days, and needs nobody's word; staff
 * have any number, and give back alone what one person may.
 */
export function takeBack(gift: Gift, { by, limit, now, newId }: TakingBack): GiftDecided {
  if (gift.state === 'over' && gift.endReason === 'refunded') return nothingNew(gift);
  const amount = returnable(gift, null);
  if (by === 'staff') checkAlone(gift.charge, { amount, limit });
  const until = mayTakeBackUntil(gift);
  if (by === 'giver' && until <= now) throw refuse('gift-kept', { until: until.toISOString() });
  return giveBack(gift, 'refunded', { now, newId });
}
