import { content, expressPath } from '@gatefold/api';
import { requireRole } from '@gatefold/service-kit';
import { Router } from 'express';
import type { Desk } from '../usecases/ports.ts';

/** What only the newsroom and its machines may do. */
export function deskRoutes({ desk }: { desk: Desk }): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.post(expressPath(content.announceAll), async (_req, res) => {
    requireRole(res, ['admin']);
    res.status(content.announceAll.status).json({ announced: await desk.announceAll() });
  });

  return router;
}
