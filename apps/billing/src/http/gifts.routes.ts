import { billing, expressPath } from '@gatefold/api';
import { at, fromMoneyJson } from '@gatefold/kernel';
import { parse, readerOf } from '@gatefold/service-kit';
import { Router, type Response } from 'express';
import type { GiftOffer } from '../domain/gift-offer.ts';
import type { Gift } from '../domain/gift.ts';
import { refuse } from '../domain/refusals.ts';
import type { Give, Given } from '../usecases/give.ts';
import type { GiftShown, redeem, TakeBack, TakeQuote } from '../usecases/take-gift.ts';
import { actorOf } from './actor.ts';
import { requireMail, requireRefunder, seesOf } from './asker.ts';
import { checkBuyer, idempotencyKeyOf } from './checkout.routes.ts';
import { comingResponse } from './coming.ts';
import { giftOfferResponse, giftResponse, giftShownResponse } from './gift-responses.ts';

type Deps = {
  giftOffers(): readonly GiftOffer[];
  giveAway(command: Give): Promise<Given>;
  settleGift(id: string): Promise<Gift>;
  lookAtGift(code: string): Promise<GiftShown>;
  quoteTaking(asked: { code: string; readerId: string }): Promise<TakeQuote>;
  redeem(command: Parameters<ReturnType<typeof redeem>>[0]): Promise<Gift>;
  giftsOf(readerId: string): Promise<GiftShown[]>;
  takeGiftBack(command: TakeBack): Promise<Gift>;
  letterOf(id: string): Promise<GiftShown>;
  epoch: number;
};

/** A gift: bought once, sent on a day, taken by somebody else. */
export function giftRoutes(deps: Deps): Router {
  const router = Router();

  router.get(expressPath(billing.giftOffers), (req, res) => {
    const { locale } = parse(billing.giftOffers.query, req.query);
    const data = deps.giftOffers().map((offer) => giftOfferResponse(offer, locale));
    res.json({ data, nextCursor: null });
  });

  router.post(expressPath(billing.giveGift), async (req, res) => {
    const { readerId, email, sendAt, locale = null, ...wish } = parse(billing.giveGift.body, req.body);
    const opened = await deps.giveAway({
      ...wish,
      locale,
      giver: giverOf(res, { readerId, email }),
      sendAt: sendAt === undefined ? null : at(sendAt),
      idempotencyKey: idempotencyKeyOf(req),
    });
    res.status(201).set('cache-control', 'no-store').json(opened);
  });

  router.post(expressPath(billing.giftReturn), async (req, res) => {
    const { id } = parse(billing.giftReturn.params, req.params);
    const { state, sendAt } = await deps.settleGift(id);
    const isPaid = state === 'paid' || state === 'redeemed';
    res.set('cache-control', 'no-store').json({ isPaid, sendAt: sendAt.toISOString() });
  });

  router.post(expressPath(billing.lookAtGift), async (req, res) => {
    const { code, locale } = parse(billing.lookAtGift.body, req.body);
    res.set('cache-control', 'no-store').json(giftShownResponse(await deps.lookAtGift(code), locale));
  });

  takingRoutes(router, deps);
  ownGiftRoutes(router, deps);
  return router;
}

/** Taking a gift: what it comes to, then the word. */
function takingRoutes(router: Router, deps: Deps): void {
  router.post(expressPath(billing.quoteGift), async (req, res) => {
    const { readerId } = readerOf(res);
    const { code } = parse(billing.quoteGift.body, req.body);
    const { period, moved } = await deps.quoteTaking({ code, readerId });
    res.set('cache-control', 'no-store').json({
      period: { from: period.from.toISOString(), until: period.until.toISOString() },
      moved:
        moved === null ? null : { before: comingResponse(moved.before), next: comingResponse(moved.next) },
    });
  });

  router.post(expressPath(billing.redeemGift), async (req, res) => {
    const { readerId } = readerOf(res);
    const { code, accepted } = parse(billing.redeemGift.body, req.body);
    const gift = await deps.redeem({
      code,
      readerId,
      actor: actorOf(res),
      accepted:
        accepted === undefined ? null : { at: at(accepted.at), amount: fromMoneyJson(accepted.amount) },
    });
    res.json(giftResponse({ gift, card: null }, { readerId, epoch: deps.epoch }));
  });
}

/** What givers, readers, staff and mail ask of gifts that they know. */
function ownGiftRoutes(router: Router, deps: Deps): void {
  router.get(expressPath(billing.readersGifts), async (req, res) => {
    const asker = seesOf(res);
    const { id } = parse(billing.readersGifts.params, req.params);
    const { locale } = parse(billing.readersGifts.query, req.query);
    if (asker !== 'staff' && asker.readerId !== id) throw refuse('gift-not-found');
    const mayKnow = asker !== 'staff';
    const found = await deps.giftsOf(id);
    res.set('cache-control', 'no-store').json({
      data: found.map(({ gift, card }) =>
        giftResponse({ gift, card: mayKnow ? card : null }, { readerId: id, epoch: deps.epoch, locale }),
      ),
      nextCursor: null,
    });
  });

  router.post(expressPath(billing.takeGiftBack), async (req, res) => {
    const { readerId } = readerOf(res);
    const { id } = parse(billing.takeGiftBack.params, req.params);
    const gift = await deps.takeGiftBack({
      id,
      asker: { readerId },
      actor: actorOf(res),
      reason: null,
      requestId: null,
    });
    res.json(giftResponse({ gift, card: null }, { readerId, epoch: deps.epoch }));
  });

  router.post(expressPath(billing.refundGift), async (req, res) => {
    requireRefunder(res);
    const { id } = parse(billing.refundGift.params, req.params);
    const { reason } = parse(billing.refundGift.body, req.body);
    const gift = await deps.takeGiftBack({
      id,
      asker: 'staff',
      actor: actorOf(res),
      reason,
      requestId: null,
    });
    res.json(giftResponse({ gift, card: null }, { readerId: gift.giverId, epoch: deps.epoch }));
  });

  router.get(expressPath(billing.giftLetter), async (req, res) => {
    requireMail(res);
    const { id } = parse(billing.giftLetter.params, req.params);
    const { locale } = parse(billing.giftLetter.query, req.query);
    res.set('cache-control', 'no-store').json(giftShownResponse(await deps.letterOf(id), locale));
  });
}

/** A reader gives for themselves; the site and the development token for anybody. */
function giverOf(
  res: Response,
  { readerId, email }: { readerId?: string | undefined; email?: string | undefined },
) {
  if (email !== undefined && readerId === undefined) return { email };
  if (readerId === undefined || email !== undefined) throw refuse('reader-or-email-required');
  checkBuyer(res, readerId);
  return { readerId };
}
