import { ArticleData, articleTopic } from '@gatefold/events';
import { eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aManuscript, free } from '../../../test/builders.ts';
import { startContent, type Content } from '../../../test/harness.ts';

let content: Content;

beforeAll(async () => {
  content = await startContent();
});
beforeEach(() => content.sql.query('TRUNCATE article, article_read, saved_article, outbox'));
afterAll(() => content.stop());

type Row = { type: string; subject: string; key: string; sequence: number; epoch: number; data: unknown };

async function announced(): Promise<Row[]> {
  const { rows } = await content.sql.query<Row>(
    'SELECT type, subject, key, sequence::int, epoch, data FROM outbox ORDER BY id',
  );
  return rows;
}

describe('publishing', () => {
  it('saves an article and says so once, however often it is repeated', async () => {
    for (let turn = 0; turn < 3; turn += 1) await content.publish(aManuscript());
    const rows = await announced();
    expect(rows.map(({ type, sequence, epoch }) => [type, sequence, epoch])).toEqual([
      ['article.published', 1, 3],
    ]);
  });

  it('says it once when two editors press the button together', async () => {
    await Promise.all(Array.from({ length: 8 }, () => content.publish(aManuscript())));
    expect(await announced()).toHaveLength(1);
  });

  it('says what changed, under the same id, with the next number', async () => {
    await content.publish(aManuscript());
    await content.publish(aManuscript({ rule: free }));
    const [first, second] = await announced();
    expect(second).toMatchObject({ type: 'article.changed', subject: first?.subject, sequence: 2 });
    expect(ArticleData.parse(second?.data).rule.access).toBe('free');
  });

  it('numbers the changes of one article without a gap, also when they come together', async () => {
    await content.publish(aManuscript());
    await Promise.all(
      [1, 2, 3, 4, 5].map((edition) => content.publish(aManuscript({ dek: `Edition ${edition}` }))),
    );
    expect((await announced()).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('tells names and rule, and fits the contract', async () => {
    await content.publish(aManuscript());
    const [row] = await announced();
    expect(Object.keys(ArticleData.strict().parse(row?.data))).not.toContain('title');
    expect(row?.key).toBe(row?.subject);
  });

  it('saves nothing when the announcement cannot be saved', async () => {
    await content.sql.query('ALTER TABLE outbox RENAME TO outbox_away');
    await expect(content.publish(aManuscript())).rejects.toThrow();
    await content.sql.query('ALTER TABLE outbox_away RENAME TO outbox');
    const { rowCount } = await content.sql.query('SELECT 1 FROM article');
    expect(rowCount).toBe(0);
  });

  it('refuses a rule that would open nothing without a word', async () => {
    await expect(content.publish(aManuscript({ rule: { ...free, access: 'feature' } }))).rejects.toThrow(
      'article_rule',
    );
  });
});

describe('announcing everything again', () => {
  const publishThree = () =>
    content.publish(...['one', 'two', 'three'].map((slug) => aManuscript({ slug, title: slug })));

  it('says each article’s present rule with its next number', async () => {
    await publishThree();
    expect(await content.desk.announceAll()).toBe(3);
    const again = (await announced()).slice(3);
    expect(again.map(({ type, sequence }) => [type, sequence])).toEqual(
      Array.from({ length: 3 }, () => ['article.announced', 2]),
    );
  });

  it('carries the new epoch after a restore', async () => {
    await publishThree();
    await content.deskOfEpoch(4).announceAll();
    expect((await announced()).slice(3).every(({ epoch }) => epoch === 4)).toBe(true);
  });

  it('may be asked by an administrator or a service, and by nobody else', async () => {
    await publishThree();
    const { readerToken, serviceToken } = content.keys;
    const reader = await readerToken({ readerId: '018f2f60-0000-7000-8000-000000000009' });
    const admin = await readerToken({ readerId: '018f2f60-0000-7000-8000-000000000009', role: 'admin' });
    await content.post('/v1/announcements', reader).expect(403);
    await content.post('/v1/announcements', admin).expect(202, { announced: 3 });
    await content.post('/v1/announcements', await serviceToken('dev')).expect(202, { announced: 3 });
  });
});

describe('the way to the event log', () => {
  it('is taken by every announcement, in the order of each article', async () => {
    await Promise.all(content.workers.slice(0, 1).map((worker) => worker.start()));
    await content.publish(aManuscript({ slug: 'sent' }), aManuscript({ slug: 'sent', dek: 'Again.' }));
    await eventually(async () => {
      const { rowCount } = await content.sql.query('SELECT 1 FROM outbox WHERE published_at IS NOT NULL');
      return rowCount === 2;
    });
    const { rows } = await content.sql.query<{ topic: string; partition: number; log_offset: string }>(
      'SELECT topic, partition, log_offset FROM outbox ORDER BY id',
    );
    expect(rows.every(({ topic }) => topic === articleTopic.name)).toBe(true);
    expect(rows[0]?.partition).toBe(rows[1]?.partition);
    expect(Number(rows[0]?.log_offset)).toBeLessThan(Number(rows[1]?.log_offset));
  });
});
