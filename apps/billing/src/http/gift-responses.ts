import { toMoneyJson } from '@gatefold/kernel';
import { giftSpokenIn, type GiftOffer } from '../domain/gift-offer.ts';
import { expiresAt, mayTakeBackUntil, periodOf, type Gift } from '../domain/gift.ts';
import { orderNumberOf } from '../domain/order-number.ts';
import { revisionOf } from '../domain/revision.ts';
import type { GiftShown } from '../usecases/take-gift.ts';

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

export function giftOfferResponse(offer: GiftOffer, locale?: string) {
  const { key, publication, name, amount, length, text, takeBackDays, expiry } = giftSpokenIn(
    offer,
    locale ?? null,
  );
  return {
    key,
    publication,
    name,
    amount: toMoneyJson(amount),
    length,
    text,
    takeBackDays,
    expiresAfterDays: expiry?.afterDays ?? null,
  };
}

/** To whoever gave it what they gave and what became of it; to whoever took it until when they read. */
export function giftResponse(
  { gift, card }: GiftShown,
  { readerId, epoch, locale }: { readerId: string; epoch: number; locale?: string | undefined },
) {
  const period = periodOf(gift);
  return {
    id: gift.id,
    name: giftSpokenIn(gift.offer, locale ?? null).name,
    orderNumber: orderNumberOf(gift.id),
    state: gift.state,
    endReason: gift.endReason,
    boughtAt: gift.createdAt.toISOString(),
    sendAt: gift.sendAt.toISOString(),
    sentAt: iso(gift.sentAt),
    takenAt: iso(gift.takenAt),
    expiresAt: gift.state === 'paid' ? iso(expiresAt(gift)) : null,
    period: period === null ? null : { from: period.from.toISOString(), until: period.until.toISOString() },
    revision: revisionOf(epoch, gift),
    ...(gift.giverId === readerId ? ofGiver({ gift, card }) : ofReader),
  };
}

const ofReader = { role: 'reader', amount: null, code: null, mayTakeBackUntil: null } as const;

const ofGiver = ({ gift, card }: GiftShown) => ({
  role: 'giver' as const,
  amount: toMoneyJson(gift.charge.amount),
  ...(gift.state === 'paid'
    ? { code: card?.code ?? null, mayTakeBackUntil: iso(mayTakeBackUntil(gift)) }
    : { code: null, mayTakeBackUntil: null }),
});

/** What stands on its card, with what it is. */
export const giftShownResponse = ({ gift, card }: GiftShown, locale?: string) => ({
  name: giftSpokenIn(gift.offer, locale ?? null).name,
  length: gift.offer.length,
  state: stateOf(gift),
  from: card?.from ?? '',
  message: card?.message ?? '',
  code: card?.code ?? null,
  orderNumber: orderNumberOf(gift.id),
  sendAt: gift.sendAt.toISOString(),
  expiresAt: iso(expiresAt(gift)),
  until: iso(periodOf(gift)?.until ?? null),
  goesOn: gift.behindId !== null,
});

/** One whose payment is disputed cannot be taken, and so is one that is over. */
const stateOf = ({ state, charge }: Gift): Gift['state'] =>
  state === 'paid' && charge.dispute !== null ? 'over' : state;
