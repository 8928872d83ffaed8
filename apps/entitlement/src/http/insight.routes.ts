import { entitlement, expressPath } from '@gatefold/api';
import { parse, requireRole } from '@gatefold/service-kit';
import { Router } from 'express';
import type { Article } from '../domain/article.ts';
import { toArticleRule } from './responses.ts';

/** What one event of billing's changed, and when, by machine time. */
export type Effect = {
  readonly eventId: string;
  readonly readerId: string;
  readonly type: string;
  /** When it was in hand. */
  readonly takenAt: Date;
  /** When its transaction was committed, from which on answers follow it. */
  readonly effectiveAt: Date;
};

type Deps = {
  articlesFrom(slug: string): Promise<readonly Article[]>;
  readonly effects: { readonly since: Date; list(): readonly Effect[] };
};

/** For staff who want to see how it decides, and how fast news arrives. */
export function insightRoutes({ articlesFrom, effects }: Deps): Router {
  const router = Router();

  router.get(expressPath(entitlement.listArticles), async (req, res) => {
    requireRole(res, ['finance', 'admin']);
    const { from } = parse(entitlement.listArticles.query, req.query);
    const data = (await articlesFrom(from)).map(toArticleRule);
    res.set('cache-control', 'no-store').json({ data, nextCursor: null });
  });

  router.get(expressPath(entitlement.latency), (_req, res) => {
    requireRole(res, ['finance', 'admin']);
    const data = effects.list().map(({ takenAt, effectiveAt, ...effect }) => ({
      ...effect,
      takenAt: takenAt.toISOString(),
      effectiveAt: effectiveAt.toISOString(),
    }));
    const since = effects.since.toISOString();
    res.set('cache-control', 'no-store').json({ data, nextCursor: null, since });
  });

  return router;
}
