import { entitlement, expressPath } from '@gatefold/api';
import { requireRole } from '@gatefold/service-kit';
import { Router } from 'express';
import type { Progress } from '../usecases/rebuild-sets.ts';

type Deps = { start(): Promise<Progress>; progress(): Progress | null };

/** Making every set anew out of what billing said. */
export function rebuildRoutes({ start, progress }: Deps): Router {
  const router = Router();

  router.post(expressPath(entitlement.rebuild), async (_req, res) => {
    requireRole(res, ['admin']);
    res.status(202).json({ rebuild: toProgress(await start()) });
  });

  router.get(expressPath(entitlement.rebuildProgress), (_req, res) => {
    requireRole(res, ['admin']);
    const last = progress();
    res.set('cache-control', 'no-store').json({ rebuild: last === null ? null : toProgress(last) });
  });

  return router;
}

const toProgress = ({ readers, done, changed, startedAt, endedAt, hasFailed }: Progress) => ({
  readers,
  done,
  changed,
  startedAt: startedAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
  hasFailed,
});
