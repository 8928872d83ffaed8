import { billing, expressPath } from '@gatefold/api';
import { at, fromMoneyJson, toMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { ApprovalRequests, RequestShown } from '../usecases/approval-ports.ts';
import type { AskForCredit, AskForRefund, AskToEnd, Verdict } from '../usecases/approve.ts';
import type { RequestLooked } from '../usecases/look-at-request.ts';
import { actorOf } from './actor.ts';
import { requireFinance, requirePersonOfFinance, requireRefunder } from './asker.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { traceOf } from './trace.ts';

type Deps = {
  approvalRequests: Pick<ApprovalRequests, 'countWaiting'>;
  lookAtRequest(id: string): Promise<RequestLooked>;
  listRequests(query: Parameters<ApprovalRequests['list']>[0]): Promise<RequestLooked[]>;
  askForRefund(wanted: AskForRefund): Promise<RequestShown>;
  askForCredit(wanted: AskForCredit): Promise<RequestShown>;
  askToEnd(wanted: AskToEnd): Promise<RequestShown>;
  decideOnRequest(verdict: Verdict): Promise<void>;
  refundLimit: bigint | null;
};

/** Money that is given by the word of two people. */
export function approvalRoutes(deps: Deps): Router {
  const router = Router();
  addAsking(router, deps);
  addLooking(router, deps);

  router.post(expressPath(billing.decideOnRequest), async (req, res) => {
    requirePersonOfFinance(res);
    const { id } = parse(billing.decideOnRequest.params, req.params);
    const { verdict, note = null } = parse(billing.decideOnRequest.body, req.body);
    await deps.decideOnRequest({ id, verdict, note, actor: actorOf(res), traceparent: traceOf(req) });
    res.json(requestResponse(await deps.lookAtRequest(id)));
  });

  return router;
}

function addAsking(router: Router, { askForRefund, askForCredit, askToEnd }: Deps): void {
  router.post(expressPath(billing.askForRefund), async (req, res) => {
    requireRefunder(res);
    const { id: chargeId } = parse(billing.askForRefund.params, req.params);
    const { amount: asked, reason } = parse(billing.askForRefund.body, req.body);
    const amount = asked === undefined ? null : fromMoneyJson(asked);
    const request = await askForRefund({ chargeId, amount, reason, actor: actorOf(res) });
    res.status(201).json(requestResponse({ ...request, obstacle: null }));
  });

  router.post(expressPath(billing.askForCredit), async (req, res) => {
    requireRefunder(res);
    const { id: subscriptionId } = parse(billing.askForCredit.params, req.params);
    const { amount: asked, reason } = parse(billing.askForCredit.body, req.body);
    const amount = fromMoneyJson(asked);
    const request = await askForCredit({ subscriptionId, amount, reason, actor: actorOf(res) });
    res.status(201).json(requestResponse({ ...request, obstacle: null }));
  });

  router.post(expressPath(billing.askToEnd), async (req, res) => {
    requireRefunder(res);
    const { id: subscriptionId } = parse(billing.askToEnd.params, req.params);
    const { at: quotedAt, refund, reason } = parse(billing.askToEnd.body, req.body);
    const accepted = { at: at(quotedAt), refund: fromMoneyJson(refund) };
    const request = await askToEnd({ subscriptionId, accepted, reason, actor: actorOf(res) });
    res.status(201).json(requestResponse({ ...request, obstacle: null }));
  });
}

function addLooking(
  router: Router,
  { approvalRequests, lookAtRequest, listRequests, refundLimit }: Deps,
): void {
  router.get(expressPath(billing.approvalLimit), (_req, res) => {
    requireFinance(res);
    res.set('cache-control', 'no-store').json({ limit: refundLimit?.toString() ?? null });
  });

  router.get(expressPath(billing.countWaiting), async (_req, res) => {
    requireFinance(res);
    res.set('cache-control', 'no-store').json({ waiting: await approvalRequests.countWaiting() });
  });

  router.get(expressPath(billing.listRequests), async (req, res) => {
    requireFinance(res);
    const { after: cursor, subjectId = null, ...asked } = parse(billing.listRequests.query, req.query);
    const after = cursor === undefined ? null : fromCursor(cursor);
    const found = await listRequests({ ...asked, subjectId, after });
    const last = found.length === asked.limit ? found.at(-1) : undefined;
    const nextCursor = last === undefined ? null : toCursor({ at: last.askedAt, id: last.id });
    res.set('cache-control', 'no-store').json({ data: found.map(requestResponse), nextCursor });
  });

  router.get(expressPath(billing.getRequest), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.getRequest.params, req.params);
    res.set('cache-control', 'no-store').json(requestResponse(await lookAtRequest(id)));
  });
}

const requestResponse = (request: RequestLooked) => ({
  id: request.id,
  kind: request.kind,
  subjectId: request.subjectId,
  readerId: request.readerId,
  subscriptionId: request.subscriptionId,
  amount: toMoneyJson(request.amount),
  reason: request.reason,
  state: request.state,
  askedBy: request.askedBy,
  askedAt: request.askedAt.toISOString(),
  decidedBy: request.decidedBy,
  decidedAt: request.decidedAt?.toISOString() ?? null,
  note: request.note,
  quotedAt: request.kind === 'cancel-now' ? request.quotedAt.toISOString() : null,
  outcome: request.outcome,
  obstacle: request.obstacle,
});
