import { problem } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import routes from '../src/routes.ts';
import { pagePatterns, serverPatterns, uncovered } from './addresses.ts';
import { askings, type Asking } from './askings.ts';
import { places as others } from './leak-places.ts';
import { article, canariesOf, pieces } from './paper.ts';
import { askRaw } from './raw.ts';
import { startSite, type Site } from './site.ts';
import { ada, newcomer } from './world.ts';

/** Only Ada has paid. */
let site: Site;
beforeAll(async () => {
  site = await startSite();
  site.world.content.answer('readArticle', ({ params, token }) => {
    const piece = pieces.find(({ slug }) => slug === params['slug']);
    if (piece === undefined) return problem(404, 'article-not-found');
    if (piece.access === 'free') return { answer: article(piece, { granted: true, reason: 'free' }) };
    const granted = token === ada.token;
    const reason = granted ? 'subscription' : token === null ? 'not-signed-in' : 'no-plan';
    return { answer: article(piece, { granted, reason }) };
  });
});
afterAll(() => site.close());

const articles = pieces.map(({ slug }) => `/articles/${slug}`);
const canaries = pieces.flatMap(canariesOf);

const outsiders = [
  { who: 'a guest', session: null, paths: others },
  {
    who: 'a buyer who has not paid',
    session: newcomer.session,
    paths: ['/', '/search', '/account'],
  },
];

const asksAll = process.env['LEAKS'] === 'all';

/**
 * Every second article, and with the next way of asking the others: each is asked for in more than forty ways. `LEAKS=all`
 * in the environment asks for all of them in all ways.
 */
const articlesFor = (asking: Asking): readonly string[] =>
  articles.filter(
    (_, index) => asksAll || asking.name === 'plainly' || (index + askings.indexOf(asking)) % 2 === 0,
  );

/** What an answer says, its headers included. Canaries are in no question, so none may come back. */
function asked(path: string, asking: Asking, session: string | null): Promise<string> {
  const { method = 'GET', headers } = asking;
  const isForm = method !== 'GET' && method !== 'HEAD';
  return askRaw(site.url, {
    path: asking.path?.(path) ?? path,
    method,
    headers: {
      accept: 'text/html',
      ...(session === null ? {} : { cookie: `gatefold_session=${session}` }),
      ...(isForm ? { origin: new URL(site.url).origin, 'sec-fetch-site': 'same-origin' } : {}),
      ...headers,
    },
  });
}

const leaksIn = (text: string): string[] =>
  text.includes('canary-') || text.includes('gallery-')
    ? canaries.filter((canary) => text.includes(canary))
    : [];

describe('nothing past the teaser', () => {
  test.each(askings)('reaches one who may not read it, asked $name', async (asking) => {
    const leaks: string[] = [];
    for (const { who, session, paths } of outsiders) {
      // A subscriber has read a moment ago: what the site keeps for a while is full of it.
      await asked(articles[0] ?? '', { name: 'plainly' }, ada.session);
      const read = session === null ? articlesFor(asking) : articlesFor(asking).slice(0, 4);
      for (const path of [...read, ...paths]) {
        const text = await asked(path, asking, session);
        leaks.push(...leaksIn(text).map((canary) => `${who}: ${path}: ${canary}`));
      }
    }

    expect(leaks).toEqual([]);
  });
});

describe('the scan', () => {
  test('asks for every address of routes.ts and of the server', () => {
    const patterns = [...pagePatterns(routes), ...serverPatterns(site.app)];
    const paths = [...articles, ...others].map((path) => path.split('?')[0] ?? '');

    expect(patterns.length).toBeGreaterThan(25);
    expect(uncovered(patterns, paths)).toEqual([]);
    expect(uncovered([...patterns, '/articles/:slug/print'], paths)).toEqual(['/articles/:slug/print']);
  });

  test('asks for fifty pieces or more in at least forty ways', () => {
    expect(pieces.length).toBeGreaterThanOrEqual(50);
    expect(new Set(askings.map(({ name }) => name)).size).toBeGreaterThanOrEqual(2 * 40);
  });

  test('would see what a subscriber sees', async () => {
    for (const piece of pieces) {
      const text = await asked(`/articles/${piece.slug}`, { name: 'plainly' }, ada.session);

      expect(leaksIn(text), piece.slug).toEqual(canariesOf(piece));
    }
  });
});
