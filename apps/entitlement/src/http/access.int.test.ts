import { articleTopic } from '@gatefold/events';
import { plus, SECOND } from '@gatefold/kernel';
import { eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ada,
  aFact,
  afterDays,
  articleId,
  ben,
  SETTLEMENT,
  someArticle,
  subscriptionId,
} from '../../test/builders.ts';
import { articleEvent, startEntitlement, type Entitlement } from '../../test/harness.ts';

const end = plus(afterDays(28), SETTLEMENT);
const free = { access: 'free', feature: null, notBefore: null, notAfter: null } as const;
const carla = '01990000-0000-7000-8000-0000000000ca';

let service: Entitlement;

beforeAll(async () => {
  service = await startEntitlement();
  await service.tell(articleTopic, [
    articleEvent(someArticle()),
    articleEvent(someArticle({ articleId: articleId.replace(/c1$/, 'c2'), slug: 'the-weather', rule: free })),
  ]);
  await service.hear(aFact());
}, 30_000);
afterAll(() => service.stop());

const check = (query: Record<string, string>, token?: string | null) =>
  service.ask(`/v1/check?${new URLSearchParams(query)}`, token === undefined ? {} : { token });
const checkMany = (questions: unknown) =>
  service.ask('/v1/check', {
    method: 'POST',
    body: JSON.stringify({ questions }),
    headers: { 'content-type': 'application/json' },
  });

describe('one question', () => {
  test.each([
    { by: 'slug', query: { article: 'the-harbour' } },
    { by: 'id', query: { article: articleId } },
    { by: 'feature', query: { feature: 'articles', publication: 'courier' } },
  ])('by $by lets a payer read and names the grant', async ({ query }) => {
    const { status, headers, body } = await check({ reader: ada, ...query });

    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body).toEqual({
      granted: true,
      reason: 'subscription',
      grant: {
        id: subscriptionId,
        publication: 'courier',
        features: ['articles', 'archive', 'newsletter'],
        source: 'subscription',
        from: afterDays(0).toISOString(),
        until: end.toISOString(),
        untilIfStale: plus(end, 48 * 3_600_000).toISOString(),
        version: 1,
      },
      version: 1,
      cacheFor: 60,
    });
  });

  test('in upper case is about the same reader', async () => {
    expect((await check({ reader: ada.toUpperCase(), feature: 'articles' })).body.granted).toBe(true);
  });

  test.each([
    { who: 'a visitor', query: { article: 'the-harbour' }, reason: 'not-signed-in' },
    { who: 'one who never paid', query: { article: 'the-harbour', reader: ben }, reason: 'no-plan' },
    {
      who: 'a payer of another paper',
      query: { feature: 'articles', reader: ada, publication: 'x' },
      reason: 'wrong-plan',
    },
  ])('from $who is denied: $reason', async ({ query, reason }) => {
    expect((await check(query)).body).toMatchObject({ granted: false, reason, grant: null, cacheFor: 5 });
  });

  test('about what is free lets everyone read', async () => {
    expect((await check({ article: 'the-weather' })).body).toMatchObject({ granted: true, reason: 'free' });
  });
});

describe('what is no question', () => {
  test.each([
    { what: 'an unknown article', query: { article: 'no-such' }, status: 404, code: 'article-not-found' },
    { what: 'an unknown feature', query: { feature: 'artciles' }, status: 404, code: 'feature-not-found' },
    { what: 'nothing at all', query: {}, status: 400, code: 'question-incomplete' },
    {
      what: 'a reader who is no id',
      query: { reader: "x' OR 1=1", feature: 'articles' },
      status: 400,
      code: 'invalid-input',
    },
    {
      what: 'a day without a time',
      query: { feature: 'articles', at: '2026-03-01' },
      status: 400,
      code: 'invalid-input',
    },
    {
      what: 'a revision of nobody',
      query: { feature: 'articles', atLeast: '1.2.3' },
      status: 400,
      code: 'invalid-input',
    },
    {
      what: 'a revision that no number holds',
      query: { feature: 'articles', atLeast: `1.${subscriptionId}.${'9'.repeat(40)}` },
      status: 400,
      code: 'invalid-input',
    },
  ])('$what is refused with $code', async ({ query, status, code }) => {
    const answer = await check(query as Record<string, string>);

    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('who may ask', () => {
  test('nobody gets no answer, not even about what is free', async () => {
    expect(await check({ article: 'the-weather' }, null)).toMatchObject({
      status: 401,
      body: { code: 'sign-in-required' },
    });
  });

  test.each([
    { what: 'of a stranger who says to be a service', token: () => service.people.impostor() },
    { what: 'without a signature', token: async () => `${btoa('{"alg":"none"}').replace(/=+$/, '')}.e30.AA` },
    { what: 'that is none', token: async () => 'secret' },
    {
      what: 'of a reader with a role that there is not',
      token: () => service.people.reader(ada, { role: 'owner' }),
    },
  ])('a token $what opens nothing', async ({ token }) => {
    expect(await check({ reader: ada, feature: 'articles' }, await token())).toMatchObject({
      status: 401,
      body: { code: 'token-invalid' },
    });
  });

  test.each(['reader', 'provisional'])('a %s asks about themselves, named or not', async (typ) => {
    const token = await service.people.reader(ada, { typ });

    expect((await check({ feature: 'articles' }, token)).body.granted).toBe(true);
    expect((await check({ feature: 'articles', reader: ada }, token)).body.granted).toBe(true);
  });

  test('a reader learns nothing about another', async () => {
    const token = await service.people.reader(ben);

    expect(await check({ reader: ada, feature: 'articles' }, token)).toMatchObject({
      status: 403,
      body: { code: 'not-allowed' },
    });
  });

  test('one who is merely said to be staff is not, before the address is verified', async () => {
    const staff = await service.people.reader(ben, { role: 'finance' });
    const claimed = await service.people.reader(ben, { role: 'finance', typ: 'provisional' });

    expect((await check({ reader: ada, feature: 'articles' }, staff)).status).toBe(200);
    expect((await check({ reader: ada, feature: 'articles' }, claimed)).status).toBe(403);
  });
});

describe('many questions', () => {
  test('a thousand long ones come back in their order', async () => {
    const questions = Array.from({ length: 1_000 }, (_, index) => ({
      reader: index % 2 === 0 ? ada : ben,
      article: articleId,
      feature: 'archive',
      publication: 'courier',
      at: afterDays(index % 40).toISOString(),
      atLeast: `1.${subscriptionId}.1`,
    }));
    const { status, body } = await checkMany(questions);

    expect(status).toBe(200);
    expect(body.answers.map(({ granted }: { granted: boolean }) => granted)).toEqual(
      questions.map(({ reader }, index) => reader === ada && index % 40 < 31),
    );
  });

  test.each([
    { what: 'a thousand and one', questions: Array.from({ length: 1_001 }, () => ({ feature: 'articles' })) },
    { what: 'none', questions: [] },
    { what: 'one with a word that means nothing', questions: [{ feature: 'articles', redaer: ada }] },
    { what: 'something else', questions: 'all' },
  ])('$what is refused', async ({ questions }) => {
    expect(await checkMany(questions)).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
  });

  test('with an unknown article among them are refused together', async () => {
    expect(await checkMany([{ article: 'the-weather' }, { article: 'gone' }])).toMatchObject({
      status: 404,
      body: { code: 'article-not-found', article: 'gone' },
    });
  });
});

describe('an article', () => {
  const data = someArticle({ articleId: articleId.replace(/c1$/, 'c3'), slug: 'the-bridge' });

  test('goes by its newest rule, also when an older one comes late', async () => {
    await service.tell(articleTopic, [
      articleEvent({ ...data, rule: free }, { type: 'article.changed', sequence: 2 }),
      articleEvent(data),
    ]);
    await service.settle();

    await eventually(async () => expect((await check({ article: 'the-bridge' })).body.reason).toBe('free'));
  });

  test('that was withdrawn is not found any more', async () => {
    await service.tell(articleTopic, [articleEvent(data, { type: 'article.withdrawn', sequence: 3 })]);
    await service.settle();

    await eventually(async () =>
      expect((await check({ article: 'the-bridge' })).body.code).toBe('article-not-found'),
    );
  });
});

describe('one who has just paid', () => {
  const bought = aFact({
    data: { readerId: carla, subscriptionId: carla.replace(/ca$/, 'cb') },
    eventId: '01990000-0000-7000-8000-0000000000cc',
  });
  const atLeast = `1.${bought.data.subscriptionId}.1`;

  test('waits for the news instead of meeting the wall', async () => {
    const asked = check({ reader: carla, feature: 'articles', atLeast });
    await new Promise((resolve) => setTimeout(resolve, 150));
    await service.hear(bought);

    expect((await asked).body).toMatchObject({ granted: true, reason: 'subscription' });
  });

  test('is not kept waiting once it is known', async () => {
    const startedAt = performance.now();

    expect((await check({ reader: carla, feature: 'articles', atLeast })).body.granted).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test('is told to ask again when the news does not come within seconds', async () => {
    const startedAt = performance.now();
    const answer = await check({
      reader: carla,
      feature: 'articles',
      atLeast: `1.${bought.data.subscriptionId}.2`,
    });

    expect(answer).toMatchObject({ status: 409, body: { code: 'not-yet-known' } });
    expect(performance.now() - startedAt).toBeGreaterThan(3_500);
    expect(performance.now() - startedAt).toBeLessThan(6_000);
  }, 10_000);
});

describe('the end', () => {
  test('comes on the dot, in hindsight and in the present alike', async () => {
    const at = (instant: Date) => check({ reader: ada, article: 'the-harbour', at: instant.toISOString() });

    expect((await at(plus(end, -1))).body).toMatchObject({ granted: true, cacheFor: 0 });
    expect((await at(end)).body).toMatchObject({ granted: false, reason: 'ended' });

    await service.turnTo(plus(end, -3 * SECOND));
    expect((await check({ reader: ada, article: 'the-harbour' })).body).toMatchObject({
      granted: true,
      cacheFor: 3,
    });
    await service.turnTo(end);
    expect((await check({ reader: ada, article: 'the-harbour' })).body).toMatchObject({
      granted: false,
      reason: 'ended',
    });
  });
});
