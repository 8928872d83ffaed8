import { entitlement, expressPath } from '@gatefold/api';
import { parse, requireRole } from '@gatefold/service-kit';
import { Router, type Request, type Response } from 'express';
import type { Comp } from '../domain/comp.ts';
import { refuse } from '../domain/refusals.ts';

type Deps = {
  giveComp(
    wish: Pick<Comp, 'readerId' | 'publication' | 'features' | 'until' | 'reason' | 'givenBy'>,
    requestKey: string,
  ): Promise<Comp>;
  revokeComp(revocation: { id: string; by: string; reason: string }): Promise<Comp>;
  compsOf(readerId: string): Promise<readonly Comp[]>;
};

/** What staff give away, and take back. */
export function compRoutes({ giveComp, revokeComp, compsOf }: Deps): Router {
  const router = Router();

  router.post(expressPath(entitlement.giveComp), async (req, res) => {
    const givenBy = staffIn(res);
    const { id } = parse(entitlement.giveComp.params, req.params);
    const { publication, features, until, reason } = parse(entitlement.giveComp.body, req.body);
    const wish = { readerId: id, publication, features, until: new Date(until), reason, givenBy };
    res.status(201).json(toComp(await giveComp(wish, keyOf(req, givenBy))));
  });

  router.get(expressPath(entitlement.listComps), async (req, res) => {
    staffIn(res);
    const { id } = parse(entitlement.listComps.params, req.params);
    res.set('cache-control', 'no-store').json({ data: (await compsOf(id)).map(toComp), nextCursor: null });
  });

  router.post(expressPath(entitlement.revokeComp), async (req, res) => {
    const by = staffIn(res);
    const { id } = parse(entitlement.revokeComp.params, req.params);
    const { reason } = parse(entitlement.revokeComp.body, req.body);
    res.json(toComp(await revokeComp({ id, by, reason })));
  });

  return router;
}

/** Who it is, for the log of comps. */
function staffIn(res: Response): string {
  const caller = requireRole(res, ['finance', 'admin']);
  switch (caller.kind) {
    case 'reader':
      return caller.readerId;
    case 'service':
      return caller.name;
    case 'anonymous':
      return '';
  }
}

/** Two callers may think of the same key. */
function keyOf(req: Request, by: string): string {
  const key = req.get('idempotency-key');
  if (key === undefined || key.length < 8 || key.length > 200) throw refuse('comp-key-required');
  return `${by} ${key}`;
}

const toComp = ({ id, readerId, publication, features, from, until, reason, givenBy, revoked }: Comp) => ({
  id,
  reader: readerId,
  publication,
  features,
  from: from.toISOString(),
  until: until.toISOString(),
  reason,
  givenBy,
  revoked: revoked === null ? null : { at: revoked.at.toISOString(), by: revoked.by, reason: revoked.reason },
});
