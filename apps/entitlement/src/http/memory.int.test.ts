import { fingerprint, readSnapshot, setOf } from '@gatefold/access';
import { articleTopic, entitlementTopic } from '@gatefold/events';
import { DAY, plus } from '@gatefold/kernel';
import { eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada, aFact, afterDays, ben, SETTLEMENT, someArticle } from '../../test/builders.ts';
import { articleEvent, startEntitlement, type Entitlement } from '../../test/harness.ts';

const end = plus(afterDays(28), SETTLEMENT);
const stranger = '01990000-0000-7000-8000-0000000000ee';
let service: Entitlement;

beforeAll(async () => {
  service = await startEntitlement();
  await service.tell(articleTopic, [
    articleEvent(someArticle()),
    articleEvent(
      someArticle({
        articleId: '01990000-0000-7000-8000-0000000000c2',
        slug: 'closed',
        rule: {
          access: 'feature',
          feature: 'articles',
          notBefore: null,
          notAfter: afterDays(1).toISOString(),
        },
      }),
    ),
  ]);
  await service.hear(
    aFact(),
    aFact({
      sequence: 2,
      data: {
        readerId: ben,
        subscriptionId: ben,
        standing: 'collecting',
        paidThrough: afterDays(0).toISOString(),
        policy: { settlementSeconds: 0, accessWhileCollecting: false, dunningSeconds: 0, staleSeconds: 0 },
      },
    }),
  );
  // The first request of a token is checked by its signature.
  await service.ask('/v1/check?feature=articles');
  await eventually(async () => (await checked('feature=articles')).byMemory);
}, 30_000);
afterAll(() => service.stop());

/** A request answered out of memory says so by the form of its id. */
const checked = async (query: string) => {
  const { status, body, headers } = await service.ask(`/v1/check?${query}`, { token: service.token });
  return { status, body, byMemory: headers.get('x-request-id')?.includes('.') === true };
};

describe('an answer out of memory', () => {
  test.each([
    `reader=${ada}&article=the-harbour&publication=courier`,
    `reader=${ada}&article=01990000-0000-7000-8000-0000000000c1`,
    `article=the-harbour&reader=${ada.toUpperCase()}`,
    `reader=${ben}&article=the-harbour`,
    `reader=${stranger}&article=the-harbour`,
    'article=the-harbour',
    `reader=${ada}&article=closed`,
    `reader=${ada}&feature=archive`,
    `reader=${ada}&feature=archive&publication=meridian`,
  ])('is word for word the answer out of the database: %s', async (query) => {
    const memory = await checked(query);
    // A parameter that memory does not read sends the same question to the database.
    const database = await checked(query.replace('-', '%2D'));

    expect(memory.byMemory).toBe(true);
    expect(database.byMemory).toBe(false);
    expect(memory.body).toEqual(database.body);
    expect(memory.status).toBe(200);
  });

  test.each([
    { query: '', status: 400 },
    { query: 'reader=nobody&feature=articles', status: 400 },
    { query: 'reader=00000000-0000-0000-0000-0000000000a1&feature=articles', status: 400 },
    { query: `reader=${ada}&reader=${ben}&feature=articles`, status: 400 },
    { query: `reader=${ada}&article=never-written`, status: 404 },
    { query: `reader=${ada}&feature=never-heard-of`, status: 404 },
    { query: `reader=${ada}&feature=articles&atLeast=1.${ada}.999`, status: 409 },
  ])('is none where the question is refused: $query', async ({ query, status }) => {
    expect(await checked(query)).toMatchObject({ status, byMemory: false });
  });

  test('is given to services only, and to none whose signature was not seen', async () => {
    const impostor = await service.people.impostor();
    const reader = await service.people.reader(ben);
    const asked = (token: string | null) =>
      service.ask(`/v1/check?reader=${ada}&feature=articles`, { token });

    expect((await asked(impostor)).status).toBe(401);
    expect((await asked(impostor)).status).toBe(401);
    expect((await asked(null)).status).toBe(401);
    expect((await asked(reader)).status).toBe(403);
  });

  test('never falls behind what this service has said, and meets the end on the dot', async () => {
    for (let day = 2; day < 12; day += 1) {
      const paidThrough = afterDays(28 + day).toISOString();
      await service.hear(aFact({ sequence: day + 1, at: afterDays(1), data: { paidThrough } }));
      const { body } = await checked(`reader=${ada}&article=the-harbour`);
      expect(body.grant.until).toBe(plus(afterDays(28 + day), SETTLEMENT).toISOString());
    }
    const last = plus(end, 11 * DAY);
    await service.turnTo(plus(last, -1));
    expect((await checked(`reader=${ada}&article=the-harbour`)).body).toMatchObject({
      granted: true,
      cacheFor: 0,
    });
    await service.turnTo(last);
    expect((await checked(`reader=${ada}&article=the-harbour`)).body).toMatchObject({
      granted: false,
      reason: 'ended',
    });
    await eventually(async () => (await checked(`reader=${ada}&article=the-harbour`)).byMemory);
    expect((await checked(`reader=${ada}&article=the-harbour`)).body).toMatchObject({
      granted: false,
      reason: 'ended',
    });
  });
});

describe('a batch out of memory', () => {
  const batch = async (questions: readonly object[], token = service.token) => {
    const { status, body, headers } = await service.ask('/v1/check', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ questions }),
      token,
    });
    return { status, body, byMemory: headers.get('x-request-id')?.includes('.') === true };
  };
  const questions = [
    { reader: ada, article: 'the-harbour', publication: 'courier' },
    { reader: ada.toUpperCase(), article: '01990000-0000-7000-8000-0000000000c1' },
    { reader: ben, article: 'the-harbour' },
    { reader: stranger, feature: 'articles' },
    { feature: 'archive', publication: 'courier' },
    { reader: ada, article: 'closed' },
  ];

  test('is what each question alone is answered', async () => {
    const { status, body, byMemory } = await batch(questions);

    expect({ status, byMemory }).toEqual({ status: 200, byMemory: true });
    for (const [index, question] of questions.entries()) {
      const one = await checked(new URLSearchParams(question as Record<string, string>).toString());
      expect(body.answers[index]).toEqual(one.body);
    }
  });

  test('of a thousand is answered, in their order', async () => {
    const many = Array.from({ length: 1_000 }, (_, n) => questions[n % questions.length]!);
    const { body, byMemory } = await batch(many);

    expect(byMemory).toBe(true);
    expect(body.answers).toHaveLength(1_000);
    expect(body.answers[996]).toEqual(body.answers[0]);
  });

  test.each([
    { what: 'a question about another instant', more: { at: afterDays(1).toISOString() } },
    { what: 'a question that waits', more: { atLeast: '1.01990000-0000-7000-8000-00000000005b.1' } },
    { what: 'a question with a meter', more: { meter: '' } },
  ])('is not given where there is $what: all go the long way, and are answered', async ({ more }) => {
    const { status, body, byMemory } = await batch([questions[0]!, { ...questions[2], ...more }]);

    expect({ status, byMemory }).toEqual({ status: 200, byMemory: false });
    expect(body.answers).toHaveLength(2);
  });

  test.each([
    {
      what: 'an id that is none',
      question: { reader: `${ada.slice(0, -1)}g`, feature: 'articles' },
      code: 'invalid-input',
    },
    { what: 'a feature that nobody knows', question: { feature: 'crossword' }, code: 'feature-not-found' },
    {
      what: 'an article that nobody wrote',
      question: { article: 'never-written' },
      code: 'article-not-found',
    },
    { what: 'nothing asked', question: { reader: ada }, code: 'question-incomplete' },
    { what: 'a name that is none', question: { feature: 'articles', mood: 'good' }, code: 'invalid-input' },
  ])('with $what is refused as a whole, and says so', async ({ question, code }) => {
    expect((await batch([questions[0]!, question])).body.code).toBe(code);
  });

  test('of ten thousand questions is refused, and so is one that is too long, or no JSON', async () => {
    expect((await batch(Array.from({ length: 10_000 }, () => ({ feature: 'articles' })))).status).toBe(400);
    const long = await batch([{ article: 'x'.repeat(600_000) }]);
    expect(long.status).toBe(413);
    const raw = (body: string) =>
      service.ask('/v1/check', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        token: service.token,
      });
    expect((await raw('{"questions":[')).status).toBe(400);
    expect((await raw('')).status).toBe(400);
  });

  test('is given to services only', async () => {
    expect((await batch(questions, 'a.b.c')).status).toBe(401);
  });
});

describe('for those who decide by themselves', () => {
  const bytesOf = async () => {
    const headers = { authorization: `Bearer ${service.token}` };
    const response = await fetch(`${service.url}/v1/snapshot`, { headers });
    expect(response.headers.get('content-type')).toBe('application/vnd.gatefold.snapshot');
    return new Uint8Array(await response.arrayBuffer());
  };

  test('a snapshot holds everybody, every article and how far it reaches', async () => {
    const { table, articles, positions } = readSnapshot(await bytesOf(), { ids: true });

    expect(setOf(table, ada)?.version).toBeGreaterThan(10);
    expect(articles.bySlug.has('the-harbour')).toBe(true);
    expect([...positions.keys()].toSorted()).toEqual([articleTopic.name, entitlementTopic.name]);
    expect(fingerprint(readSnapshot(await bytesOf(), { ids: false }).table)).toBe(fingerprint(table));
  });

  test('the stream tells what came since, and then what comes', async () => {
    const from = encodeURIComponent('{}');
    const headers = { authorization: `Bearer ${service.token}` };
    const abort = new AbortController();
    const response = await fetch(`${service.url}/v1/stream?from=${from}`, { headers, signal: abort.signal });
    let text = '';
    const reading = (async () => {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) text += chunk;
    })().catch(() => undefined);
    await eventually(() => text.includes('"article.published"'));
    await service.hear(
      aFact({ sequence: 40, at: afterDays(1), data: { paidThrough: afterDays(90).toISOString() } }),
    );
    await eventually(() => text.includes(plus(afterDays(90), SETTLEMENT).toISOString()));
    abort.abort();
    await reading;

    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({
      topic: expect.any(String),
      partition: expect.any(Number),
      offset: '0',
      epoch: 1,
    });
  });

  test('readers get neither, and positions that are none are refused', async () => {
    const token = await service.people.reader(ada);

    expect((await service.ask('/v1/snapshot', { token })).status).toBe(403);
    expect((await service.ask('/v1/stream?from=%7B%7D', { token })).status).toBe(403);
    expect((await service.ask('/v1/stream?from=yesterday')).status).toBe(400);
  });
});
