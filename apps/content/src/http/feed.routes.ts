import { Slug } from '@gatefold/api';
import { parse, type Titles } from '@gatefold/service-kit';
import type { BusinessClock } from '@gatefold/kernel';
import { Router } from 'express';
import { z } from 'zod';
import type { Article } from '../domain/article.ts';
import { bodyOf } from '../domain/body.ts';
import type { ArticleStore } from '../usecases/ports.ts';
import { escapeText } from './escape.ts';
import { titleIn } from './title-in.ts';

const FeedQuery = z.object({ publication: Slug.optional(), section: Slug.optional() });
const ENTRIES = 30;

type Deps = { articles: ArticleStore; clock: BusinessClock; titles: Titles };

/**
 * A paper as an Atom feed (RFC 4287), of everything or one section; the main one where none is named.
 *
 * A feed is read by machines that pass it on, so it holds what everyone may read and nothing
 * else, whoever asks.
 */
export function feedRoutes({ articles, clock, titles }: Deps): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.get('/feed.xml', async (req, res) => {
    const { publication, section } = parse(FeedQuery, req.query);
    const title = titleIn(titles, publication);
    const filter = { publication: title.key, section };
    const newest = await articles.newest(filter, { now: clock.now(), limit: ENTRIES });
    const self = `${title.url}/feed.xml${section === undefined ? '' : `?section=${encodeURIComponent(section)}`}`;

    res
      .set('content-type', 'application/atom+xml; charset=utf-8')
      .set('cache-control', 'public, max-age=60')
      .send(
        [
          '<?xml version="1.0" encoding="utf-8"?>',
          '<feed xmlns="http://www.w3.org/2005/Atom">',
          `<id>${escapeText(self)}</id>`,
          `<title>${escapeText(title.name)}</title>`,
          `<link rel="self" href="${escapeText(self)}"/>`,
          `<link href="${escapeText(title.url)}/"/>`,
          `<updated>${(newest[0]?.publishedAt ?? clock.now()).toISOString()}</updated>`,
          ...newest.map((article) => entry(article, title.url)),
          '</feed>',
          '',
        ].join('\n'),
      );
  });

  return router;
}

function entry(article: Article, siteUrl: string): string {
  const { html } = bodyOf(article, { granted: false });
  return [
    '<entry>',
    `<id>urn:uuid:${article.id}</id>`,
    `<title>${escapeText(article.title)}</title>`,
    `<link href="${escapeText(`${siteUrl}/articles/${article.slug}`)}"/>`,
    `<updated>${article.publishedAt.toISOString()}</updated>`,
    `<published>${article.publishedAt.toISOString()}</published>`,
    `<author><name>${escapeText(article.author.name)}</name></author>`,
    `<category term="${escapeText(article.section.slug)}" label="${escapeText(article.section.name)}"/>`,
    `<summary>${escapeText(article.dek)}</summary>`,
    `<content type="html">${escapeText(html)}</content>`,
    '</entry>',
  ].join('\n');
}
