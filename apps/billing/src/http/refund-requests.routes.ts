import { billing, expressPath } from '@gatefold/api';
import { fromMoneyJson, toMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { RefundRequest } from '../domain/approval.ts';
import type { AskForRefund, Verdict } from '../usecases/review-refund.ts';
import type { RefundRequests } from '../usecases/review-ports.ts';
import { actorOf } from './actor.ts';
import { requireFinance, requirePersonOfFinance, requireRefunder } from './asker.ts';
import { traceOf } from './trace.ts';

type Deps = {
  refundRequests: Pick<RefundRequests, 'list'>;
  askForRefund(wanted: AskForRefund): Promise<RefundRequest>;
  decideOnRefund(verdict: Verdict): Promise<RefundRequest>;
};

/** Money that goes back by the word of two people. */
export function refundRequestRoutes({ refundRequests, askForRefund, decideOnRefund }: Deps): Router {
  const router = Router();

  router.post(expressPath(billing.askForRefund), async (req, res) => {
    requireRefunder(res);
    const { id } = parse(billing.askForRefund.params, req.params);
    const { amount, reason } = parse(billing.askForRefund.body, req.body);

    const request = await askForRefund({
      chargeId: id,
      amount: amount === undefined ? null : fromMoneyJson(amount),
      reason,
      actor: actorOf(res),
    });

    res.status(201).json(requestResponse(request));
  });

  router.get(expressPath(billing.listRefundRequests), async (req, res) => {
    requireFinance(res);
    const { state, limit } = parse(billing.listRefundRequests.query, req.query);
    const found = await refundRequests.list(state, limit);
    res.set('cache-control', 'no-store').json({ data: found.map(requestResponse), nextCursor: null });
  });

  router.post(expressPath(billing.decideOnRefund), async (req, res) => {
    requirePersonOfFinance(res);
    const { id } = parse(billing.decideOnRefund.params, req.params);
    const { verdict, note } = parse(billing.decideOnRefund.body, req.body);

    const actor = actorOf(res);
    const request = await decideOnRefund({
      id,
      verdict,
      note: note ?? null,
      actor,
      traceparent: traceOf(req),
    });

    res.json(requestResponse(request));
  });

  return router;
}

const requestResponse = (request: RefundRequest) => ({
  id: request.id,
  chargeId: request.chargeId,
  amount: toMoneyJson(request.amount),
  reason: request.reason,
  state: request.state,
  askedBy: request.askedBy,
  askedAt: request.askedAt.toISOString(),
  decidedBy: request.decidedBy,
  decidedAt: request.decidedAt?.toISOString() ?? null,
  note: request.note,
});
