import { createHash } from 'node:crypto';
import { content, expressPath, Revision, Slug } from '@gatefold/api';
import type { BusinessClock } from '@gatefold/kernel';
import { callerOf, parse } from '@gatefold/service-kit';
import { Router, type Response } from 'express';
import type { ArticleSummary } from '../domain/article.ts';
import type { Read } from '../domain/reading.ts';
import { refuse } from '../domain/refusals.ts';
import type { ArticleStore, Position } from '../usecases/ports.ts';
import type { ReadArticle, Reading } from '../usecases/read-article.ts';
import { fromCursor, toCursor } from './cursor.ts';
import type { PictureLinks } from './picture-links.ts';
import { toArticle, toSnippet, toSummary } from './responses.ts';

type Deps = {
  articles: ArticleStore;
  readArticle: (command: ReadArticle) => Promise<Reading>;
  links: PictureLinks;
  clock: BusinessClock;
  /** Takes down what was read; nothing waits for it. */
  note: (read: Read) => void;
};

export function articleRoutes({ articles, readArticle, links, clock, note }: Deps): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.get(expressPath(content.listArticles), async (req, res) => {
    const { after, limit, ...filter } = parse(content.listArticles.query!, req.query);
    const found = await articles.list(filter, {
      now: clock.now(),
      after: fromCursor(after),
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    res.set('cache-control', 'public, max-age=5').json({
      data: await summaries(page),
      nextCursor: found.length > limit && last !== undefined ? toCursor(placeOf(last)) : null,
    });
  });

  router.get(expressPath(content.search), async (req, res) => {
    const { q, ...page } = parse(content.search.query!, req.query);
    const hits = await articles.search(q, { ...page, now: clock.now() });
    const shown = await summaries(hits);
    res.set('cache-control', 'public, max-age=5').json({
      data: shown.map((summary, index) => ({ ...summary, snippet: toSnippet(hits[index]?.snippet ?? '') })),
      nextCursor: null,
    });
  });

  router.get(expressPath(content.listSections), async (req, res) => {
    const data = await articles.sections(parse(content.listSections.query!, req.query).publication);
    res.set('cache-control', 'public, max-age=60').json({ data, nextCursor: null });
  });

  router.get(expressPath(content.listColumns), async (req, res) => {
    const data = await articles.columns(parse(content.listColumns.query!, req.query).publication);
    res.set('cache-control', 'public, max-age=60').json({ data, nextCursor: null });
  });

  router.get(expressPath(content.readArticle), async (req, res) => {
    const slug = Slug.safeParse(req.params['slug']).data;
    if (slug === undefined) throw refuse('article-not-found');
    const caller = callerOf(res);
    const reader = caller.kind === 'reader' ? caller.readerId : null;
    const reading = await readArticle({ slug, reader, ...askedIn(req.query) });
    if (reader !== null && reading.body.whole && req.method === 'GET')
      note({ readerId: reader, articleId: reading.article.id, at: clock.now() });
    send(res, toArticle(reading, links), reader);
  });

  async function summaries(page: readonly Parameters<typeof toSummary>[0][]) {
    const pictures = await articles.pictures(page.flatMap(({ picture }) => picture ?? []));
    return page.map((article) => toSummary(article, pictures, links));
  }

  return router;
}

/** Readers can change an address: what is no revision is left out, not refused. */
function askedIn(query: unknown): Omit<ReadArticle, 'slug' | 'reader'> {
  const asked = parse(content.readArticle.query!, query);
  const { publication = null, atLeast, giftLink = null, meter = null, pass = null, place = null } = asked;
  return { publication, atLeast: Revision.safeParse(atLeast).data ?? null, giftLink, meter, pass, place };
}

/** What opens for this request, whoever asks. */
const hereOnly: readonly string[] = ['goodwill', 'institution'];

/** Whole texts are for one reader and never stored on the way; what everyone may see may be kept for a moment. */
function send(res: Response, article: ReturnType<typeof toArticle>, reader: string | null): void {
  const text = JSON.stringify(article);
  const { meter, pass, reason } = article.access;
  const isForAll = reader === null && meter === undefined && pass === undefined && !hereOnly.includes(reason);
  const isPublic = isForAll && (article.teaser !== undefined || article.rule === 'free');
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  res
    .set('cache-control', isPublic ? 'public, max-age=0, must-revalidate' : 'private, no-store')
    .vary('authorization');
  if (isPublic) res.set('etag', etag);
  if (isPublic && res.req.fresh) res.status(304).end();
  else res.type('application/json').send(text);
}

const placeOf = ({ publishedAt, id }: ArticleSummary): Position => ({ at: publishedAt, articleId: id });
