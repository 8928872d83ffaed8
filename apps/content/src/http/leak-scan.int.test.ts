import { anId } from '@gatefold/test-kit';
import type { Express } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCanaryArticle, type CanaryArticle } from '../../test/canaries.ts';
import { startContent, type Content } from '../../test/harness.ts';

/** One unique word in each paragraph; those past the teaser may be in no answer to somebody who may not read. */
const articles: readonly CanaryArticle[] = [
  'subscribers',
  'feature:columns',
  'feature:archive',
  'feature:galleries',
].flatMap((rule) =>
  [0, 1, 2].map((index) => aCanaryArticle({ slug: `${rule.replace(':', '-')}-${index}`, rule })),
);
const gated = articles.flatMap((article) => article.gated);

let content: Content;
let outsiders: readonly (readonly [string, string | null])[];

beforeAll(async () => {
  content = await startContent();
  await content.publish(...articles.map(({ manuscript }) => manuscript));
  content.entitlement.give(anId(2), ['newsletter']);
  content.entitlement.give(anId(3), ['articles', 'columns', 'archive', 'galleries'], {
    until: new Date('2026-02-01T00:00:00Z'),
  });
  const { readerToken, serviceToken } = content.keys;
  outsiders = [
    ['a visitor', null],
    ['a reader without a plan', await readerToken({ readerId: anId(1) })],
    ['a reader with another plan', await readerToken({ readerId: anId(2) })],
    ['a reader whose plan has ended', await readerToken({ readerId: anId(3) })],
    ['a buyer who has not paid', await readerToken({ readerId: anId(4), provisional: true })],
    ['a member of staff without a plan', await readerToken({ readerId: anId(5), role: 'finance' })],
    ['another service', await serviceToken('site')],
    ['a forger', `${await readerToken({ readerId: anId(1) })}x`],
  ];
});
afterAll(() => content.stop());

const pages = (): string[] => {
  const [slug] = articles.map(({ manuscript }) => manuscript.slug);
  return [
    ...articles.map(({ manuscript }) => `/v1/articles/${manuscript.slug}`),
    ...['.json', '.data', '/', '/body', '?print', '?print=1&format=full', '?atLeast=1', '%20', '%2e%2e'].map(
      (suffix) => `/v1/articles/${slug}${suffix}`,
    ),
    '/v1/articles?limit=200',
    '/v1/articles?section=harbour',
    ...gated.slice(0, 12).map((canary) => `/v1/search?q=${canary}`),
    '/v1/search?q=tide&limit=200',
    '/v1/sections',
    '/v1/columns',
    ...['/v1/passes', '/v1/open-all', `/v1/open-all/${anId(1)}/approval`, `/v1/open-all/${anId(1)}/closing`],
    ...['', '/choice', '/evidence'].map((end) => `/v1/readers/${anId(1)}/reads${end}`),
    ...['', `/${slug}`].map((end) => `/v1/readers/${anId(1)}/saved${end}`),
    ...['/v1/open-all/now', '/v1/reads'],
    ...['/v1/parked-events', '/v1/parked-events/redrive'],
    '/feed.xml',
    '/feed.xml?section=harbour',
    '/sitemap.xml',
    '/sitemaps/places.xml',
    '/sitemaps/2026-01.xml',
    `/media/${slug}.svg`,
    '/healthz',
    '/readyz',
    '/metrics',
    '/openapi.json',
    '/v1/announcements',
    '/nothing-here',
  ];
};

/** Questions are sent back in no answer, so a search for a canary may not contain it either. */
const leaksIn = (text: string): string[] => gated.filter((canary) => text.includes(canary));

const variants: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['plain', {}],
  ['as a page', { accept: 'text/html' }],
  ['as a crawler', { 'user-agent': 'Googlebot/2.1', 'x-forwarded-for': '66.249.66.1' }],
  ['in part', { range: 'bytes=0-100000' }],
  ['with an old mark', { 'if-none-match': '"stale"', 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' }],
  [
    'by a header that names a reader',
    { 'x-reader': anId(9), cookie: `reader=${anId(9)}`, 'x-original-url': '/' },
  ],
];

describe('nothing past the teaser', () => {
  it.each(variants)('is in any answer to one who may not read, asked %s', async (_name, headers) => {
    const leaks: string[] = [];
    for (const [who, token] of outsiders)
      for (const path of pages()) {
        const call = content.get(path, token);
        for (const [name, value] of Object.entries(headers)) call.set(name, value);
        const answer = await call;
        const text = `${answer.text ?? ''}${JSON.stringify(answer.headers)}${Buffer.isBuffer(answer.body) ? answer.body.toString() : ''}`;
        leaks.push(...leaksIn(text).map((canary) => `${who}: ${path}: ${canary}`));
      }
    expect(leaks).toEqual([]);
  });

  it('is in an event that other services hear', async () => {
    const { rows } = await content.sql.query<{ text: string }>('SELECT data::text AS text FROM outbox');
    expect(rows).toHaveLength(articles.length);
    expect(rows.flatMap(({ text }) => leaksIn(text))).toEqual([]);
  });

  it('is looked for at every address that the service has', () => {
    const asked = pages().map((page) => page.split('?')[0] ?? '');
    const missing = routesOf(content.http).filter((route) => {
      const pattern = new RegExp(`^${route.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`);
      return !asked.some((path) => pattern.test(path));
    });
    expect(missing).toEqual([]);
    expect(routesOf(content.http).length).toBeGreaterThan(9);
  });

  it('would be seen by this scan, as a subscriber sees it', async () => {
    content.entitlement.give(anId(6), ['articles']);
    const token = await content.keys.readerToken({ readerId: anId(6) });
    const { text } = await content.get('/v1/articles/subscribers-0', token).expect(200);
    expect(leaksIn(text)).toHaveLength(articles[0]?.gated.length ?? -1);
  });
});

type Layer = { route?: { path: string }; handle?: { stack?: Layer[] } };

/** Every path that the app answers, its routers' included. */
function routesOf(app: Express): string[] {
  const walk = (stack: readonly Layer[]): string[] =>
    stack.flatMap(({ route, handle }) => (route === undefined ? walk(handle?.stack ?? []) : [route.path]));
  return walk((app as unknown as { router: { stack: Layer[] } }).router.stack);
}
