import { billing, expressPath } from '@gatefold/api';
import { at, fromMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router, type Request, type Response } from 'express';
import type { Subscription } from '../domain/subscription.ts';
import type { CreditReader } from '../usecases/credit-reader.ts';
import { actorOf } from './actor.ts';
import { requireRefunder } from './asker.ts';
import { idempotencyKeyOf } from './checkout.routes.ts';
import { subscriptionResponse } from './responses.ts';
import { traceOf } from './trace.ts';

type Goodwill = { id: string; actor: string; reason: string; traceparent: string | null };

type Deps = {
  compNextPeriod(command: Goodwill & { after: Date }): Promise<Subscription>;
  creditReader(command: CreditReader): Promise<void>;
  epoch: number;
};

/** What staff give: a period, or a sum. Only by the word of a person with the role. */
export function goodwillRoutes({ compNextPeriod, creditReader, epoch }: Deps): Router {
  const router = Router();

  router.post(expressPath(billing.comp), async (req, res) => {
    requireRefunder(res);
    const { after, reason } = parse(billing.comp.body, req.body);
    const subscription = await compNextPeriod({ ...commandOf(req, res), reason, after: at(after) });
    res.json(subscriptionResponse(subscription, epoch));
  });

  router.post(expressPath(billing.credit), async (req, res) => {
    requireRefunder(res);
    const { amount, reason } = parse(billing.credit.body, req.body);
    const idempotencyKey = idempotencyKeyOf(req);
    const given = { amount: fromMoneyJson(amount), idempotencyKey, isApproved: false };
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
