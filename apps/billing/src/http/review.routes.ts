import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { billing, expressPath } from '@gatefold/api';
import { at } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router, type Request, type Response } from 'express';
import { suggestions } from '../domain/suggestions.ts';
import type { EventQuery } from '../usecases/ports.ts';
import type { Audit, Case, Cases, Found, Search } from '../usecases/review-ports.ts';
import { actorOf } from './actor.ts';
import { requireFinance, requireRefunder } from './asker.ts';
import { fromCursor, toCursor } from './cursor.ts';

type Deps = {
  search: Search;
  exportEvents(filter: Pick<EventQuery, 'readerId' | 'type' | 'from' | 'to'>): AsyncIterable<string>;
  cases: Cases;
  audit: Pick<Audit, 'entries' | 'verify'>;
};

/** More that carry one id are not looked through by anybody. */
const MOST_FOUND = 100;

/** Looking for an id, taking the list home, and what a person must look at. */
export function reviewRoutes({ search, exportEvents, cases, audit }: Deps): Router {
  const router = Router();

  router.get(expressPath(billing.search), async (req, res) => {
    requireFinance(res);
    const { q } = parse(billing.search.query, req.query);
    res
      .set('cache-control', 'no-store')
      .json({ data: (await search(q, MOST_FOUND)).map(foundResponse), nextCursor: null });
  });

  router.get('/v1/billing-events.csv', async (req, res) => {
    requireFinance(res);
    await sendCsv(res, exportEvents(filterOf(req)));
  });

  router.get(expressPath(billing.listCases), async (req, res) => {
    requireFinance(res);
    const { state, after, limit } = parse(billing.listCases.query, req.query);
    const place = after === undefined ? null : fromCursor(after);

    const found = await cases.list({ isOpen: state === 'open', after: place, limit });

    const last = found.length === limit ? found.at(-1) : undefined;
    const nextCursor = last === undefined ? null : toCursor({ at: last.openedAt, id: last.id });
    res.set('cache-control', 'no-store').json({ data: found.map(caseResponse), nextCursor });
  });

  router.post(expressPath(billing.closeCase), async (req, res) => {
    requireRefunder(res);
    const { id } = parse(billing.closeCase.params, req.params);
    const { resolution } = parse(billing.closeCase.body, req.body);
    res.json(caseResponse(await cases.close(id, { resolution, actor: actorOf(res) })));
  });

  router.use(auditRoutes(audit));
  return router;
}

function auditRoutes(audit: Deps['audit']): Router {
  const router = Router();

  router.get(expressPath(billing.verifyAudit), async (_req, res) => {
    requireFinance(res);
    res.set('cache-control', 'no-store').json(await audit.verify());
  });

  router.get(expressPath(billing.listAudit), async (req, res) => {
    requireFinance(res);
    const { subject, after, limit } = parse(billing.listAudit.query, req.query);

    const found = await audit.entries({ subject: subject ?? null, before: after ?? null, limit });

    const last = found.length === limit ? found.at(-1) : undefined;
    res.set('cache-control', 'no-store').json({
      data: found.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
      nextCursor: last === undefined ? null : String(last.sequence),
    });
  });

  return router;
}

function filterOf(req: Request): Pick<EventQuery, 'readerId' | 'type' | 'from' | 'to'> {
  const { readerId, type, from, to } = parse(billing.exportBillingEvents.query, req.query);
  return {
    readerId: readerId ?? null,
    type: type ?? null,
    from: from === undefined ? null : at(from),
    to: to === undefined ? null : at(to),
  };
}

/** Waits for a slow reader; whoever goes away in the middle ends the reading from the database as well. */
async function sendCsv(res: Response, lines: AsyncIterable<string>): Promise<void> {
  res
    .set('content-type', 'text/csv; charset=utf-8')
    .set('content-disposition', 'attachment; filename="billing-events.csv"')
    .set('cache-control', 'no-store');
  await pipeline(Readable.from(lines), res).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

const foundResponse = ({ at: when, ...found }: Found) => ({ ...found, at: when?.toISOString() ?? null });

const caseResponse = (one: Case) => ({
  id: one.id,
  kind: one.kind,
  subject: one.subject,
  subscriptionId: one.subscriptionId,
  facts: one.facts,
  suggestion: suggestions[one.kind],
  openedAt: one.openedAt.toISOString(),
  closedAt: one.closedAt?.toISOString() ?? null,
  resolution: one.resolution,
});
