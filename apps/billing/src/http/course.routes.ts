import { billing, expressPath } from '@gatefold/api';
import { at, fromMoneyJson, toMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router, type Request, type Response } from 'express';
import type { PlanQuote } from '../domain/change-plan.ts';
import type { Offer } from '../domain/offer.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Asker } from '../usecases/ownership.ts';
import { actorOf } from './actor.ts';
import { changesBy, changesOf, seesOf } from './asker.ts';
import { offerResponse, subscriptionResponse } from './responses.ts';
import { traceOf } from './trace.ts';

export type Command = { id: string; asker: Asker; actor: string; traceparent: string | null };

type Deps = {
  plansOf(asked: { id: string; asker: Asker }): Promise<Offer[]>;
  quotePlanChange(asked: { id: string; asker: Asker; offer: string }): Promise<PlanQuote>;
  acceptPlan(command: Command & { offer: string; accepted: PlanQuote }): Promise<Subscription>;
  undoPlan(command: Command): Promise<Subscription>;
  pauseSubscription(command: Command & { until: Date }): Promise<Subscription>;
  resumeSubscription(command: Command): Promise<Subscription>;
  epoch: number;
};

/** Another plan and a pause: what readers do to the course of what they bought. */
export function courseRoutes({ epoch, ...does }: Deps): Router {
  const router = Router();
  const answer = (res: Response, subscription: Subscription): void =>
    void res.json(subscriptionResponse(subscription, epoch));

  router.get(expressPath(billing.listPlans), async (req, res) => {
    const { id } = parse(billing.listPlans.params, req.params);
    const { locale } = parse(billing.listPlans.query, req.query);
    const plans = await does.plansOf({ id, asker: seesOf(res) });
    res
      .set('cache-control', 'no-store')
      .json({ data: plans.map((plan) => offerResponse(plan, locale)), nextCursor: null });
  });

  router.get(expressPath(billing.quotePlanChange), async (req, res) => {
    const asker = seesOf(res);
    const { id } = parse(billing.quotePlanChange.params, req.params);
    const { offer } = parse(billing.quotePlanChange.query, req.query);
    const { at: instant, from, due, next } = await does.quotePlanChange({ id, asker, offer });
    res.set('cache-control', 'no-store').json({
      offer,
      at: instant.toISOString(),
      from: from.toISOString(),
      due: toMoneyJson(due),
      next: { at: next.at.toISOString(), amount: toMoneyJson(next.amount) },
    });
  });

  router.post(expressPath(billing.changePlan), async (req, res) => {
    const command = commandOf(req, res);
    const { offer, ...quote } = parse(billing.changePlan.body, req.body);
    const accepted = {
      at: at(quote.at),
      from: at(quote.from),
      due: fromMoneyJson(quote.due),
      next: { at: at(quote.next.at), amount: fromMoneyJson(quote.next.amount) },
    };
    answer(res, await does.acceptPlan({ ...command, offer, accepted }));
  });

  router.post(expressPath(billing.keepPlan), async (req, res) =>
    answer(res, await does.undoPlan(commandOf(req, res))),
  );

  router.post(expressPath(billing.pause), async (req, res) => {
    const command = commandOf(req, res);
    const { until } = parse(billing.pause.body, req.body);
    answer(res, await does.pauseSubscription({ ...command, until: at(until) }));
  });

  router.post(expressPath(billing.resume), async (req, res) =>
    answer(res, await does.resumeSubscription({ ...commandOf(req, res, changesBy(req, res, 'resume')) })),
  );

  return router;
}

export const commandOf = (req: Request, res: Response, asker = changesOf(res)): Command => ({
  asker,
  id: parse(billing.resume.params, req.params).id,
  actor: actorOf(res),
  traceparent: traceOf(req),
});
