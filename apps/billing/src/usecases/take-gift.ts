import type { BusinessClock, NewId, Period } from '@gatefold/kernel';
import { coming, giveNext, isSameComing, type Coming } from '../domain/comp.ts';
import type { Decided } from '../domain/consequences.ts';
import { readCode } from '../domain/gift-code.ts';
import { checkTakeable, takeBack, takeGift } from '../domain/gift-take.ts';
import { periodOf, type Gift } from '../domain/gift.ts';
import { refuse } from '../domain/refusals.ts';
import type { Subscription } from '../domain/subscription.ts';
import { isLike, opensMore } from '../domain/titles.ts';
import type { GiftCard, Gifts, Redeeming } from './gift-ports.ts';
import type { Asker } from './ownership.ts';
import type { SettleCustomer } from './settle-customer.ts';

type Deps = {
  gifts: Gifts;
  newId: NewId;
  clock: BusinessClock;
  hash: (text: string) => string;
  settleCustomer: SettleCustomer;
};

export type GiftShown = { readonly gift: Gift; readonly card: GiftCard | null };

/** Whoever is back from the hosted page waits for it; a webhook and the clock see it as well. */
export const settleGift =
  ({ gifts, settleCustomer }: Deps) =>
  async (id: string): Promise<Gift> => {
    const gift = await gifts.find(id);
    if (gift === null) throw refuse('gift-not-found');
    if (gift.state !== 'open') return gift;
    await settleCustomer(gift.stripeCustomerId, 'reader');
    return (await gifts.find(id)) ?? gift;
  };

/** What a gift is, to whoever has its code. */
export const lookAtGift =
  (deps: Deps) =>
  async (code: string): Promise<GiftShown> =>
    shown(deps.gifts, await byCode(deps, code));

async function byCode({ gifts, hash }: Deps, typed: string): Promise<Gift> {
  const code = readCode(typed);
  const gift = code === null ? null : await gifts.byCode(hash(code));
  if (gift === null || gift.state === 'open') throw refuse('gift-not-found');
  return gift;
}

async function shown(gifts: Gifts, gift: Gift): Promise<GiftShown> {
  return { gift, card: (await gifts.cards([gift.id])).get(gift.id) ?? null };
}

/** What mail writes into the letters about a gift. */
export const letterOf =
  ({ gifts }: Deps) =>
  async (id: string): Promise<GiftShown> => {
    const gift = await gifts.find(id);
    if (gift === null) throw refuse('gift-not-found');
    return shown(gifts, gift);
  };

/** A reader's gifts, with what is written on those that they have given. */
export const giftsOf =
  ({ gifts }: Deps) =>
  async (readerId: string): Promise<GiftShown[]> => {
    const found = await gifts.ofReader(readerId);
    const cards = await gifts.cards(found.map(({ id }) => id));
    return found.map((gift) => ({ gift, card: cards.get(gift.id) ?? null }));
  };

/** What taking a gift comes to. */
export type TakeQuote = {
  readonly period: Period;
  /** The next charge of the reader's own subscription, where it renews: without the gift, and with it. */
  readonly moved: { readonly before: Coming; readonly next: Coming } | null;
};

/** What taking it would come to now. Nothing is kept: the figures follow from what the reader has. */
export const quoteTaking =
  (deps: Deps) =>
  async ({ code, readerId }: { code: string; readerId: string }): Promise<TakeQuote> => {
    const { id } = await byCode(deps, code);
    return quoteOf(await deps.gifts.around(id, readerId), readerId, {
      now: deps.clock.now(),
      newId: () => '',
    });
  };

type Redeem = {
  readonly code: string;
  readonly readerId: string;
  readonly actor: string;
  /** The next charge as the reader was shown it, where they have one that moves. */
  readonly accepted: Pick<Coming, 'at' | 'amount'> | null;
};

/**
 * Takes a gift by its code. Whose subscription renews has it moved behind the gift; whose reading ends anyhow reads
 * on by it afterwards. Of many who ask at once one has it; a repeat of theirs answers the same.
 */
export const redeem =
  (deps: Deps) =>
  async ({ code, readerId, actor, accepted }: Redeem): Promise<Gift> => {
    const { gifts, clock, newId } = deps;
    const found = await byCode(deps, code);
    checkTakeable(found, readerId, clock.now());
    const given = { now: clock.now(), newId };
    const { gift, customerId } = await gifts.redeem({
      id: found.id,
      readerId,
      note: { actor, action: 'gift.redeem', subject: found.id, facts: {} },
      decide(known) {
        if (accepted !== null && known.gift.state === 'paid') {
          const { moved } = quoteOf(known, readerId, given);
          if (moved === null || !isSameComing(moved.next, accepted)) throw refuse('quote-outdated');
        }
        return take(known, readerId, given);
      },
    });
    if (customerId !== null) await deps.settleCustomer(customerId, 'reader');
    return gift;
  };

type Known = Parameters<Redeeming['decide']>[0];
type At = { readonly now: Date; readonly newId: NewId };

/** The command itself, tried out: what it says is what it does. */
function quoteOf(known: Known, readerId: string, given: At): TakeQuote {
  const { gift, subscription } = take(known, readerId, given);
  const live = known.subscriptions.find(({ id }) => id === subscription?.next.id);
  const moved =
    subscription === null || live === undefined
      ? null
      : { before: coming(live), next: coming(subscription.next) };
  return { period: gift.next.charge.period, moved };
}

function take(
  { gift, subscriptions, others }: Known,
  readerId: string,
  given: At,
): ReturnType<Redeeming['decide']> {
  checkTakeable(gift, readerId, given.now);
  const live = subscriptions.find((one) => isLike(one, gift.offer));
  const subscription =
    gift.state === 'paid' && live?.intent === 'renewing' ? putBehind(live, gift, given) : null;
  const gifts = others.filter(({ offer }) => isOfSame(offer, gift.offer));
  const ends = [live?.paidThrough, ...gifts.map((one) => periodOf(one)?.until)];
  const after = ends.flatMap((end) => end ?? []).toSorted((a, b) => b.getTime() - a.getTime())[0] ?? null;
  const behindId = subscription?.next.id ?? null;
  return { gift: takeGift(gift, { readerId, after, behindId }, given.now), subscription };
}

const isOfSame = (one: Gift['offer'], other: Gift['offer']): boolean =>
  one.publication === other.publication && one.product === other.product;

/** Moves its next charge behind the gift. One that opens more than the gift would be given away with it. */
function putBehind(live: Subscription, { id, offer }: Gift, given: At): Decided {
  if (opensMore(live, offer)) throw refuse('gift-within-subscription');
  if (live.paidThrough === null) throw refuse('renewal-running');
  const command = { ...given, commandId: `gift:${id}` };
  return giveNext(live, { after: live.paidThrough, interval: offer.length }, command);
}

export type TakeBack = {
  id: string;
  asker: Asker;
  actor: string;
  reason: string | null;
  /** The request that another person has approved: then there is no limit. */
  requestId: string | null;
};

/** Gives back what was paid for a gift that nobody has taken. It can be taken no more from the same instant on. */
export const takeGiftBack =
  ({ gifts, clock, newId, settleCustomer, refundLimit }: Deps & { refundLimit: bigint | null }) =>
  async ({ id, asker, actor, reason, requestId }: TakeBack): Promise<Gift> => {
    const known = await gifts.find(id);
    const isTheirs = known !== null && (asker === 'staff' || known.giverId === asker.readerId);
    if (!isTheirs) throw refuse('gift-not-found');
    const by = asker === 'staff' ? 'staff' : 'giver';
    const limit = requestId !== null ? null : refundLimit;
    const facts = reason === null ? {} : { reason };
    const gift = await gifts.change(id, {
      decide: (current) => takeBack(current, { by, limit, now: clock.now(), newId }),
      note: known.state === 'over' ? null : { actor, action: 'gift.take-back', subject: id, facts },
      requestId,
    });
    await settleCustomer(gift.stripeCustomerId, 'reader');
    return (await gifts.find(id)) ?? gift;
  };
