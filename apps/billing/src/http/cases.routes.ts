import { billing, expressPath } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { refuse } from '../domain/refusals.ts';
import { suggestions } from '../domain/suggestions.ts';
import type { Case, Cases } from '../usecases/review-ports.ts';
import { actorOf } from './actor.ts';
import { requireFinance, requireRefunder } from './asker.ts';
import { fromCursor, toCursor } from './cursor.ts';

/** What a person must look at: seen to by one, and closed with what came of it. */
export function casesRoutes({ cases }: { cases: Cases }): Router {
  const router = Router();

  router.get(expressPath(billing.listCases), async (req, res) => {
    requireFinance(res);
    const { state, kind = null, after, limit } = parse(billing.listCases.query, req.query);
    const place = after === undefined ? null : fromCursor(after);

    const found = await cases.list({ isOpen: state === 'open', kind, after: place, limit });

    const last = found.length === limit ? found.at(-1) : undefined;
    const nextCursor = last === undefined ? null : toCursor({ at: last.openedAt, id: last.id });
    res.set('cache-control', 'no-store').json({ data: found.map(caseResponse), nextCursor });
  });

  router.get(expressPath(billing.getCase), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.getCase.params, req.params);
    const found = await cases.find(id);
    if (found === null) throw refuse('case-not-found');
    res.set('cache-control', 'no-store').json(caseResponse(found));
  });

  router.post(expressPath(billing.takeCase), async (req, res) => {
    requireRefunder(res);
    const { id } = parse(billing.takeCase.params, req.params);
    const { instead } = parse(billing.takeCase.body, req.body);
    res.json(caseResponse(await cases.take(id, { instead, actor: actorOf(res) })));
  });

  router.post(expressPath(billing.closeCase), async (req, res) => {
    requireRefunder(res);
    const { id } = parse(billing.closeCase.params, req.params);
    const { resolution } = parse(billing.closeCase.body, req.body);
    res.json(caseResponse(await cases.close(id, { resolution, actor: actorOf(res) })));
  });

  return router;
}

const caseResponse = (one: Case) => ({
  id: one.id,
  kind: one.kind,
  subject: one.subject,
  subscriptionId: one.subscriptionId,
  facts: one.facts,
  suggestion: suggestions[one.kind],
  openedAt: one.openedAt.toISOString(),
  takenBy: one.takenBy,
  takenAt: one.takenAt?.toISOString() ?? null,
  closedBy: one.closedBy,
  closedAt: one.closedAt?.toISOString() ?? null,
  resolution: one.resolution,
});
