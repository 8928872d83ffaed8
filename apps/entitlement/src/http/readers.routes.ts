import { createHash } from 'node:crypto';
import { entitlement, expressPath } from '@gatefold/api';
import { parse, requireRole } from '@gatefold/service-kit';
import { Router } from 'express';
import type { Lockout } from '../domain/goodwill.ts';
import type { CurrentSet } from '../usecases/current-set.ts';
import type { Explained, ExplainQuestion } from '../usecases/explain-access.ts';
import { readerAskedFor } from './permissions.ts';
import { toAnswer, toGrant, toStep } from './responses.ts';

type Deps = {
  currentSet(readerId: string): Promise<CurrentSet>;
  goodwillOf(readerId: string): Promise<readonly Lockout[]>;
  explainAccess(question: ExplainQuestion): Promise<Explained>;
};

/** What one reader has, and why. */
export function readerRoutes({ currentSet, goodwillOf, explainAccess }: Deps): Router {
  const router = Router();

  router.get(expressPath(entitlement.readersGrants), async (req, res) => {
    const { id } = parse(entitlement.readersGrants.params, req.params);
    readerAskedFor(res, id);
    const { version, grants } = await currentSet(id);
    const body = JSON.stringify({ data: grants.map(toGrant), nextCursor: null, version });
    // Of the content, since a set also changes by the mere passing of time.
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
    res.set({ etag, 'cache-control': 'private, no-cache' });
    if (req.get('if-none-match') === etag) return void res.status(304).end();
    res.type('application/json').send(body);
  });

  router.get(expressPath(entitlement.readersGoodwill), async (req, res) => {
    const { id } = parse(entitlement.readersGoodwill.params, req.params);
    readerAskedFor(res, id);
    const data = (await goodwillOf(id)).map(toLockout);
    res.set('cache-control', 'private, no-store').json({ data, nextCursor: null });
  });

  router.get(expressPath(entitlement.explain), async (req, res) => {
    requireRole(res, ['finance', 'admin']);
    const { id } = parse(entitlement.explain.params, req.params);
    const { feature, publication, at } = parse(entitlement.explain.query, req.query);
    const { answer, chain } = await explainAccess({
      readerId: id,
      feature,
      publication: publication ?? null,
      at: at === undefined ? null : new Date(at),
    });
    res
      .set('cache-control', 'no-store')
      .json({ reader: id, answer: toAnswer(answer), chain: chain.map(toStep) });
  });

  return router;
}

const toLockout = ({ subscriptionId, from, until, minutes, eventId }: Lockout) => ({
  subscriptionId,
  from: from.toISOString(),
  until: until.toISOString(),
  minutes,
  eventId,
});
