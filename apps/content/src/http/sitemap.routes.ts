import { Slug } from '@gatefold/api';
import type { BusinessClock } from '@gatefold/kernel';
import { parse, type Titles } from '@gatefold/service-kit';
import { Router, type Response } from 'express';
import { z } from 'zod';
import { refuse } from '../domain/refusals.ts';
import type { ArticleStore, Published } from '../usecases/ports.ts';
import { escapeText } from './escape.ts';
import { titleIn } from './title-in.ts';

const Query = z.object({ publication: Slug.optional() });
const Month = z.object({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) });

type Deps = {
  articles: Pick<ArticleStore, 'sections' | 'columns'>;
  published: Published;
  clock: BusinessClock;
  titles: Titles;
};

/**
 * The addresses of a paper for search engines, as sitemaps.org has them: an index, its places, and its articles by months.
 *
 * Addresses only, also of what is not free: that an article exists is told to everyone.
 */
export function sitemapRoutes({ articles, published, clock, titles }: Deps): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.get('/sitemap.xml', async (req, res) => {
    const { key, url } = titleIn(titles, parse(Query, req.query).publication);
    const months = await published.months(key, clock.now());
    const parts = ['places', ...months].map((name) => `${url}/sitemaps/${name}.xml`);
    send(res, listOf(parts, index));
  });

  router.get('/sitemaps/places.xml', async (req, res) => {
    const { key, url } = titleIn(titles, parse(Query, req.query).publication);
    const [sections, columns] = await Promise.all([articles.sections(key), articles.columns(key)]);
    const paths = [
      ...['/', '/columns', '/galleries', '/offer'],
      ...sections.map(({ slug }) => `/sections/${slug}`),
      ...columns.map(({ slug }) => `/columns/${slug}`),
    ];
    const addresses = paths.map((path) => `${url}${path}`);
    send(res, listOf(addresses, pages));
  });

  router.get('/sitemaps/:month.xml', async (req, res) => {
    const { key, url } = titleIn(titles, parse(Query, req.query).publication);
    const month = Month.safeParse(req.params);
    const slugs = month.success ? await published.inMonth(key, month.data.month, clock.now()) : [];
    if (slugs.length === 0) throw refuse('month-not-found');
    const addresses = slugs.map((slug) => `${url}/articles/${slug}`);
    send(res, listOf(addresses, pages));
  });

  return router;
}

type Kind = { readonly root: string; readonly item: string };
const index: Kind = { root: 'sitemapindex', item: 'sitemap' };
const pages: Kind = { root: 'urlset', item: 'url' };

const listOf = (addresses: readonly string[], { root, item }: Kind): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`,
    ...addresses.map((address) => `<${item}><loc>${escapeText(address)}</loc></${item}>`),
    `</${root}>`,
    '',
  ].join('\n');

const send = (res: Response, xml: string): void => {
  res
    .set('content-type', 'application/xml; charset=utf-8')
    .set('cache-control', 'public, max-age=300')
    .send(xml);
};
