import { billing, expressPath } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { importProblems, type ImportLine } from '../domain/import-rows.ts';
import { refuse } from '../domain/refusals.ts';
import type { ImportedRow, ImportRun, Imports } from '../usecases/import-ports.ts';
import type { BeginImport } from '../usecases/import-subscribers.ts';
import { actorOf } from './actor.ts';
import { requireAdmin, requireFinance } from './asker.ts';

type Deps = {
  imports: Pick<Imports, 'list' | 'find' | 'rows'>;
  beginImport(wanted: BeginImport): Promise<ImportRun>;
  importLines(id: string, lines: readonly ImportLine[]): Promise<ImportedRow[]>;
  importPage(id: string, limit: number): Promise<{ rows: ImportedRow[]; isLast: boolean }>;
  closeImport(id: string, actor: string): Promise<ImportRun>;
};

/** Bringing subscribers who were somewhere else before. */
export function importRoutes(deps: Deps): Router {
  const router = Router();
  router.post(expressPath(billing.beginImport), async (req, res) => {
    requireAdmin(res);
    const { fileHash = null, prices = {}, ...asked } = parse(billing.beginImport.body, req.body);
    const run = await deps.beginImport({ ...asked, fileHash, prices, actor: actorOf(res) });
    res.status(201).json(runResponse(run));
  });
  router.post(expressPath(billing.importLines), async (req, res) => {
    requireAdmin(res);
    const { id } = parse(billing.importLines.params, req.params);
    const { lines } = parse(billing.importLines.body, req.body);
    res.json({ data: (await deps.importLines(id, lines)).map(rowResponse) });
  });
  router.post(expressPath(billing.importPage), async (req, res) => {
    requireAdmin(res);
    const { id } = parse(billing.importPage.params, req.params);
    const { limit } = parse(billing.importPage.body, req.body);
    const { rows, isLast } = await deps.importPage(id, limit);
    res.json({ data: rows.map(rowResponse), isLast });
  });
  router.post(expressPath(billing.closeImport), async (req, res) => {
    requireAdmin(res);
    const { id } = parse(billing.closeImport.params, req.params);
    res.json(runResponse(await deps.closeImport(id, actorOf(res))));
  });
  addReports(router, deps);
  return router;
}

function addReports(router: Router, { imports }: Deps): void {
  router.get(expressPath(billing.listImports), async (req, res) => {
    requireFinance(res);
    const { limit } = parse(billing.listImports.query, req.query);
    const runs = await imports.list(limit);
    res.set('cache-control', 'no-store').json({ data: runs.map(runResponse), nextCursor: null });
  });
  router.get(expressPath(billing.getImport), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.getImport.params, req.params);
    const run = await imports.find(id);
    if (run === null) throw refuse('import-not-found');
    res.set('cache-control', 'no-store').json(runResponse(run));
  });
  router.get(expressPath(billing.importReport), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.importReport.params, req.params);
    const { outcome = null, after, limit } = parse(billing.importReport.query, req.query);
    const rows = await imports.rows(id, { outcome, after, limit });
    const last = rows.length === limit ? rows.at(-1) : undefined;
    res.set('cache-control', 'no-store').json({
      data: rows.map(rowResponse),
      nextCursor: last === undefined ? null : String(last.line),
    });
  });
}

const runResponse = ({ askedAt, closedAt, pageAfter: _, ...run }: ImportRun) => ({
  ...run,
  askedAt: askedAt.toISOString(),
  closedAt: closedAt?.toISOString() ?? null,
});

/** Who it is about stands in the file alone: here are its line and ids. */
const rowResponse = ({ mailKey: _, ...row }: ImportedRow) => ({
  ...row,
  reason: row.code === null ? null : importProblems[row.code],
});
