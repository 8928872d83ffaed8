import type { Pool } from 'pg';
import { inTransaction } from './pool.ts';
import { partitionOf } from './partition.ts';
import type { LogRecord, OutgoingRecord, Published, Topic } from './port.ts';

/** The channel on which an append is announced, with the topic's name; and a change of membership, with `group:<name>`. */
export const CHANNEL = 'gatefold_log';

/**
 * Offsets are handed out under the lock of the partition's row, which is held until the records are committed: they
 * have no gaps, and a reader who has seen one has seen all before it.
 */
const TABLES = `
  CREATE TABLE IF NOT EXISTS log_topic (
    name         text PRIMARY KEY,
    partitions   integer NOT NULL,
    cleanup      text NOT NULL,
    retention_ms bigint NOT NULL
  );
  CREATE TABLE IF NOT EXISTS log_partition (
    topic       text NOT NULL REFERENCES log_topic (name),
    partition   integer NOT NULL,
    next_offset bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (topic, partition)
  );
  CREATE TABLE IF NOT EXISTS log_record (
    topic      text NOT NULL,
    partition  integer NOT NULL,
    log_offset bigint NOT NULL,
    key        text NOT NULL,
    headers    jsonb NOT NULL,
    value      text,
    written_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (topic, partition, log_offset)
  );
  CREATE INDEX IF NOT EXISTS log_record_key ON log_record (topic, key, log_offset);
  CREATE TABLE IF NOT EXISTS log_member (
    consumer_group text NOT NULL,
    member         uuid NOT NULL,
    topics         text[] NOT NULL,
    lease_until    timestamptz(6) NOT NULL,
    PRIMARY KEY (consumer_group, member)
  );
  CREATE TABLE IF NOT EXISTS log_cursor (
    consumer_group text NOT NULL,
    topic          text NOT NULL,
    partition      integer NOT NULL,
    committed      bigint NOT NULL DEFAULT 0,
    holder         uuid,
    fence          bigint NOT NULL DEFAULT 0,
    lease_until    timestamptz(6),
    PRIMARY KEY (consumer_group, topic, partition)
  );`;

export type Wanted = { readonly topic: string; readonly partition: number; readonly position: string };

/** The append-only log, as tables. */
export const postgresLog = (pool: Pool) => ({ ...writing(pool), ...reading(pool), ...housekeeping(pool) });

const writing = (pool: Pool) => ({
  async ensureTopics(topics: readonly Topic[]): Promise<void> {
    await inTransaction(pool, async (tx) => {
      // Services start together, and CREATE TABLE IF NOT EXISTS fails when two of them race.
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('gatefold log tables', 0))`);
      await tx.query(TABLES);
      for (const { name, partitions, cleanup, retentionMs } of topics) {
        const { rows } = await tx.query<{ partitions: number }>(UPSERT_TOPIC, [
          name,
          partitions,
          cleanup,
          retentionMs,
        ]);
        if (rows[0]!.partitions !== partitions)
          throw new Error(`${name} has ${rows[0]!.partitions} partitions where ${partitions} are agreed`);
        await tx.query(ADD_PARTITIONS, [name, partitions]);
      }
    });
  },

  async publish(topic: Topic, records: readonly OutgoingRecord[]) {
    if (records.length === 0) return [];
    const places = records.map(({ key }) => partitionOf(key, topic.partitions));
    const { rows } = await pool.query<{ partition: number; first: string }>(APPEND, [
      topic.name,
      places,
      records.map(({ key }) => key),
      records.map(({ headers }) => JSON.stringify(headers)),
      records.map(({ value }) => value),
      CHANNEL,
    ]);
    const next = new Map(rows.map(({ partition, first }) => [partition, BigInt(first)]));
    return places.map((partition) => {
      const offset = next.get(partition);
      if (offset === undefined) throw new Error(`${topic.name}/${partition} is not in the log`);
      next.set(partition, offset + 1n);
      return { partition, offset: String(offset) };
    });
  },
});

const reading = (pool: Pool) => ({
  /** At most `limit` records of each partition, from its position on, in order. */
  async read(wanted: readonly Wanted[], limit: number): Promise<readonly LogRecord[]> {
    const { rows } = await pool.query<LogRecord>(READ, [
      wanted.map(({ topic }) => topic),
      wanted.map(({ partition }) => partition),
      wanted.map(({ position }) => position),
      limit,
    ]);
    return rows;
  },

  async endOffsets(topics: readonly Topic[]): Promise<Published> {
    const { rows } = await pool.query<Row>(
      'SELECT topic, partition, next_offset AS position FROM log_partition WHERE topic = ANY ($1)',
      [topics.map(({ name }) => name)],
    );
    return toPublished(rows);
  },

  async committed(group: string, topics: readonly Topic[]): Promise<Published> {
    const { rows } = await pool.query<Row>(
      `SELECT topic, partition, committed AS position FROM log_cursor WHERE consumer_group = $1 AND topic = ANY ($2)`,
      [group, topics.map(({ name }) => name)],
    );
    return toPublished(rows);
  },
});

const housekeeping = (pool: Pool) => ({
  /**
   * Drops what `topics.json` no longer keeps, by machine time. Of a compacted topic the newest record of each key
   * stays for good, unless it is a tombstone.
   */
  async trim(): Promise<void> {
    await inTransaction(pool, async (tx) => {
      const { rows } = await tx.query<{ mine: boolean }>(
        `SELECT pg_try_advisory_xact_lock(hashtextextended('gatefold log trim', 0)) AS mine`,
      );
      if (!rows[0]!.mine) return;
      await tx.query(TRIM_OLD);
      await tx.query(TRIM_SUPERSEDED);
    });
  },
});

export type PostgresLog = ReturnType<typeof postgresLog>;

type Row = { topic: string; partition: number; position: string };

function toPublished(rows: readonly Row[]): Published {
  const published: Record<string, Record<string, string>> = {};
  for (const { topic, partition, position } of rows) (published[topic] ??= {})[partition] = position;
  return published;
}

const UPSERT_TOPIC = `
  INSERT INTO log_topic (name, partitions, cleanup, retention_ms) VALUES ($1, $2, $3, $4)
  ON CONFLICT (name) DO UPDATE SET cleanup = EXCLUDED.cleanup, retention_ms = EXCLUDED.retention_ms
  RETURNING partitions`;

const ADD_PARTITIONS = `
  INSERT INTO log_partition (topic, partition) SELECT $1, generate_series(0, $2::int - 1) ON CONFLICT DO NOTHING`;

/** Partitions are locked in their order, so that two appends never wait for each other in a circle. */
const APPEND = `
  WITH record AS (
    SELECT partition, key, headers, value, nth, row_number() OVER (PARTITION BY partition ORDER BY nth) - 1 AS step
    FROM unnest($2::int[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS r (partition, key, headers, value, nth)
  ), locked AS MATERIALIZED (
    SELECT partition, next_offset FROM log_partition
    WHERE topic = $1 AND partition IN (SELECT partition FROM record)
    ORDER BY partition FOR UPDATE
  ), moved AS (
    UPDATE log_partition p SET next_offset = l.next_offset + (SELECT count(*) FROM record r WHERE r.partition = p.partition)
    FROM locked l WHERE p.topic = $1 AND p.partition = l.partition
  ), appended AS (
    INSERT INTO log_record (topic, partition, log_offset, key, headers, value)
    SELECT $1, r.partition, l.next_offset + r.step, r.key, r.headers::jsonb, r.value
    FROM record r JOIN locked l USING (partition) ORDER BY r.nth
  )
  SELECT partition, next_offset AS first, pg_notify($6, $1) FROM locked`;

const READ = `
  SELECT r.topic, r.partition, r.log_offset AS "offset", r.key, r.headers, r.value
  FROM unnest($1::text[], $2::int[], $3::bigint[]) AS w (topic, partition, position)
  CROSS JOIN LATERAL (
    SELECT * FROM log_record
    WHERE topic = w.topic AND partition = w.partition AND log_offset >= w.position
    ORDER BY log_offset LIMIT $4
  ) r
  ORDER BY r.topic, r.partition, r.log_offset`;

const TRIM_OLD = `
  DELETE FROM log_record r USING log_topic t
  WHERE t.name = r.topic AND t.cleanup = 'delete'
    AND r.written_at < clock_timestamp() - t.retention_ms * interval '1 millisecond'`;

const TRIM_SUPERSEDED = `
  DELETE FROM log_record r USING log_topic t
  WHERE t.name = r.topic AND t.cleanup = 'compact'
    AND r.written_at < clock_timestamp() - t.retention_ms * interval '1 millisecond'
    AND (r.value IS NULL OR EXISTS (
      SELECT 1 FROM log_record newer
      WHERE newer.topic = r.topic AND newer.key = r.key AND newer.log_offset > r.log_offset))`;
