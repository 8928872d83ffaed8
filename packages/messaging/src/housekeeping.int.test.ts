import { join } from 'node:path';
import { aDatabase, collectingLogger, type TestDatabase } from '@gatefold/test-kit';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { announce, anEvent, aTopic, oneTo } from '../test/world.ts';
import { trimConsumed, trimOutbox } from './housekeeping.ts';
import { openPool } from './index.ts';
import { postgresLog } from './postgres-log.ts';

const DAY = 86_400_000;
let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await aDatabase({ sqlFiles: [join(import.meta.dirname, '../sql/messaging.sql')] });
  pool = openPool({ url: database.url, name: 'housekeeping', logger: collectingLogger() });
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

test('published events leave the outbox after their topic’s time, but for the furthest of each partition', async () => {
  const topic = aTopic('fact', { partitions: 1, retentionMs: 10 * DAY });
  await announce(
    pool,
    topic,
    oneTo(6).map((n) => anEvent('ada', n)),
  );
  await pool.query(`UPDATE outbox SET partition = 0, log_offset = sequence - 1 WHERE topic = $1`, [
    topic.name,
  ]);
  const publish = (which: string, ago: string) =>
    pool.query(
      `UPDATE outbox SET published_at = clock_timestamp() - $2::interval WHERE topic = $1 AND ${which}`,
      [topic.name, ago],
    );
  await publish('sequence <= 2', '11 days');
  await publish('sequence IN (3, 4)', '9 days');

  expect(await trimOutbox(pool, [topic])).toBe(2);
  await publish('sequence IN (3, 4)', '11 days');
  expect(await trimOutbox(pool, [topic])).toBe(1);
  const { rows } = await pool.query<{ n: number }>(
    'SELECT sequence::int AS n FROM outbox WHERE topic = $1 ORDER BY id',
    [topic.name],
  );
  expect(rows.map(({ n }) => n)).toEqual([4, 5, 6]);
});

test('dedupe rows are kept a day longer than any record that they could meet again', async () => {
  const topic = aTopic('fact', { retentionMs: 10 * DAY });
  await pool.query(
    `INSERT INTO consumed_event SELECT 'g', gen_random_uuid(), clock_timestamp() - n * interval '1 day' FROM unnest('{5,10,12}'::int[]) n`,
  );

  expect(await trimConsumed(pool, 'another group', [topic])).toBe(0);
  expect(await trimConsumed(pool, 'g', [topic])).toBe(1);
});

test('the PostgreSQL log drops what has expired, and keeps the newest of each key of a compacted topic', async () => {
  const log = postgresLog(pool);
  const expiring = aTopic('fact', { retentionMs: DAY });
  const compacted = aTopic('state', { cleanup: 'compact', retentionMs: DAY });
  const record = (key: string, value: string | null) => ({ key, value, headers: {} });
  await log.ensureTopics([expiring, compacted]);
  await log.publish(expiring, [record('ada', 'old')]);
  await log.publish(compacted, [
    record('ada', 'old'),
    record('ben', 'only'),
    record('cleo', 'old'),
    record('cleo', null),
    record('ada', 'new'),
  ]);
  await pool.query(`UPDATE log_record SET written_at = clock_timestamp() - interval '2 days'`);
  await log.publish(expiring, [record('ada', 'fresh')]);
  await log.publish(compacted, [record('ben', 'fresh')]);
  await log.trim();

  const { rows } = await pool.query<{ topic: string; key: string; value: string | null }>(
    'SELECT topic, key, value FROM log_record ORDER BY key, value',
  );
  const left = (topic: string) =>
    rows.filter((row) => row.topic === topic).map(({ key, value }) => `${key} ${value}`);
  expect(left(expiring.name)).toEqual(['ada fresh']);
  expect(left(compacted.name)).toEqual(['ada new', 'ben fresh']);
  const { [expiring.name]: ends } = await log.endOffsets([expiring]);
  expect(Object.values(ends!)).toContain('2');
});
