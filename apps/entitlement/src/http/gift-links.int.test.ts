import { articleTopic } from '@gatefold/events';
import { DAY, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada, aFact, afterDays, ben, someArticle } from '../../test/builders.ts';
import { articleEvent, startEntitlement, type Entitlement } from '../../test/harness.ts';

let service: Entitlement;
const now = afterDays(1);
const idOf = (n: number) => `01990000-0000-7000-8000-0000000000${n.toString(16).padStart(2, '0')}`;
const someone = (n: number) => `01990000-0000-7000-8000-0000000001${n.toString(16).padStart(2, '0')}`;

beforeAll(async () => {
  service = await startEntitlement();
  const free = { access: 'free', feature: null, notBefore: null, notAfter: null } as const;
  await service.tell(articleTopic, [
    ...Array.from({ length: 12 }, (_, n) =>
      articleEvent(someArticle({ articleId: idOf(n), slug: `story-${n}` })),
    ),
    articleEvent(someArticle({ articleId: idOf(60), slug: 'free', rule: free })),
  ]);
  // Every giver is a reader of their own, since what one has given counts for thirty days.
  for (let n = 0; n < 8; n += 1)
    await service.hear(
      aFact({
        eventId: someone(n),
        data: { readerId: someone(n), subscriptionId: someone(n), paidThrough: afterDays(60).toISOString() },
      }),
    );
}, 30_000);
afterAll(() => service.stop());

const post = async (reader: string, path: string, body: object = {}) =>
  service.ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    token: await service.people.reader(reader),
  });
const give = (reader: string, article: string) => post(reader, '/v1/gift-links', { article });
const read = async (article: string, token: string, reader?: string) => {
  const who = reader === undefined ? '' : `&reader=${reader}`;
  const { body } = await service.ask(`/v1/check?article=${article}&giftLink=${token}${who}`);
  return [body.granted, body.reason];
};

describe('a gift link', () => {
  test('opens its article to a stranger, and nothing else', async () => {
    const { status, body } = await give(someone(0), 'story-0');

    expect({ status, body }).toMatchObject({
      status: 201,
      body: { articleId: idOf(0), opens: 0, mostOpens: 50 },
    });
    expect(await read('story-0', body.token)).toEqual([true, 'gift-link']);
    expect(await read(idOf(0), body.token, ben)).toEqual([true, 'gift-link']);
    expect(await read('story-1', body.token)).toEqual([false, 'not-signed-in']);
  });

  test('is not used up by one who may read anyway', async () => {
    const { body } = await give(someone(1), 'story-0');
    expect(await read('story-0', body.token, someone(0))).toEqual([true, 'subscription']);
    const links = await service.ask('/v1/gift-links', { token: await service.people.reader(someone(1)) });

    expect(links.body.data).toMatchObject([{ opens: 0 }]);
  });

  test('opens as often as it may and not once more, however many come at once', async () => {
    const { body } = await give(someone(2), 'story-0');
    const answers = await Promise.all(Array.from({ length: 60 }, () => read('story-0', body.token)));

    expect(answers.filter(([granted]) => granted)).toHaveLength(50);
  });

  test('is the same when it is asked for again, and ten articles in thirty days is all', async () => {
    const first = await give(someone(3), 'story-0');
    const given = await Promise.all(Array.from({ length: 12 }, (_, n) => give(someone(3), `story-${n}`)));

    expect(given.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(given.filter(({ body }) => body.code === 'gift-links-used-up')).toHaveLength(2);
    expect((await give(someone(3), 'story-0')).body.id).toBe(first.body.id);
  });

  test('is among all that its giver ever gave, however long ago', async () => {
    await service.pool.query(
      `INSERT INTO gift_link (id, giver_id, article_id, publication, valid_from, valid_until, most_opens)
       SELECT gen_random_uuid(), $1, $2, 'meridian', t, t + interval '7 days', 50
       FROM generate_series($3::timestamptz - interval '150 days', $3::timestamptz - interval '31 days', interval '1 day') t`,
      [someone(7), idOf(0), now],
    );
    const { body } = await service.ask('/v1/gift-links', { token: await service.people.reader(someone(7)) });

    expect(body.data).toHaveLength(120);
  });

  test('closes when its giver takes it back, and nobody else can', async () => {
    const { body } = await give(someone(4), 'story-0');
    const path = `/v1/gift-links/${body.id}/revocation`;

    expect((await post(someone(5), path)).body.code).toBe('gift-link-not-found');
    expect((await post(someone(4), path)).body.isRevoked).toBe(true);
    expect(await read('story-0', body.token)).toEqual([false, 'not-signed-in']);
  });

  test.each(['', 'anything', '01990000-0000-7000-8000-000000000000.'.padEnd(123, 'A')])(
    'that is forged opens nothing: %s',
    async (token) => {
      expect(await read('story-0', token)).toEqual([false, 'not-signed-in']);
    },
  );

  test('of which one letter is other opens nothing', async () => {
    const { token } = (await give(someone(5), 'story-0')).body as { token: string };
    const other = token.replace(/\.(.)/, (_, letter: string) => `.${letter === 'A' ? 'B' : 'A'}`);

    expect(await read('story-0', other)).toEqual([false, 'not-signed-in']);
    expect(await read('story-0', token)).toEqual([true, 'gift-link']);
  });

  test('needs access of one’s own, and a sign-in', async () => {
    expect((await give(ada, 'story-0')).body.code).toBe('gift-needs-access');
    expect((await give(someone(6), 'free')).body.code).toBe('gift-needs-access');
    expect((await give(someone(6), 'never-written')).body.code).toBe('article-not-found');
    expect((await service.ask('/v1/gift-links', { token: null })).status).toBe(401);
  });

  test('ends after seven days, on the dot', async () => {
    const { body } = await give(someone(7), 'story-0');
    const end = plus(now, 7 * DAY);
    expect(body.until).toBe(end.toISOString());
    await service.turnTo(plus(end, -1));
    expect(await read('story-0', body.token)).toEqual([true, 'gift-link']);
    await service.turnTo(end);
    expect(await read('story-0', body.token)).toEqual([false, 'not-signed-in']);
  });
});
