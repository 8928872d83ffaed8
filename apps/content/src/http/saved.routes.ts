import { content, expressPath } from '@gatefold/api';
import type { BusinessClock } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import { refuse } from '../domain/refusals.ts';
import type { KeptRead, Saved } from '../usecases/ports.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { ownIn } from './own.ts';

type Deps = { saved: Pick<Saved<never>, 'save' | 'drop' | 'list'>; clock: BusinessClock };

const refusals = {
  unknown: 'article-not-found',
  full: 'too-many-saved',
  gone: 'reader-gone',
} as const;

/** What a reader has put aside, for themselves. */
export function savedRoutes({ saved, clock }: Deps): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.get(expressPath(content.listSaved), async (req, res) => {
    const readerId = ownIn(req, res);
    const { publication, after, limit } = parse(content.listSaved.query, req.query);
    const wanted = { publication, after: fromCursor(after), limit: limit + 1 };
    const found = await saved.list(readerId, wanted);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    res.set('cache-control', 'private, no-store').json({
      data: page.map(toSaved),
      nextCursor: found.length > limit && last !== undefined ? toCursor(last) : null,
    });
  });

  router.put(expressPath(content.saveArticle), async (req, res) => {
    const readerId = ownIn(req, res);
    const { slug } = parse(content.saveArticle.params, req.params);
    const failed = await saved.save(readerId, slug, clock.now());
    if (failed !== null) throw refuse(refusals[failed]);
    res.json({ saved: true });
  });

  router.delete(expressPath(content.dropSaved), async (req, res) => {
    const readerId = ownIn(req, res);
    await saved.drop(readerId, parse(content.dropSaved.params, req.params).slug);
    res.json({ saved: false });
  });

  return router;
}

const toSaved = ({ slug, title, section, at }: KeptRead) => ({
  slug,
  title,
  section,
  savedAt: at.toISOString(),
});
