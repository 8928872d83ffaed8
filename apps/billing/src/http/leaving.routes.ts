import { billing, expressPath } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { LeavingReason } from '../domain/leaving-reason.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Asker } from '../usecases/ownership.ts';
import type { UpdateCard } from '../usecases/update-card.ts';
import { changesBy, changesOf } from './asker.ts';
import { actorOf } from './actor.ts';
import { subscriptionResponse } from './responses.ts';
import { traceOf } from './trace.ts';

type Command = { id: string; asker: Asker; actor: string; traceparent: string | null };

type Deps = {
  cancelSubscription(command: Command & { reason: string | null }): Promise<Subscription>;
  undoCancellation(command: Command): Promise<Subscription>;
  sayWhyLeft(said: { id: string; asker: Asker; reason: LeavingReason }): Promise<void>;
  updateCard(command: UpdateCard): Promise<{ url: string }>;
  epoch: number;
};

/** Leaving, staying after all, and paying with another card: what readers do by themselves. */
export function leavingRoutes(deps: Deps): Router {
  const { cancelSubscription, undoCancellation, sayWhyLeft, updateCard, epoch } = deps;
  const router = Router();

  router.post(expressPath(billing.cancel), async (req, res) => {
    const asker = changesBy(req, res, 'cancel');
    const { id } = parse(billing.cancel.params, req.params);
    const { reason } = parse(billing.cancel.body, req.body ?? {}) ?? {};

    const subscription = await cancelSubscription({
      id,
      asker,
      reason: reason ?? null,
      actor: actorOf(res),
      traceparent: traceOf(req),
    });

    res.json(subscriptionResponse(subscription, epoch));
  });

  router.post(expressPath(billing.undoCancel), async (req, res) => {
    const asker = changesBy(req, res, 'undo');
    const { id } = parse(billing.undoCancel.params, req.params);
    const subscription = await undoCancellation({
      id,
      asker,
      actor: actorOf(res),
      traceparent: traceOf(req),
    });
    res.json(subscriptionResponse(subscription, epoch));
  });

  router.put(expressPath(billing.sayWhyLeft), async (req, res) => {
    const asker = changesOf(res);
    const { id } = parse(billing.sayWhyLeft.params, req.params);
    const { reason } = parse(billing.sayWhyLeft.body, req.body);
    await sayWhyLeft({ id, asker, reason });
    res.json({ reason });
  });

  router.post(expressPath(billing.updateCard), async (req, res) => {
    const asker = changesBy(req, res, 'card');
    const { id } = parse(billing.updateCard.params, req.params);
    const wish = parse(billing.updateCard.body, req.body);
    res.status(201).json(await updateCard({ id, asker, ...wish }));
  });

  return router;
}
