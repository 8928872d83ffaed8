import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCanaryArticle } from '../../test/canaries.ts';
import { aSigner } from '../../test/keys.ts';
import { startContent, type Content } from '../../test/harness.ts';

const gated = aCanaryArticle({ slug: 'gated-article', rule: 'subscribers' });
const open = aCanaryArticle({ slug: 'free-article', rule: 'free' });
const registered = aCanaryArticle({ slug: 'registered-article', rule: 'registered' });
const columns = aCanaryArticle({
  slug: 'a-column',
  rule: 'feature:columns',
  kind: 'column',
  column: 'low-water',
});
const drafted = aCanaryArticle({ slug: 'tomorrows-article', rule: 'free' });

const payer = anId(1);
const stranger = anId(2);
let content: Content;
let payersToken: string;
let strangersToken: string;

beforeAll(async () => {
  content = await startContent();
  await content.publish(...[gated, open, registered, columns].map(({ manuscript }) => manuscript), {
    ...drafted.manuscript,
    publishedAt: new Date(Date.now() + 3_600_000),
  });
  content.entitlement.give(payer, ['articles']);
  payersToken = await content.keys.readerToken({ readerId: payer });
  strangersToken = await content.keys.readerToken({ readerId: stranger });
});
afterAll(() => content.stop());

const read = (slug: string, token: string | null = null) => content.get(`/v1/articles/${slug}`, token);

describe('an article for subscribers', () => {
  it('is shown to a visitor as its teaser, with the reason', async () => {
    const { body } = await read('gated-article').expect(200);
    expect(body.access).toEqual({ granted: false, reason: 'not-signed-in' });
    expect(body.body).toBeUndefined();
    expect(body.teaser).toContain(gated.open[0]);
    expect(body.teaser).not.toContain(gated.gated[0]);
  });

  it('is shown whole to a subscriber', async () => {
    const { body } = await read('gated-article', payersToken).expect(200);
    expect(body.access).toMatchObject({ granted: true, reason: 'subscription' });
    expect(body.teaser).toBeUndefined();
    expect(gated.gated.every((canary) => body.body.includes(canary))).toBe(true);
  });

  it('is shown whole to a subscriber whose address is not confirmed yet', async () => {
    const token = await content.keys.readerToken({ readerId: payer, provisional: true });
    const { body } = await read('gated-article', token).expect(200);
    expect(body.access.granted).toBe(true);
  });

  it('is shown as its teaser to one who is signed in and has no plan', async () => {
    const { body } = await read('gated-article', strangersToken).expect(200);
    expect(body.access).toEqual({ granted: false, reason: 'no-plan' });
    expect(body.body).toBeUndefined();
  });

  it('is shown as its teaser to another service, which reads for nobody', async () => {
    const { body } = await read('gated-article', await content.keys.serviceToken('site')).expect(200);
    expect(body.access.granted).toBe(false);
  });

  it('is closed again from the very end of what was paid', async () => {
    const reader = anId(7);
    const token = await content.keys.readerToken({ readerId: reader });
    content.entitlement.give(reader, ['articles']);
    expect((await read('gated-article', token)).body.access.granted).toBe(true);
    content.entitlement.give(reader, ['articles'], { until: new Date() });
    expect((await read('gated-article', token)).body.access.granted).toBe(false);
  });

  it('hands the revision of a purchase on, so that nobody who has just paid meets the wall', async () => {
    const revision = `1.${anId(9)}.4`;
    await read(`gated-article?atLeast=${revision}`, payersToken).expect(200);
    expect(content.entitlement.asked.at(-1)?.get('atLeast')).toBe(revision);
  });

  it('is shown all the same when the revision in the address is broken', async () => {
    const { body } = await read('gated-article?atLeast=nonsense', payersToken).expect(200);
    expect(body.access.granted).toBe(true);
    expect(content.entitlement.asked.at(-1)?.get('atLeast')).toBeNull();
  });
});

describe('other rules', () => {
  it('show a free article whole to everyone', async () => {
    const { body } = await read('free-article').expect(200);
    expect(body.access).toEqual({ granted: true, reason: 'free' });
    expect(body.body).toContain(open.gated.at(-1));
  });

  it('show an article for the registered to those who are signed in, and to nobody else', async () => {
    expect((await read('registered-article')).body.access).toEqual({
      granted: false,
      reason: 'not-signed-in',
    });
    expect((await read('registered-article', strangersToken)).body.access).toEqual({
      granted: true,
      reason: 'registered',
    });
  });

  it('show a column only to those whose plan has columns', async () => {
    expect((await read('a-column', payersToken)).body.access).toEqual({
      granted: false,
      reason: 'wrong-plan',
    });
    const reader = anId(3);
    content.entitlement.give(reader, ['articles', 'columns']);
    const token = await content.keys.readerToken({ readerId: reader });
    expect((await read('a-column', token)).body.access.granted).toBe(true);
  });
});

describe('what is not there', () => {
  it.each([
    '/v1/articles/no-such-article',
    '/v1/articles/gated-article.json',
    '/v1/articles/gated-article/',
    '/v1/articles/gated-article/body',
    '/v1/Articles/gated-article',
    '/v1/articles/GATED-ARTICLE',
    '/v1/articles/gated-article%00',
    '/v1/articles/..%2Fgated-article',
  ])('is not found: %s', async (path) => {
    const { status, body } = await content.get(path, payersToken);
    expect(status).toBe(404);
    expect(body.code).toMatch(/^(article|route)-not-found$/);
  });

  it('includes an article of tomorrow', async () => {
    const { body } = await read('tomorrows-article').expect(404);
    expect(body.code).toBe('article-not-found');
  });

  it('is told as a problem that nobody stores', async () => {
    const { headers } = await read('no-such-article');
    expect(headers['content-type']).toContain('application/problem+json');
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('a token that is not good', () => {
  const refused = async (token: string): Promise<void> => {
    const { body } = await read('gated-article', token).expect(401);
    expect(body.code).toBe('token-invalid');
  };

  it('is refused when somebody else signed it', async () => {
    await refused(await content.keys.readerToken({ readerId: payer, by: await aSigner('readers-1') }));
  });

  it('is refused when it is over', async () => {
    await refused(await content.keys.readerToken({ readerId: payer, secondsToLive: -1 }));
  });

  it('is refused when its reader was changed', async () => {
    const [head = '', , signature = ''] = payersToken.split('.');
    const claims = Buffer.from(
      JSON.stringify({ iss: 'gatefold/readers', sub: anId(4), typ: 'reader', role: 'admin' }),
    );
    await refused(`${head}.${claims.toString('base64url')}.${signature}`);
  });

  it('is refused when it is no token at all', async () => {
    await refused('abc');
  });
});

describe('what may be kept on the way', () => {
  it('is a teaser for nobody in particular, for as long as it is the same', async () => {
    const { headers } = await read('gated-article');
    expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate');
    expect(headers['vary']).toContain('authorization');
    const again = await read('gated-article')
      .set('if-none-match', headers['etag'] ?? '')
      .expect(304);
    expect(again.text).toBe('');
  });

  it('is never a whole text, nor anything that was made for one reader', async () => {
    for (const token of [payersToken, strangersToken]) {
      const { headers } = await read('gated-article', token);
      expect(headers['cache-control']).toBe('private, no-store');
      expect(headers['etag']).toBeUndefined();
    }
  });

  it('is a free article', async () => {
    const { headers } = await read('free-article');
    expect(headers['cache-control']).toContain('public');
  });

  it('has another mark when the text is another', async () => {
    const teaser = (await read('gated-article')).headers['etag'];
    const free = (await read('free-article')).headers['etag'];
    expect(teaser).not.toBe(free);
  });

  it('is marked anew when an article for subscribers becomes free', async () => {
    const turned = aCanaryArticle({ slug: 'turned-free', rule: 'subscribers' });
    await content.publish(turned.manuscript);
    const before = (await read('turned-free')).headers['etag'] ?? '';
    await content.publish({ ...turned.manuscript, rule: open.manuscript.rule });
    const { body } = await read('turned-free').set('if-none-match', before).expect(200);
    expect(body.body).toContain(turned.gated[0]);
  });

  it('does not answer a whole text to the mark of the teaser', async () => {
    const etag = (await read('gated-article')).headers['etag'] ?? '';
    await read('gated-article', payersToken).set('if-none-match', etag).expect(200);
  });
});

describe('a metered article', () => {
  const metered = [0, 1, 2].map((n) => aCanaryArticle({ slug: `metered-${n}`, rule: 'metered' }));
  const asVisitor = (slug: string, meter?: string) =>
    read(meter === undefined ? slug : `${slug}?meter=${meter}`).expect(200);

  it('is whole as often as the month allows, says so, and is a teaser then', async () => {
    await content.publish(...metered.map(({ manuscript }) => manuscript));
    const first = (await asVisitor('metered-0', '')).body;
    const { token } = first.access.meter;
    expect(first.access).toMatchObject({ granted: true, reason: 'meter', meter: { used: 1, of: 2 } });
    expect(first).toMatchObject({ isMetered: true, rule: 'feature' });
    expect(first.body).toContain(metered[0]!.gated.at(-1));
    await asVisitor('metered-1', token);
    const { body: last, text, headers } = await asVisitor('metered-2', token);
    expect(last.access).toMatchObject({ granted: false, reason: 'meter-used-up', meter: { used: 2, of: 2 } });
    for (const canary of metered[2]!.gated) expect(text).not.toContain(canary);
    expect(headers['cache-control']).toBe('private, no-store');
  });

  it('is a teaser for whoever does not ask to be counted', async () => {
    const { body, headers } = await asVisitor('metered-0');
    expect(body).toMatchObject({ isMetered: true, access: { granted: false, reason: 'not-signed-in' } });
    expect(headers['cache-control']).toContain('public');
  });

  it('is the only one about which a meter is asked', async () => {
    await asVisitor('gated-article', 'visitor-1');
    expect(content.entitlement.asked.at(-1)?.has('meter')).toBe(false);
  });

  it('is opened by a gift link, whose token is handed on', async () => {
    await read('gated-article?giftLink=a-token').expect(200);
    expect(content.entitlement.asked.at(-1)?.get('giftLink')).toBe('a-token');
  });
});
