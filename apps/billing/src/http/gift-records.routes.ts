import { billing, expressPath } from '@gatefold/api';
import { toMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { expiresAt, periodOf, type Gift } from '../domain/gift.ts';
import { orderNumberOf } from '../domain/order-number.ts';
import { refuse } from '../domain/refusals.ts';
import { refundedOf } from '../domain/subscription.ts';
import type { Gifts } from '../usecases/gift-ports.ts';
import { requireFinance } from './asker.ts';
import { fromCursor, toCursor } from './cursor.ts';

/** Gifts, as those who look after the money see them. */
export function giftRecordRoutes({ gifts }: { gifts: Pick<Gifts, 'list' | 'find'> }): Router {
  const router = Router();

  router.get(expressPath(billing.listGifts), async (req, res) => {
    requireFinance(res);
    const { state, after, limit } = parse(billing.listGifts.query, req.query);
    const place = after === undefined ? null : fromCursor(after);

    const found = await gifts.list({ state: state ?? null, after: place, limit });

    const last = found.length === limit ? found.at(-1) : undefined;
    const nextCursor = last === undefined ? null : toCursor({ at: last.createdAt, id: last.id });
    res.set('cache-control', 'no-store').json({ data: found.map(recordOf), nextCursor });
  });

  router.get(expressPath(billing.getGift), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.getGift.params, req.params);
    const gift = await gifts.find(id);
    if (gift === null) throw refuse('gift-not-found');
    res.set('cache-control', 'no-store').json(recordOf(gift));
  });

  return router;
}

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

function recordOf(gift: Gift) {
  const { charge, offer } = gift;
  const period = periodOf(gift);
  return {
    id: gift.id,
    orderNumber: orderNumberOf(gift.id),
    name: offer.name,
    state: gift.state,
    endReason: gift.endReason,
    amount: toMoneyJson(charge.amount),
    refunded: toMoneyJson({ ...charge.amount, amount: refundedOf(charge) }),
    isDisputed: charge.dispute !== null,
    giverId: gift.giverId,
    recipientId: gift.recipientId,
    boughtAt: gift.createdAt.toISOString(),
    paidAt: iso(charge.paidAt),
    sendAt: gift.sendAt.toISOString(),
    sentAt: iso(gift.sentAt),
    takenAt: iso(gift.takenAt),
    expiresAt: gift.state === 'paid' ? iso(expiresAt(gift)) : null,
    endedAt: iso(gift.endedAt),
    period: period === null ? null : { from: iso(period.from), until: iso(period.until) },
    stripeChargeId: charge.stripeChargeId,
  };
}
