import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { billing, expressPath } from '@gatefold/api';
import { at } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router, type Request, type Response } from 'express';
import type { EventQuery } from '../usecases/finance-ports.ts';
import type { Audit, AuditCheck, AuditVerdict, Found, Search } from '../usecases/review-ports.ts';
import { requireFinance } from './asker.ts';

type Deps = {
  search: Search;
  exportEvents(filter: Pick<EventQuery, 'readerId' | 'type' | 'from' | 'to'>): AsyncIterable<string>;
  audit: Pick<Audit, 'entries'>;
  auditCheck: Pick<AuditCheck, 'verify'>;
};

/** More that carry one id are not looked through by anybody. */
const MOST_FOUND = 100;

/** Looking for an id, taking the list home, and who did what. */
export function reviewRoutes({ search, exportEvents, ...kept }: Deps): Router {
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

  router.use(auditRoutes(kept));
  return router;
}

function auditRoutes({ audit, auditCheck }: Pick<Deps, 'audit' | 'auditCheck'>): Router {
  const router = Router();

  router.get(expressPath(billing.verifyAudit), async (_req, res) => {
    requireFinance(res);
    res.set('cache-control', 'no-store').json(verdictResponse(await auditCheck.verify()));
  });

  router.get(expressPath(billing.listAudit), async (req, res) => {
    requireFinance(res);
    const asked = parse(billing.listAudit.query, req.query);
    const { subject = null, actor = null, action = null, after: before = null, limit } = asked;

    const found = await audit.entries({ subject, actor, action, before, limit });

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

const verdictResponse = ({ underWay, ended, ...verdict }: AuditVerdict) => ({
  ...verdict,
  underWay: underWay && { ...underWay, startedAt: underWay.startedAt.toISOString() },
  lastWalk: ended && { endedAt: ended.at.toISOString(), entries: ended.entries, brokenAt: ended.brokenAt },
});
