import { billing, expressPath } from '@gatefold/api';
import { at, fromMoneyJson, toMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { SeatsQuote } from '../domain/change-seats.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Asker } from '../usecases/ownership.ts';
import { seesOf } from './asker.ts';
import { commandOf, type Command } from './course.routes.ts';
import { subscriptionResponse } from './responses.ts';

type Deps = {
  quoteSeatsChange(asked: { id: string; asker: Asker; seats: number }): Promise<SeatsQuote>;
  acceptSeats(command: Command & { accepted: SeatsQuote }): Promise<Subscription>;
  epoch: number;
};

/** How many seats a group has: more at once, fewer at the end of what is paid for. */
export function seatsRoutes({ quoteSeatsChange, acceptSeats, epoch }: Deps): Router {
  const router = Router();

  router.get(expressPath(billing.quoteSeats), async (req, res) => {
    const asker = seesOf(res);
    const { id } = parse(billing.quoteSeats.params, req.params);
    const asked = parse(billing.quoteSeats.query, req.query);
    const { seats, at: instant, from, due, next } = await quoteSeatsChange({ id, asker, ...asked });
    res.set('cache-control', 'no-store').json({
      seats,
      at: instant.toISOString(),
      from: from.toISOString(),
      due: toMoneyJson(due),
      next: { at: next.at.toISOString(), amount: toMoneyJson(next.amount) },
    });
  });

  router.post(expressPath(billing.changeSeats), async (req, res) => {
    const command = commandOf(req, res);
    const { seats, ...quote } = parse(billing.changeSeats.body, req.body);
    const accepted = {
      seats,
      at: at(quote.at),
      from: at(quote.from),
      due: fromMoneyJson(quote.due),
      next: { at: at(quote.next.at), amount: fromMoneyJson(quote.next.amount) },
    };
    res.json(subscriptionResponse(await acceptSeats({ ...command, accepted }), epoch));
  });

  return router;
}
