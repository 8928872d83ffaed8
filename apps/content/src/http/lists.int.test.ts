import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCanaryArticle } from '../../test/canaries.ts';
import { SITE, startContent, type Content } from '../../test/harness.ts';

let content: Content;
const slugs = Array.from({ length: 7 }, (_, index) => `article-${index}`);

beforeAll(async () => {
  content = await startContent();
  const noon = Date.now() - 86_400_000;
  for (const [index, slug] of slugs.entries()) {
    const { manuscript } = aCanaryArticle({
      slug,
      rule: 'subscribers',
      section: index % 2 === 0 ? 'harbour' : 'city',
    });
    // Two at the same instant, so that a page may end between them.
    await content.publish({ ...manuscript, publishedAt: new Date(noon - Math.floor(index / 2) * 1_000) });
  }
  const column = aCanaryArticle({
    slug: 'on-fog',
    rule: 'feature:columns',
    kind: 'column',
    column: 'low-water',
  });
  await content.publish({
    ...column.manuscript,
    author: 'owen-tregear',
    publishedAt: new Date(noon - 90_000),
  });
  const late = aCanaryArticle({ slug: 'not-yet', rule: 'free' });
  await content.publish({ ...late.manuscript, publishedAt: new Date(Date.now() + 3_600_000) });
});
afterAll(() => content.stop());

type Page = { data: { slug: string; publishedAt: string }[]; nextCursor: string | null };
const slugsOf = (body: { data: { slug: string }[] }): string[] => body.data.map(({ slug }) => slug);

describe('the list of articles', () => {
  it('shows each once, page by page, newest first, and none of tomorrow', async () => {
    const seen: string[] = [];
    const times: string[] = [];
    let after: string | null = '';
    while (after !== null) {
      const { body }: { body: Page } = await content
        .get(`/v1/articles?limit=3${after === '' ? '' : `&after=${after}`}`)
        .expect(200);
      seen.push(...slugsOf(body));
      times.push(...body.data.map(({ publishedAt }) => publishedAt));
      after = body.nextCursor;
    }
    expect(seen.toSorted()).toEqual([...slugs, 'on-fog'].toSorted());
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('can be of one section, one column or one author', async () => {
    const bySection = await content.get('/v1/articles?section=city');
    expect(slugsOf(bySection.body).toSorted()).toEqual(['article-1', 'article-3', 'article-5']);
    expect(slugsOf((await content.get('/v1/articles?column=low-water')).body)).toEqual(['on-fog']);
    expect(slugsOf((await content.get('/v1/articles?author=owen-tregear')).body)).toEqual(['on-fog']);
    expect(slugsOf((await content.get('/v1/articles?kind=column')).body)).toEqual(['on-fog']);
  });

  it('refuses a page that nobody was led to', async () => {
    const { body } = await content.get('/v1/articles?after=nonsense').expect(400);
    expect(body.code).toBe('cursor-invalid');
  });

  it.each(['section=%00', "column=' OR 1=1", 'author=A'])(
    'refuses a filter that is no name: %s',
    async (filter) => {
      await content.get(`/v1/articles?${filter}`).expect(400);
    },
  );

  it('refuses a limit that is out of bounds', async () => {
    await content.get('/v1/articles?limit=100000').expect(400);
  });

  it('tells the sections in their order and the columns with their writers', async () => {
    const sections = await content.get('/v1/sections').expect(200);
    expect(slugsOf(sections.body)).toEqual(['city', 'harbour']);
    const columns = await content.get('/v1/columns').expect(200);
    expect(columns.body.data).toEqual([
      {
        slug: 'low-water',
        name: 'Low Water',
        description: 'The shore.',
        author: { slug: 'owen-tregear', name: 'Owen Tregear' },
      },
    ]);
  });
});

describe('search', () => {
  it('finds an article by a word that only subscribers may read, and does not show it', async () => {
    const hidden = 'canaryarticle2n9x';
    const { body, text } = await content.get(`/v1/search?q=${hidden}`).expect(200);
    expect(slugsOf(body)).toEqual(['article-2']);
    expect(text).not.toContain(hidden);
  });

  it('marks what was found in the teaser', async () => {
    const { body } = await content.get('/v1/search?q=canaryarticle2n0x').expect(200);
    expect(body.data[0].snippet).toContain('<mark>canaryarticle2n0x</mark>');
  });

  it('cannot be asked whether words follow one another in a gated text', async () => {
    const inOrder = await content.get(`/v1/search?q=${encodeURIComponent('"canaryarticle2n8x tide"')}`);
    const reversed = await content.get(`/v1/search?q=${encodeURIComponent('"tide canaryarticle2n8x"')}`);
    expect(slugsOf(inOrder.body)).toEqual(slugsOf(reversed.body));
  });

  it('sends the teaser as text, whatever stands in it', async () => {
    const { manuscript } = aCanaryArticle({ slug: 'sharp', rule: 'free' });
    await content.publish({ ...manuscript, teaserText: 'zebra <img src=x onerror=alert(1)> & "more"' });
    const { body } = await content.get('/v1/search?q=zebra').expect(200);
    expect(body.data[0].snippet).toBe(
      '<mark>zebra</mark> &lt;img src=x onerror=alert(1)&gt; &amp; &quot;more&quot;',
    );
  });

  it.each(['', 'q=%00', `q=${'x'.repeat(201)}`])('refuses what is no question: %o', async (query) => {
    const { status } = await content.get(`/v1/search?${query}`);
    expect(status).toBe(400);
  });

  it('answers nothing to signs without words', async () => {
    const { body } = await content
      .get(`/v1/search?q=${encodeURIComponent("'); DROP TABLE article; -- & | !")}`)
      .expect(200);
    expect(body.nextCursor).toBeNull();
    await content.get('/v1/articles').expect(200);
  });
});

describe('the feed', () => {
  it('leads to the pages that readers see, newest first', async () => {
    const { text, headers } = await content.get('/feed.xml').expect(200);
    expect(headers['content-type']).toContain('application/atom+xml');
    expect(text).toContain(`<link href="${SITE}/articles/article-0"/>`);
    expect(text).not.toContain('not-yet');
  });

  it('can be of one section', async () => {
    const { text } = await content.get('/feed.xml?section=city').expect(200);
    expect(text).toContain('/articles/article-1"');
    expect(text).not.toContain('/articles/article-0"');
  });

  it('holds the teaser and nothing past it', async () => {
    const { text } = await content.get('/feed.xml').expect(200);
    expect(text).toContain('canaryarticle0n0x');
    expect(text).not.toContain('canaryarticle0n5x');
  });
});

describe('the sitemap', () => {
  const addresses = async (path: string) =>
    (await content.get(path).expect(200)).text.match(/(?<=<loc>)[^<]+/g) ?? [];

  it('leads to every article that is out, by months, and to the places of the paper', async () => {
    const parts = await addresses('/sitemap.xml');
    expect(parts[0]).toBe(`${SITE}/sitemaps/places.xml`);
    const pages = await Promise.all(parts.slice(1).map((part) => addresses(part.slice(SITE.length))));
    const { body } = await content.get('/v1/articles?publication=meridian&limit=200').expect(200);
    const listed = (body.data as { slug: string }[]).map(({ slug }) => `${SITE}/articles/${slug}`);

    expect(listed.length).toBeGreaterThan(3);
    expect(pages.flat().toSorted()).toEqual(listed.toSorted());
    expect(await addresses('/sitemaps/places.xml')).toContain(`${SITE}/sections/city`);
  });

  it('has no month without an article, and none that is no month', async () => {
    for (const month of ['1999-01', '2026-13', 'x', '2026-1'])
      expect((await content.get(`/sitemaps/${month}.xml`).expect(404)).body.code).toBe('month-not-found');
    await content.get('/sitemap.xml?publication=herald').expect(404);
  });
});

describe('what operators and programs ask', () => {
  it('is answered: alive, metrics, contract', async () => {
    await content.get('/healthz').expect(200);
    expect((await content.get('/metrics').expect(200)).text).toContain('outbox_oldest_seconds');
    const { body } = await content.get('/openapi.json').expect(200);
    expect(Object.keys(body.paths)).toContain('/v1/articles/{slug}');
  });

  it('is ready when database, event log and clock are there', async () => {
    expect((await content.get('/readyz').expect(200)).body).toEqual({ ready: true, failing: [] });
  });
});
