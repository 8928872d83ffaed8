import { billing, expressPath } from '@gatefold/api';
import { toMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { Risen, RisenPage } from '../usecases/read-rises.ts';
import type { AnnouncedRise, PriceRises } from '../usecases/rise-ports.ts';
import { requireFinance } from './asker.ts';
import { fromCursor, toCursor } from './cursor.ts';

type Deps = {
  priceRises: Pick<PriceRises, 'list'>;
  riseOf(id: string): Promise<AnnouncedRise>;
  risenBy(asked: {
    id: string;
    state: 'told' | 'waiting';
    after: string | null;
    limit: number;
  }): Promise<RisenPage>;
};

/** New list prices, as those who look after the money see them. */
export function priceRiseRecordRoutes({ priceRises, riseOf, risenBy }: Deps): Router {
  const router = Router();

  router.get(expressPath(billing.listPriceRises), async (req, res) => {
    requireFinance(res);
    const { after, limit } = parse(billing.listPriceRises.query, req.query);
    const found = await priceRises.list({ after: after === undefined ? null : fromCursor(after), limit });
    const last = found.length === limit ? found.at(-1) : undefined;
    const nextCursor = last === undefined ? null : toCursor({ at: last.announcedAt, id: last.id });
    res.set('cache-control', 'no-store').json({ data: found.map(riseResponse), nextCursor });
  });

  router.get(expressPath(billing.getPriceRise), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.getPriceRise.params, req.params);
    res.set('cache-control', 'no-store').json(riseResponse(await riseOf(id)));
  });

  router.get(expressPath(billing.listRisen), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.listRisen.params, req.params);
    const { after, ...query } = parse(billing.listRisen.query, req.query);
    const { data, next } = await risenBy({ ...query, id, after: after ?? null });
    res.set('cache-control', 'no-store').json({ data: data.map(risenResponse), nextCursor: next });
  });

  return router;
}

const riseResponse = (rise: AnnouncedRise) => ({
  id: rise.id,
  offer: rise.offer,
  amount: toMoneyJson(rise.amount),
  from: rise.from.toISOString(),
  announcedBy: rise.actor,
  announcedAt: rise.announcedAt.toISOString(),
  told: rise.told,
  waiting: rise.waiting,
});

const risenResponse = ({ subscription, toldAt, from, firstCharge, isHandedOver, obstacle }: Risen) => ({
  id: subscription.id,
  readerId: subscription.readerId,
  orderNumber: subscription.orderNumber,
  phase: subscription.phase,
  toldAt: toldAt?.toISOString() ?? null,
  from: from.toISOString(),
  firstCharge:
    firstCharge === null
      ? null
      : { at: firstCharge.at.toISOString(), amount: toMoneyJson(firstCharge.amount) },
  isHandedToMail: isHandedOver,
  obstacle,
  pausedUntil: subscription.steering.pause?.until.toISOString() ?? null,
});
