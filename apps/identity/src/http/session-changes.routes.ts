import { expressPath, identity } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { SessionChanges } from '../usecases/ports.ts';
import { requireOneOf } from './callers.ts';

/** For apps that keep whose session is whose, so that they need not ask for each page. */
export function sessionChangeRoutes({ sessionChanges }: { sessionChanges: SessionChanges }): Router {
  const router = Router();

  router.get(expressPath(identity.endedSessions), async (req, res) => {
    requireOneOf(res, ['site', 'finance']);
    const { since = null } = parse(identity.endedSessions.query!, req.query);
    const { hashes, cursor, isComplete } = await sessionChanges.since(since);
    res.set('cache-control', 'no-store').json({ data: hashes, cursor, isComplete });
  });

  return router;
}
