import { expressPath, identity } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { SignInRecord } from '../usecases/ports.ts';
import { requireOneOf } from './callers.ts';

/** When a reader's browsers were let in: for billing alone, which answers a dispute with it. */
export function signInRecordRoutes({ signInRecord }: { signInRecord: SignInRecord }): Router {
  const router = Router();

  router.get(expressPath(identity.readersSignIns), async (req, res) => {
    requireOneOf(res, ['billing']);
    const { id } = parse(identity.readersSignIns.params, req.params);
    const { after, limit } = parse(identity.readersSignIns.query, req.query);
    const found = await signInRecord.of(id, {
      after: after === undefined ? null : BigInt(after),
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    res.set('cache-control', 'no-store').json({
      data: page.map(({ at, device }) => ({ at: at.toISOString(), device })),
      nextCursor: found.length > limit ? String(page.at(-1)?.id) : null,
    });
  });

  return router;
}
