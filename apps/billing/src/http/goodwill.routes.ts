import { billing, expressPath } from '@gatefold/api';
import { at, fromMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router, type Request, type Response } from 'express';
import type { GiveQuote } from '../domain/comp.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { CreditReader } from '../usecases/credit-reader.ts';
import { actorOf } from './actor.ts';
import { requireRefunder } from './asker.ts';
import { idempotencyKeyOf } from './checkout.routes.ts';
import { comingFrom, comingResponse } from './coming.ts';
import { subscriptionResponse } from './responses.ts';
import { traceOf } from './trace.ts';

type Goodwill = { id: string; actor: string; reason: string; traceparent: string | null };

type Deps = {
  quoteComp(id: string): Promise<GiveQuote>;
  compNextPeriod(command: Goodwill & { accepted: GiveQuote }): Promise<Subscription>;
  creditReader(command: CreditReader): Promise<void>;
  epoch: number;
};

/** What staff give: a period, or a sum. Only by the word of a person with the role. */
export function goodwillRoutes({ quoteComp, compNextPeriod, creditReader, epoch }: Deps): Router {
  const router = Router();

  router.get(expressPath(billing.quoteComp), async (req, res) => {
    requireRefunder(res);
    const { id } = parse(billing.quoteComp.params, req.params);
    const { after, until, before, next } = await quoteComp(id);
    res.set('cache-control', 'no-store').json({
      after: after.toISOString(),
      until: until.toISOString(),
      before: comingResponse(before),
      next: comingResponse(next),
    });
  });

  router.post(expressPath(billing.comp), async (req, res) => {
    requireRefunder(res);
    const { reason, ...quote } = parse(billing.comp.body, req.body);
    const accepted = {
      after: at(quote.after),
      until: at(quote.until),
      before: comingFrom(quote.before),
      next: comingFrom(quote.next),
    };
    const subscription = await compNextPeriod({ ...commandOf(req, res), reason, accepted });
    res.json(subscriptionResponse(subscription, epoch));
  });

  router.post(expressPath(billing.credit), async (req, res) => {
    requireRefunder(res);
    const { amount, reason } = parse(billing.credit.body, req.body);
    const idempotencyKey = idempotencyKeyOf(req);
    const given = { amount: fromMoneyJson(amount), idempotencyKey, requestId: null };
    await creditReader({ ...commandOf(req, res), reason, ...given });
    res.status(201).json({ amount });
  });

  return router;
}

const commandOf = (req: Request, res: Response) => ({
  id: parse(billing.comp.params, req.params).id,
  actor: actorOf(res),
  traceparent: traceOf(req),
});
