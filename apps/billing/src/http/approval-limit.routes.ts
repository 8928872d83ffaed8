import { billing, expressPath } from '@gatefold/api';
import { Router } from 'express';
import { requireFinance } from './asker.ts';

type Deps = { refundLimit: bigint | null };

/** What one person may give alone, said before somebody tries to give more. */
export function approvalLimitRoutes({ refundLimit }: Deps): Router {
  const router = Router();
  router.get(expressPath(billing.approvalLimit), (_req, res) => {
    requireFinance(res);
    res.set('cache-control', 'no-store').json({ limit: refundLimit?.toString() ?? null });
  });
  return router;
}
