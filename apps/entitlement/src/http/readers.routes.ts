import { createHash } from 'node:crypto';
import { entitlement, expressPath } from '@gatefold/api';
import { parse, requireRole } from '@gatefold/service-kit';
import { Router } from 'express';
import type { z } from 'zod';
import type { Lockout } from '../domain/goodwill.ts';
import type { CurrentSet } from '../usecases/current-set.ts';
import type { Explained, ExplainQuestion } from '../usecases/explain-access.ts';
import { readerAskedFor } from './permissions.ts';
import { toAnswer, toArticleRule, toBar, toGrant, toStep } from './responses.ts';

type MeteredReading = Omit<z.output<typeof entitlement.readersMeter.answer>['data'][number], At> &
  Record<At, Date>;
type At = 'monthFrom' | 'readAt';

type Deps = {
  currentSet(readerId: string): Promise<CurrentSet>;
  goodwillOf(readerId: string): Promise<readonly Lockout[]>;
  meteredReadingsOf(readerId: string): Promise<readonly MeteredReading[]>;
  explainAccess(question: ExplainQuestion): Promise<Explained>;
};

/** What one reader has, and why. */
export function readerRoutes({ currentSet, goodwillOf, meteredReadingsOf, explainAccess }: Deps): Router {
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

  router.get(expressPath(entitlement.readersMeter), async (req, res) => {
    const { id } = parse(entitlement.readersMeter.params, req.params);
    readerAskedFor(res, id);
    const data = (await meteredReadingsOf(id)).map(({ publication, monthFrom, articleId, readAt }) => ({
      ...{ publication, articleId },
      ...{ monthFrom: monthFrom.toISOString(), readAt: readAt.toISOString() },
    }));
    res.set('cache-control', 'private, no-store').json({ data, nextCursor: null });
  });

  router.get(expressPath(entitlement.explain), async (req, res) => {
    requireRole(res, ['finance', 'admin']);
    const { id } = parse(entitlement.explain.params, req.params);
    const { article, feature, publication, at } = parse(entitlement.explain.query, req.query);
    const explained = await explainAccess({
      readerId: id,
      article: article ?? null,
      feature,
      publication: publication ?? null,
      at: at === undefined ? null : new Date(at),
    });
    res.set('cache-control', 'no-store').json(toExplanation(id, explained));
  });

  return router;
}

const toExplanation = (reader: string, { at, article, answer, rules, timeline, chain }: Explained) => ({
  reader,
  at: at.toISOString(),
  article: article === null ? null : toArticleRule(article),
  answer: toAnswer(answer),
  rules,
  timeline: timeline.map(toBar),
  chain: chain.map(toStep),
});

const toLockout = ({ subscriptionId, from, until, minutes, eventId }: Lockout) => ({
  subscriptionId,
  from: from.toISOString(),
  until: until.toISOString(),
  minutes,
  eventId,
});
