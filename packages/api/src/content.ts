import { z } from 'zod';
import { ofReads } from './content-reads.ts';
import { ofSaved } from './content-saved.ts';
import { endpoint } from './endpoint.ts';
import { deniedReasons, grantedReasons, Meter } from './entitlement-shapes.ts';
import { Instant, limit, page } from './shapes.ts';

/** How sections, columns, authors and articles are named in addresses. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(200);

export const Picture = z.object({
  name: z.string(),
  src: z.string(),
  alt: z.string(),
  caption: z.string(),
  credit: z.string(),
  width: z.int(),
  height: z.int(),
});

export const ArticleSummary = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    kind: z.enum(['article', 'column', 'gallery']),
    title: z.string(),
    dek: z.string(),
    section: z.object({ slug: z.string(), name: z.string() }),
    author: z.object({ slug: z.string(), name: z.string() }),
    column: z.object({ slug: z.string(), name: z.string() }).nullable(),
    publishedAt: Instant,
    readingMinutes: z.int(),
    picture: Picture.nullable(),
    access: z.enum(['free', 'registered', 'feature']),
    feature: z.string().nullable(),
  })
  .meta({ id: 'ArticleSummary' });

export const Article = ArticleSummary.extend({
  publication: z.string(),
  access: z.object({
    granted: z.boolean(),
    reason: z.enum([...grantedReasons, ...deniedReasons]),
    /** Where a meter was asked and had to be. */
    meter: Meter.optional(),
    /** For the reader's browser to keep, and to show when nobody can be asked. */
    pass: z.string().optional(),
  }),
  rule: z.enum(['free', 'registered', 'feature']),
  /** Said where some such articles a month are open to those who lack the feature. */
  isMetered: z.literal(true).optional(),
  /** HTML, cleaned. Exactly one of the two is there: the whole text or the teaser. */
  body: z.string().optional(),
  teaser: z.string().optional(),
  pictures: z.array(Picture),
}).meta({ id: 'Article' });

export const OpenAll = z
  .object({
    id: z.uuid(),
    reason: z.string(),
    /** Readers' ids of staff. */
    askedBy: z.string(),
    askedAt: Instant,
    approvedBy: z.string().nullable(),
    until: Instant.nullable(),
    closedBy: z.string().nullable(),
    closedAt: Instant.nullable(),
  })
  .meta({ id: 'OpenAll' });

const IdParams = z.object({ id: z.uuid() });

export const content = {
  listArticles: endpoint({
    method: 'get',
    path: '/v1/articles',
    summary: 'Summaries, newest first: of all, a section, a column, an author or a kind.',
    caller: 'anyone',
    query: z.object({
      publication: Slug.optional(),
      section: Slug.optional(),
      column: Slug.optional(),
      author: Slug.optional(),
      kind: z.enum(['article', 'column', 'gallery']).optional(),
      after: z.string().max(200).optional(),
      limit,
    }),
    status: 200,
    answer: page(ArticleSummary),
    problems: ['cursor-invalid'],
  }),
  readArticle: endpoint({
    method: 'get',
    path: '/v1/articles/{slug}',
    summary: 'One article: whole for those entitled, its teaser for all others.',
    caller: 'anyone',
    params: z.object({ slug: z.string().max(200) }),
    /** A revision of billing, so that a reader who has just paid is not shown the wall. */
    query: z.object({
      publication: Slug.optional(),
      atLeast: z.string().max(100).optional(),
      /** The token of a gift link; an answer by it uses up one opening. */
      giftLink: z.string().max(200).optional(),
      /** The token of the visitor's meter, or an empty text: the article may be counted. */
      meter: z.string().max(200).optional(),
      /** What an answer had the browser keep; believed for a day while nobody can be asked. */
      pass: z.string().max(1200).optional(),
      /** From where is read, as the site has signed it: an institution's readers need no account. */
      place: z.string().max(1_000).optional(),
    }),
    status: 200,
    answer: Article,
    problems: ['article-not-found'],
  }),
  listSections: endpoint({
    method: 'get',
    path: '/v1/sections',
    summary: 'The sections in their order.',
    caller: 'anyone',
    query: z.object({ publication: Slug.optional() }),
    status: 200,
    answer: page(z.object({ slug: z.string(), name: z.string(), description: z.string() })),
    problems: [],
  }),
  listColumns: endpoint({
    method: 'get',
    path: '/v1/columns',
    summary: 'The regular columns.',
    caller: 'anyone',
    query: z.object({ publication: Slug.optional() }),
    status: 200,
    answer: page(
      z.object({
        slug: z.string(),
        name: z.string(),
        description: z.string(),
        author: z.object({ slug: z.string(), name: z.string() }),
      }),
    ),
    problems: [],
  }),
  search: endpoint({
    method: 'get',
    path: '/v1/search',
    summary: 'Finds articles by their words; snippets are cut from what everyone may read.',
    caller: 'anyone',
    query: z.object({
      publication: Slug.optional(),
      q: z
        .string()
        .min(1)
        .max(200)
        .regex(/^[^\0]*$/),
      limit,
    }),
    status: 200,
    /** A snippet is HTML: escaped text of the teaser, with the words that were found in `<mark>`. */
    answer: page(ArticleSummary.extend({ snippet: z.string() })),
    problems: [],
  }),
  courtesyPass: endpoint({
    method: 'post',
    path: '/v1/passes',
    summary: 'A quarter of an hour of reading for one of whom Stripe said a moment ago that they have paid.',
    caller: 'service',
    body: z.strictObject({ reader: z.uuid(), publication: z.string().min(1).max(60) }),
    status: 201,
    answer: z.object({ pass: z.string() }),
    problems: [],
  }),
  askOpenAll: endpoint({
    method: 'post',
    path: '/v1/open-all',
    summary: 'Asks to open the whole paper to everyone for four hours; another person has to approve it.',
    caller: 'editor',
    body: z.strictObject({ reason: z.string().trim().min(3).max(300) }),
    status: 201,
    answer: OpenAll,
    problems: [],
  }),
  openNow: endpoint({
    method: 'get',
    path: '/v1/open-all/now',
    summary: 'Whether the paper is open to everyone, for those who keep what they show to others.',
    caller: 'anyone',
    status: 200,
    answer: z.object({ isOpen: z.boolean() }),
    problems: [],
  }),
  listOpenAll: endpoint({
    method: 'get',
    path: '/v1/open-all',
    summary: 'Every time that the paper was opened to everyone, or was asked to be, the newest first.',
    caller: 'editor',
    status: 200,
    answer: page(OpenAll),
    problems: [],
  }),
  approveOpenAll: endpoint({
    method: 'post',
    path: '/v1/open-all/{id}/approval',
    summary: 'Opens the paper for four hours. Only another person than who asked, within the hour.',
    caller: 'editor',
    params: IdParams,
    status: 200,
    answer: OpenAll,
    problems: ['open-all-not-found', 'open-all-over', 'second-person-required'],
  }),
  closeOpenAll: endpoint({
    method: 'post',
    path: '/v1/open-all/{id}/closing',
    summary: 'Closes the paper again at once. A repeat does nothing.',
    caller: 'editor',
    params: IdParams,
    status: 200,
    answer: OpenAll,
    problems: ['open-all-not-found'],
  }),
  ...ofReads,
  ...ofSaved,
  announceAll: endpoint({
    method: 'post',
    path: '/v1/announcements',
    summary: "Says every article's present rule again.",
    caller: 'admin',
    status: 202,
    answer: z.object({ announced: z.int() }),
    problems: [],
  }),
} as const;
