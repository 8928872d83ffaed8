import { anId, eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aManuscript, free } from '../../test/builders.ts';
import { startContent, type Content } from '../../test/harness.ts';
import { postgresSaved } from '../adapters/postgres/saved.ts';

const ada = anId(1);
const ben = anId(2);
let content: Content;
let adas = '';
let bens = '';
beforeAll(async () => {
  content = await startContent();
  const tomorrow = new Date(Date.now() + 86_400_000);
  await content.publish(
    aManuscript({ slug: 'gated', title: 'Behind the wall' }),
    aManuscript({ slug: 'free', title: 'For everyone', rule: free }),
    aManuscript({ slug: 'tomorrow', publishedAt: tomorrow }),
  );
  adas = await content.keys.readerToken({ readerId: ada });
  bens = await content.keys.readerToken({ readerId: ben });
  for (const worker of content.workers) await worker.start();
}, 30_000);
afterAll(() => content.stop());
beforeEach(() => content.sql.query('TRUNCATE saved_article, gone_reader'));

const save = (slug: string, readerId = ada, token = adas) =>
  content.put(`/v1/readers/${readerId}/saved/${slug}`, token, {});
const saved = async (readerId = ada, token = adas, query = '') =>
  (await content.get(`/v1/readers/${readerId}/saved${query}`, token).expect(200)).body as {
    data: { slug: string; title: string; section: string; savedAt: string }[];
    nextCursor: string | null;
  };
const slugs = async (readerId = ada, token = adas) =>
  (await saved(readerId, token)).data.map(({ slug }) => slug).toSorted();

describe('what a reader puts aside', () => {
  test('is on their list once, also what they may not read yet, and comes off it', async () => {
    await save('gated').expect(200);
    const first = (await saved()).data[0]!.savedAt;
    await save('gated').expect(200);

    expect(await saved()).toEqual({
      data: [{ slug: 'gated', title: 'Behind the wall', section: 'Harbour', savedAt: first }],
      nextCursor: null,
    });

    await content.delete(`/v1/readers/${ada}/saved/gated`, adas).expect(200);
    await content.delete(`/v1/readers/${ada}/saved/gated`, adas).expect(200);
    expect(await slugs()).toEqual([]);
  });

  test('must be out, and be there', async () => {
    for (const slug of ['tomorrow', 'never'])
      expect((await save(slug).expect(404)).body).toMatchObject({ code: 'article-not-found' });
  });

  test('comes in pages, the newest first, of one paper or of all', async () => {
    await save('gated');
    await content.sql.query("UPDATE saved_article SET saved_at = saved_at - interval '1 hour'");
    await save('free');
    const first = await saved(ada, adas, '?limit=1');
    const second = await saved(ada, adas, `?limit=1&after=${first.nextCursor}`);

    expect([...first.data, ...second.data].map(({ slug }) => slug)).toEqual(['free', 'gated']);
    expect(second.nextCursor).toBeNull();
    expect((await saved(ada, adas, '?publication=signal')).data).toEqual([]);
    await content.get(`/v1/readers/${ada}/saved?after=x`, adas).expect(400);
  });

  test('is nobody else’s: no other reader, no staff and no service sees or changes it', async () => {
    await save('gated').expect(200);
    const staff = await content.keys.readerToken({ readerId: anId(9), role: 'admin' });
    for (const token of [bens, staff, await content.keys.serviceToken('site')]) {
      await content.get(`/v1/readers/${ada}/saved`, token).expect(403);
      await save('free', ada, token).expect(403);
      await content.delete(`/v1/readers/${ada}/saved/gated`, token).expect(403);
    }

    expect(await slugs()).toEqual(['gated']);
  });

  test('has an end: what is on it may be saved again, and nothing more', async () => {
    const small = postgresSaved(content.sql, 1);
    const at = new Date();

    expect(await small.save(ada, 'gated', at)).toBeNull();
    expect(await small.save(ada, 'gated', at)).toBeNull();
    expect(await small.save(ada, 'free', at)).toBe('full');
    expect(await small.save(ben, 'free', at)).toBeNull();
  });

  test('is for confirmed addresses', async () => {
    const buyer = anId(7);
    const token = await content.keys.readerToken({ readerId: buyer, provisional: true });

    await save('free', buyer, token).expect(401);
  });

  test('a deleted account leaves nothing, and nothing comes after it', async () => {
    await save('gated', ben, bens).expect(200);
    await content.tellOf({ readerId: ben, state: 'erased', mergedInto: null }, new Date());
    await eventually(async () => expect(await slugs(ben, bens)).toEqual([]));

    expect((await save('free', ben, bens).expect(409)).body).toMatchObject({ code: 'reader-gone' });
  });
});
