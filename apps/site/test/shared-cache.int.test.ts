import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canariesOf, pieces } from './paper.ts';
import { startSharedCache } from './shared-cache.ts';
import { startSite, visitor, type Site } from './site.ts';
import { ada, newcomer } from './world.ts';

let site: Site;
let cache: Awaited<ReturnType<typeof startSharedCache>>;
beforeAll(async () => {
  site = await startSite();
  cache = await startSharedCache(site.url);
});
afterAll(() => {
  cache.close();
  site.close();
});
beforeEach(() => {
  site.reset();
  cache.forget();
});

const guest = () => visitor(cache.url);
const as = (who: { session: string }) => visitor(cache.url, who.session);

const paid = pieces.filter(({ access }) => access === 'feature').slice(0, 10);
const canaries = paid.flatMap(canariesOf);
const leaksIn = (html: string): string[] => canaries.filter((canary) => html.includes(canary));

describe('a cache between all readers and the site', () => {
  test('keeps the front page and the wall, so that the next guest is answered without us', async () => {
    for (const path of ['/', `/articles/${paid[0]?.slug}`]) {
      const first = await guest().get(path);
      const second = await guest().get(path);

      expect(second.html, path).toBe(first.html);
    }
    expect(cache.counted.hits).toBe(2);
  });

  test('never has a whole text for a guest, whoever has read it before', async () => {
    const leaks: string[] = [];
    for (const { slug } of paid) {
      const read = await as(ada).get(`/articles/${slug}`);
      expect(leaksIn(read.html).length, slug).toBeGreaterThan(0);
      leaks.push(...leaksIn((await guest().get(`/articles/${slug}`)).html));
      leaks.push(...leaksIn((await guest().get(`/articles/${slug}`)).html));
    }

    expect(leaks).toEqual([]);
    expect(cache.counted.hits).toBe(paid.length);
  });

  test('never shows the wall of a guest to one who has paid', async () => {
    for (const { slug } of paid) {
      await guest().get(`/articles/${slug}`);
      const { document } = await as(ada).get(`/articles/${slug}`);

      expect(document.querySelector('.wall'), slug).toBeNull();
    }
    expect(cache.counted.stored).toHaveLength(paid.length);
  });

  test('hands each language its own page', async () => {
    const path = `/articles/${paid[0]?.slug}`;
    const langOf = async (language: string) => {
      const { document } = await guest().get(path, { headers: { 'accept-language': language } });
      return document.querySelector('html')?.getAttribute('lang');
    };

    expect(await langOf('en')).toMatch(/^en/);
    expect(await langOf('de')).toMatch(/^de/);
    expect(await langOf('en')).toMatch(/^en/);
    expect(cache.counted).toMatchObject({ hits: 1, stored: [path, path] });
  });

  test('keeps nothing that was made for somebody', async () => {
    const paths = ['/', '/search', `/articles/${paid[0]?.slug}`, '/account', '/account/settings', '/offer'];
    for (const path of paths) await as(ada).get(path);

    expect(cache.counted.stored).toEqual([]);
  });

  test('never hands one reader’s page to another', async () => {
    await as(ada).get('/account');
    const { html } = await as(newcomer).get('/account');

    expect(html).not.toContain(ada.email);
    expect(html).toContain('Confirm your address first');
  });

  test('keeps no answer that puts something into a browser', async () => {
    for (const path of ['/sign-in', '/sign-in/sent', '/cancel', '/withdraw', '/account'])
      await guest().get(path);
    await visitor(cache.url, 'ended').get('/');

    expect(cache.counted.stored).toEqual([]);
  });
});
