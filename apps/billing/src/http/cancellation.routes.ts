import { billing, expressPath } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router, type Response } from 'express';
import { hasEnded, type Subscription } from '../domain/subscription.ts';
import type { Claim } from '../usecases/withdraw.ts';
import type { ClaimLimits } from './claim-limits.ts';
import { subscriptionResponse } from './responses.ts';
import { traceOf } from './trace.ts';

type Deps = {
  lookAtClaim(claim: Claim): Promise<Subscription>;
  cancelByOrder(claim: Claim & { traceparent: string | null }): Promise<Subscription>;
  limits: ClaimLimits;
  epoch: number;
};

/** Cancelling by address and order number, for whom no session stands. */
export function cancellationRoutes({ lookAtClaim, cancelByOrder, limits, epoch }: Deps): Router {
  const router = Router();
  const answer = (res: Response, subscription: Subscription): void => {
    const { paidThrough, certificateNumber } = subscriptionResponse(subscription, epoch);
    const state = hasEnded(subscription) ? 'ended' : subscription.intent;
    res.set('cache-control', 'no-store').json({ state, accessUntil: paidThrough, certificateNumber });
  };

  router.post(expressPath(billing.quoteCancellation), async (req, res) => {
    const claim = parse(billing.quoteCancellation.body, req.body);
    await limits(req, res, claim);
    answer(res, await lookAtClaim(claim));
  });

  router.post(expressPath(billing.cancelByOrder), async (req, res) => {
    const claim = parse(billing.cancelByOrder.body, req.body);
    await limits(req, res, claim);
    answer(res, await cancelByOrder({ ...claim, traceparent: traceOf(req) }));
  });

  return router;
}
