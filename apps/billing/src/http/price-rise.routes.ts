import { billing, expressPath } from '@gatefold/api';
import { at, fromMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { PriceRise } from '../domain/price-rise.ts';
import type { Raised } from '../usecases/raise-prices.ts';
import { actorOf } from './actor.ts';
import { requireAdmin } from './asker.ts';

type Deps = { raisePrices(command: PriceRise & { actor: string }): Promise<Raised> };

/** A new list price for those who are subscribed already. */
export function priceRiseRoutes({ raisePrices }: Deps): Router {
  const router = Router();

  router.post(expressPath(billing.raisePrice), async (req, res) => {
    requireAdmin(res);
    const { offer, amount, from } = parse(billing.raisePrice.body, req.body);
    const rise = { offer, amount: fromMoneyJson(amount), from: at(from) };
    res.status(202).json(await raisePrices({ ...rise, actor: actorOf(res) }));
  });

  return router;
}
