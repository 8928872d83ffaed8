import { entitlement, expressPath } from '@gatefold/api';
import { requireRole } from '@gatefold/service-kit';
import { Router } from 'express';

type Deps = {
  /** Resolves with the number of sets once all of them stand in the outbox. */
  announceAll(): Promise<number>;
};

export function announcementRoutes({ announceAll }: Deps): Router {
  const router = Router();

  router.post(expressPath(entitlement.announceAll), async (_req, res) => {
    requireRole(res, ['admin']);
    res.status(202).json({ announced: await announceAll() });
  });

  return router;
}
