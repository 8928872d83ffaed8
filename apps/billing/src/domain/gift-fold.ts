import { accrued, addMonths, DAY, HOUR, MINUTE, money, plus, type NewId } from '@gatefold/kernel';
import type { Change, ChargeChange } from './change.ts';
import { unearnedOf } from './earn.ts';
import { expiresAt, nothingNew, periodOf, type Gift, type GiftDecided } from './gift.ts';
import { reconcilePayment } from './payments.ts';
import type { SeenPayment } from './seen.ts';
import { isFullyRefunded, leftOf, type Charge } from './subscription.ts';
import { netOf } from './tax.ts';

type Given = { readonly now: Date; readonly newId: NewId };

/** Stripe closes a page after a day; an hour later nobody has paid it. */
const OPEN_FOR = 25 * HOUR;
/** So long before it can be taken no more is whoever gave it told. */
const WAITING_DAYS = 30;

/**
 * What is true of a gift, now that Stripe shows its payment so and it is this late.
 *
 * The same for a webhook, the return page and the clock. What is seen again changes nothing.
 */
export function foldGift(before: Gift, payment: SeenPayment | null, given: Given): GiftDecided {
  const steps = [paid(payment), moneyBack(payment), sent, waiting, expired, earned, ending, used, lapsed];
  const so = steps.reduce((known, step) => then(known, step(known.next, given)), nothingNew(before));
  return { ...so, next: { ...so.next, nextAt: nextAt(so.next, given.now) } };
}

type Step = (gift: Gift, given: Given) => Partial<GiftDecided>;

const then = (so: GiftDecided, step: Partial<GiftDecided>): GiftDecided => ({
  next: step.next ?? so.next,
  forGiver: [...so.forGiver, ...(step.forGiver ?? [])],
  forReader: [...so.forReader, ...(step.forReader ?? [])],
  calls: [...so.calls, ...(step.calls ?? [])],
  cases: [...so.cases, ...(step.cases ?? [])],
});

const paid =
  (payment: SeenPayment | null): Step =>
  (gift, { now }) => {
    if (gift.state !== 'open' || payment === null) return {};
    const charge: Charge = {
      ...gift.charge,
      amount: payment.amount,
      status: 'paid',
      paidAt: now,
      stripeChargeId: payment.chargeId,
      isBooked: true,
    };
    return {
      next: { ...gift, state: 'paid', charge },
      forGiver: [
        { type: 'charge-opened', charge },
        { type: 'charge-paid', charge, hadFailed: false },
        { type: 'gift-bought' },
      ],
    };
  };

/** Money that went back in full, or was lost to a dispute, buys nothing. */
const moneyBack =
  (payment: SeenPayment | null): Step =>
  (gift, { now, newId }) => {
    if (gift.state === 'open' || payment === null) return {};
    const { charge, changes, cases } = reconcilePayment(gift.charge, { payment }, newId);
    const next = { ...gift, charge };
    const reason =
      charge.dispute?.status === 'lost' ? 'disputed' : isFullyRefunded(charge) ? 'refunded' : null;
    if (reason === null || gift.state === 'over') return { next, forGiver: changes, cases };
    const over = end(next, reason, now);
    return { ...over, forGiver: [...changes, ...over.forGiver], cases };
  };

const sent: Step = (gift, { now }) =>
  gift.state === 'paid' && gift.sentAt === null && gift.sendAt <= now
    ? { next: { ...gift, sentAt: now }, forReader: [{ type: 'gift-sent' }] }
    : {};

const waitingAt = (gift: Gift): Date | null => {
  const at = expiresAt(gift);
  return at === null || gift.told.includes('waiting') ? null : plus(at, -WAITING_DAYS * DAY);
};

const waiting: Step = (gift, { now }) =>
  gift.state === 'paid' && gift.sentAt !== null && isReached(waitingAt(gift), now)
    ? { next: { ...gift, told: [...gift.told, 'waiting'] }, forGiver: [{ type: 'gift-waiting' }] }
    : {};

/** Nobody took it in time: the money goes back, or is kept, as was said when it was bought. */
const expired: Step = (gift, { now, newId }) => {
  if (gift.state !== 'paid' || !isReached(expiresAt(gift), now)) return {};
  return gift.offer.expiry?.then === 'keep'
    ? end(gift, 'expired', now)
    : giveBack(gift, 'expired', { now, newId });
};

/** Ends one that nobody has taken, and has all that is left of its payment given back. Once: it is over then. */
export function giveBack(gift: Gift, endReason: 'refunded' | 'expired', { now, newId }: Given): GiftDecided {
  const { charge } = gift;
  const next: Gift = { ...gift, state: 'over', endReason, endedAt: now, nextAt: null };
  return {
    ...nothingNew(next),
    calls: [
      {
        kind: 'refund',
        key: `refund-gift:${gift.id}`,
        refundId: newId(),
        stripeChargeId: charge.stripeChargeId ?? '',
        amount: money(leftOf(charge), charge.amount.currency),
        reason: 'requested_by_customer',
      },
    ],
  };
}

/** A part for each whole month since it began, rounded once for all that is past. */
const earned: Step = (gift, { now }) => {
  const period = periodOf(gift);
  if (gift.state !== 'redeemed' || period === null) return {};
  const by = monthMark(period.from, now, 0);
  const [gone, whole] = [
    by.getTime() - period.from.getTime(),
    period.until.getTime() - period.from.getTime(),
  ];
  const { charge } = gift;
  const passed = BigInt(Math.max(0, Math.min(gone, whole)));
  const amount = accrued(netOf(charge), passed, BigInt(whole)) - charge.earned;
  return amount > 0n ? earning(gift, amount) : {};
};

function earning(gift: Gift, amount: bigint): { next: Gift; forGiver: ChargeChange[] } {
  const charge = { ...gift.charge, earned: gift.charge.earned + amount };
  return { next: { ...gift, charge }, forGiver: [{ type: 'revenue-earned', charge, amount }] };
}

/** The newest instant by `now` that is whole months behind `from`; `ahead` counts on from there. */
function monthMark(from: Date, now: Date, ahead: number): Date {
  let months = 0;
  while (addMonths(from, months + 1) <= now) months += 1;
  return addMonths(from, months + ahead);
}

const endingAt = (gift: Gift): Date | null => {
  const until = periodOf(gift)?.until ?? null;
  return until === null || gift.told.includes('ending') ? null : plus(until, -gift.offer.noticeDays * DAY);
};

const ending: Step = (gift, { now }) =>
  gift.state === 'redeemed' && isReached(endingAt(gift), now) && now < periodOf(gift)!.until
    ? { next: { ...gift, told: [...gift.told, 'ending'] }, forReader: [{ type: 'gift-ending' }] }
    : {};

const used: Step = (gift, { now }) =>
  gift.state === 'redeemed' && isReached(periodOf(gift)?.until ?? null, now) ? end(gift, 'used', now) : {};

const lapsed: Step = (gift, { now }) =>
  gift.state === 'open' && plus(gift.createdAt, OPEN_FOR) <= now
    ? { next: { ...gift, state: 'over', endReason: 'unpaid', endedAt: now } }
    : {};

/** What is not earned by then is earned now: nothing is owed in reading any more. */
function end(gift: Gift, endReason: 'used' | 'refunded' | 'disputed' | 'expired', now: Date): GiftDecided {
  const { charge, takenAt, behindId } = gift;
  const rest = unearnedOf(charge);
  const earned = rest > 0n ? earning(gift, rest) : { next: gift, forGiver: [] };
  const endedAt = endReason === 'used' ? charge.period.until : now;
  return {
    ...nothingNew({ ...earned.next, state: 'over', endReason, endedAt }),
    forGiver: earned.forGiver,
    forReader: takenAt === null ? [] : [endedAs(endReason, behindId !== null)],
  };
}

/** Whoever goes on with a subscription of their own is not told that it is over. */
function endedAs(reason: 'used' | 'refunded' | 'disputed' | 'expired', goesOn: boolean): Change {
  if (goesOn) return { type: 'gift-used' };
  return { type: 'ended', reason: reason === 'used' ? 'cancelled' : reason };
}

const isReached = (at: Date | null, now: Date): boolean => at !== null && at <= now;

/** When it must be looked at again although nobody says anything; always after `now`. */
export function nextAt(gift: Gift, now: Date): Date | null {
  const instants: readonly (Date | null)[] = {
    open: () => [plus(gift.createdAt, 5 * MINUTE), plus(gift.createdAt, OPEN_FOR)],
    paid: () => [gift.sentAt === null ? gift.sendAt : waitingAt(gift), expiresAt(gift)],
    redeemed: () => {
      const { from, until } = gift.charge.period;
      return [monthMark(from, now, 1), endingAt(gift), until];
    },
    over: () => [],
  }[gift.state]();
  const later = instants.filter((at) => at !== null && at > now) as Date[];
  return later.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}
