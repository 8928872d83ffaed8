import { anId, eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aManuscript, free } from '../../test/builders.ts';
import { startContent, type Content } from '../../test/harness.ts';
import { postgresReads } from '../adapters/postgres/reads.ts';

const ada = anId(1);
const ben = anId(2);
let content: Content;
let adas = '';
let bens = '';
beforeAll(async () => {
  content = await startContent();
  await content.publish(
    aManuscript({ slug: 'gated', title: 'Behind the wall' }),
    aManuscript({ slug: 'free', title: 'For everyone', rule: free }),
  );
  content.entitlement.give(ada, ['articles']);
  adas = await content.keys.readerToken({ readerId: ada });
  bens = await content.keys.readerToken({ readerId: ben });
  for (const worker of content.workers) await worker.start();
}, 30_000);
afterAll(() => content.stop());
beforeEach(() => content.sql.query('TRUNCATE article_read, reading_wish'));

const read = (slug: string, token: string | null) => content.get(`/v1/articles/${slug}`, token).expect(200);
const reads = async (readerId: string, token: string, query = '') =>
  (await content.get(`/v1/readers/${readerId}/reads${query}`, token).expect(200)).body as {
    data: { slug: string; title: string; section: string; readAt: string }[];
    keeps: boolean;
    nextCursor: string | null;
  };
const slugsOf = async (readerId: string, token: string) =>
  (await reads(readerId, token)).data.map(({ slug }) => slug).toSorted();
const keptOf = async (readerId: string) =>
  (await content.sql.query('SELECT 1 FROM article_read WHERE reader_id = $1', [readerId])).rowCount;

describe('what a reader has read', () => {
  test('is there at once, each article once a day, and only what they were given whole', async () => {
    await read('gated', adas);
    await read('gated', adas);
    await read('free', bens);
    await read('gated', bens);
    await read('free', null);

    expect(await reads(ada, adas)).toMatchObject({
      keeps: true,
      data: [{ slug: 'gated', title: 'Behind the wall', section: 'Harbour' }],
      nextCursor: null,
    });
    expect(await slugsOf(ben, bens)).toEqual(['free']);
    expect((await content.sql.query('SELECT 1 FROM article_read')).rowCount).toBe(2);
  });

  test('from a page that the site keeps is told by the site, and by nobody else', async () => {
    const { rows } = await content.sql.query<{ id: string }>("SELECT id FROM article WHERE slug = 'gated'");
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const body = { data: [{ reader: ada, article: rows[0]!.id, at: later }] };
    const site = await content.keys.serviceToken('site');
    await content.post('/v1/reads', adas, body).expect(403);
    expect(await slugsOf(ada, adas)).toEqual([]);
    await content.post('/v1/reads', site, body).expect(202);
    await content.post('/v1/reads', site, body).expect(202);

    const { data } = await reads(ada, adas);
    expect(data).toMatchObject([{ slug: 'gated' }]);
    expect(new Date(data[0]!.readAt) < new Date(later)).toBe(true);
  });

  test('comes in pages, the newest first', async () => {
    const store = postgresReads(content.sql);
    const { rows } = await content.sql.query<{ id: string; slug: string }>('SELECT id, slug FROM article');
    const day = (n: number) => new Date(Date.UTC(2026, 0, n, 12));
    const all = [1, 2, 3].flatMap((n) =>
      rows.map(({ id }) => ({ readerId: ada, articleId: id, at: day(n) })),
    );
    await store.keep([...all, ...all]);
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const page = await reads(ada, adas, `?limit=2${after}`);
      seen.push(...page.data.map(({ slug, readAt }) => `${readAt.slice(0, 10)} ${slug}`));
      if (page.nextCursor === null) break;
      after = `&after=${page.nextCursor}`;
    }

    expect(seen).toHaveLength(6);
    expect(new Set(seen).size).toBe(6);
    expect(seen.map((line) => line.slice(0, 10))).toEqual([3, 3, 2, 2, 1, 1].map((n) => `2026-01-0${n}`));
    await content.get(`/v1/readers/${ada}/reads?after=x`, adas).expect(400);
  });

  test('is shown to nobody else: not to staff, not to another reader, and to billing alone as evidence', async () => {
    await read('gated', adas);
    const staff = await content.keys.readerToken({ readerId: anId(9), role: 'admin' });
    const site = await content.keys.serviceToken('site');
    for (const token of [bens, staff, site]) await content.get(`/v1/readers/${ada}/reads`, token).expect(403);
    for (const token of [adas, staff, site])
      await content.get(`/v1/readers/${ada}/reads/evidence`, token).expect(403);

    const { body } = await content
      .get(`/v1/readers/${ada}/reads/evidence`, await content.keys.serviceToken('billing'))
      .expect(200);
    expect(body).toMatchObject({ keeps: true, data: [{ slug: 'gated' }] });
  });

  test('is forgotten when they say so, and what they read afterwards is kept', async () => {
    await read('gated', adas);
    expect((await content.delete(`/v1/readers/${ada}/reads`, adas).expect(200)).body).toEqual({ cleared: 1 });
    expect((await content.delete(`/v1/readers/${ada}/reads`, adas).expect(200)).body).toEqual({ cleared: 0 });
    await read('free', adas);

    expect(await slugsOf(ada, adas)).toEqual(['free']);
  });

  test('is not kept once it is switched off, and what there was is gone', async () => {
    await read('gated', adas);
    await content.put(`/v1/readers/${ada}/reads/choice`, adas, { keeps: false }).expect(200);
    await read('free', adas);
    expect(await reads(ada, adas)).toEqual({ keeps: false, data: [], nextCursor: null });
    expect(await keptOf(ada)).toBe(0);

    await content.put(`/v1/readers/${ada}/reads/choice`, adas, { keeps: true }).expect(200);
    await read('free', adas);
    expect(await slugsOf(ada, adas)).toEqual(['free']);
  });

  test('that another process still had in hand when it was forgotten stays forgotten', async () => {
    const store = postgresReads(content.sql);
    const { rows } = await content.sql.query<{ id: string }>("SELECT id FROM article WHERE slug = 'gated'");
    const late = { readerId: ada, articleId: rows[0]!.id, at: new Date(Date.now() - 1_000) };
    await content.delete(`/v1/readers/${ada}/reads`, adas).expect(200);
    await store.keep([late]);

    expect(await keptOf(ada)).toBe(0);
  });

  test('is not lost for a database that is away for a moment, and holds no page up', async () => {
    await content.sql.query('ALTER TABLE article_read RENAME TO away');
    await read('gated', adas);
    await content.get(`/v1/readers/${ada}/reads`, adas).expect(500);
    await content.sql.query('ALTER TABLE away RENAME TO article_read');

    expect(await slugsOf(ada, adas)).toEqual(['gated']);
  });

  test('is forgotten when nobody can dispute anything with it any more', async () => {
    const store = postgresReads(content.sql);
    const { rows } = await content.sql.query<{ id: string }>('SELECT id FROM article LIMIT 1');
    const at = (text: string) => ({ readerId: ada, articleId: rows[0]!.id, at: new Date(text) });
    await store.keep([at('2026-01-01T00:00:00Z'), at('2026-01-02T00:00:00Z')]);
    await store.forgetBefore(new Date('2026-01-02T00:00:00Z'));

    expect((await reads(ada, adas)).data.map(({ readAt }) => readAt)).toEqual(['2026-01-02T00:00:00.000Z']);
  });
});

describe('what identity says of a reader', () => {
  const provisional = anId(7);

  test('what a buyer read before they confirmed their address is the account’s, as often as it is said', async () => {
    await read('free', await content.keys.readerToken({ readerId: provisional, provisional: true }));
    await content.get(`/v1/readers/${ada}/reads`, adas);
    const merged = { readerId: provisional, state: 'merged', mergedInto: ada } as const;
    await content.tellOf(merged, new Date());
    await content.tellOf(merged, new Date());

    await eventually(async () => expect(await slugsOf(ada, adas)).toEqual(['free']));
    expect(await keptOf(provisional)).toBe(0);
  });

  test('but not of an account that wants no history', async () => {
    await content.put(`/v1/readers/${ada}/reads/choice`, adas, { keeps: false }).expect(200);
    await read('free', await content.keys.readerToken({ readerId: anId(8), provisional: true }));
    await content.get(`/v1/readers/${ada}/reads`, adas);
    await content.tellOf({ readerId: anId(8), state: 'merged', mergedInto: ada }, new Date());

    await eventually(async () => expect(await keptOf(anId(8))).toBe(0));
    expect(await keptOf(ada)).toBe(0);
  });

  test('a deleted account leaves nothing, and nothing comes after it', async () => {
    await read('gated', adas);
    expect(await slugsOf(ada, adas)).toEqual(['gated']);
    await content.tellOf({ readerId: ada, state: 'erased', mergedInto: null }, new Date());
    await eventually(async () => expect(await keptOf(ada)).toBe(0));
    await read('free', adas);

    expect((await reads(ada, adas)).data).toEqual([]);
  });
});
