import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { billing, expressPath } from '@gatefold/api';
import { at } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { ExportJob, ExportJobs } from '../usecases/export-jobs.ts';
import { actorOf } from './actor.ts';
import { requireFinance } from './asker.ts';

const MOST_LISTED = 50;

/** Lists that are too long to wait for. */
export function exportRoutes({ exportJobs }: { exportJobs: ExportJobs }): Router {
  const router = Router();
  router.post(expressPath(billing.startExport), async (req, res) => {
    requireFinance(res);
    const { readerId, type, from, to } = parse(billing.startExport.body, req.body);
    const filter = {
      readerId: readerId ?? null,
      type: type ?? null,
      from: from === undefined ? null : at(from),
      to: to === undefined ? null : at(to),
    };
    res.status(202).json(jobResponse(await exportJobs.ask(filter, actorOf(res))));
  });
  router.get(expressPath(billing.listExports), async (_req, res) => {
    requireFinance(res);
    const found = await exportJobs.list(MOST_LISTED);
    res.set('cache-control', 'no-store').json({ data: found.map(jobResponse), nextCursor: null });
  });
  router.get(expressPath(billing.getExport), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.getExport.params, req.params);
    res.set('cache-control', 'no-store').json(jobResponse(await exportJobs.find(id)));
  });
  router.get(expressPath(billing.exportFile), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.exportFile.params, req.params);
    const pieces = await exportJobs.file(id);
    res
      .set('content-type', 'text/csv; charset=utf-8')
      .set('content-disposition', `attachment; filename="billing-events-${id}.csv"`)
      .set('cache-control', 'no-store');
    await pipeline(Readable.from(pieces), res).catch((error: unknown) => {
      if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
  });
  return router;
}

const jobResponse = ({ filter, ...job }: ExportJob) => ({
  ...job,
  filter: {
    ...filter,
    from: filter.from?.toISOString() ?? null,
    to: filter.to?.toISOString() ?? null,
  },
  askedAt: job.askedAt.toISOString(),
  finishedAt: job.finishedAt?.toISOString() ?? null,
  expiresAt: job.expiresAt.toISOString(),
});
