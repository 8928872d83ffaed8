import { billing, expressPath } from '@gatefold/api';
import { at, fromMoneyJson, toMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { CancelNowQuote } from '../domain/cancel-now.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { EndNow } from '../usecases/cancel-now.ts';
import { requireFinance, requireRefunder } from './asker.ts';
import { actorOf } from './actor.ts';
import { subscriptionResponse } from './responses.ts';
import { traceOf } from './trace.ts';

type Deps = {
  quoteEndNow(id: string): Promise<CancelNowQuote & { readonly isAlone: boolean }>;
  endNow(command: EndNow): Promise<Subscription>;
  epoch: number;
};

/** Ending at once with the unused part given back: first the figure, then the word of whoever accepts it. */
export function endingRoutes({ quoteEndNow, endNow, epoch }: Deps): Router {
  const router = Router();

  router.get(expressPath(billing.quoteCancelNow), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.quoteCancelNow.params, req.params);

    const quote = await quoteEndNow(id);

    res
      .set('cache-control', 'no-store')
      .json({ at: quote.at.toISOString(), refund: toMoneyJson(quote.refund), isAlone: quote.isAlone });
  });

  router.post(expressPath(billing.cancelNow), async (req, res) => {
    requireRefunder(res);
    const { id } = parse(billing.cancelNow.params, req.params);
    const quote = parse(billing.cancelNow.body, req.body);

    const subscription = await endNow({
      id,
      accepted: { at: at(quote.at), refund: fromMoneyJson(quote.refund) },
      actor: actorOf(res),
      traceparent: traceOf(req),
      requestId: null,
    });

    res.json(subscriptionResponse(subscription, epoch));
  });

  return router;
}
