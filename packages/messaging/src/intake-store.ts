import type { Pool, PoolClient } from 'pg';
import type { NewId } from '@gatefold/kernel';
import type { LogRecord, ReceivedEvent, Topic } from './port.ts';

export type ParkedEvent = {
  readonly id: string;
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly type: string | null;
  readonly reason: string;
  readonly attempts: number;
  readonly parkedAt: Date;
};

export type Claims = { readonly ids: Set<string>; readonly waitingKeys: ReadonlySet<string> };

type Place = Pick<LogRecord, 'topic' | 'partition' | 'offset'>;

/** What a consumer group has taken in, tried and put aside, in the service's own database. */
export function intakeStore(pool: Pool, { group, newId }: { group: string; newId: NewId }) {
  return {
    /**
     * Which events this group has not taken in before; they count as taken in once `tx` commits. Of a topic of facts
     * also which keys have events put aside: an event of such a key is not claimed, since it has to wait behind them.
     */
    async claim(tx: PoolClient, topic: Topic, events: readonly ReceivedEvent<unknown>[]): Promise<Claims> {
      const { rows } = await tx.query<{ ids: string[]; keys: string[] }>(CLAIM, [
        group,
        events.map(({ id }) => id),
        events.map(({ key }) => key),
        topic.kind === 'fact' ? topic.name : null,
      ]);
      return { ids: new Set(rows[0]!.ids), waitingKeys: new Set(rows[0]!.keys) };
    },

    async unclaim(tx: PoolClient, ids: readonly string[]): Promise<void> {
      await tx.query('DELETE FROM consumed_event WHERE consumer_group = $1 AND event_id = ANY ($2::uuid[])', [
        group,
        ids,
      ]);
    },

    async hasParked(tx: PoolClient, topic: string, key: string | null): Promise<boolean> {
      const { rows } = await tx.query(
        'SELECT 1 FROM parked_event WHERE consumer_group = $1 AND topic = $2 AND key = $3 LIMIT 1',
        [group, topic, key],
      );
      return rows.length > 0;
    },

    /** Held until `tx` ends, so that a key is not redriven and parked at the same moment. */
    async lockKey(tx: PoolClient, topic: string, key: string | null): Promise<void> {
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        storable(`${group} ${topic} ${key}`),
      ]);
    },

    /** Committed by itself, before the handler runs, so that a handler which ends the process is counted too. */
    async countAttempt({ topic, partition, offset }: Place): Promise<number> {
      const { rows } = await pool.query<{ attempts: number }>(COUNT, [group, topic, partition, offset]);
      return rows[0]!.attempts;
    },

    async forgetAttempts(tx: PoolClient, { topic, partition, offset }: Place): Promise<void> {
      await tx.query(
        'DELETE FROM consumer_attempt WHERE consumer_group = $1 AND topic = $2 AND partition = $3 AND log_offset = $4',
        [group, topic, partition, offset],
      );
    },

    async park(
      tx: PoolClient,
      record: LogRecord,
      { reason, attempts }: { reason: string; attempts: number },
    ): Promise<void> {
      await tx.query(PARK, [
        newId(),
        group,
        record.topic,
        record.partition,
        record.offset,
        record.key === null ? null : storable(record.key),
        record.headers['ce_type'] === undefined ? null : storable(record.headers['ce_type']),
        storable(JSON.stringify(record.headers)),
        record.value === null ? null : storable(record.value),
        storable(reason).slice(0, 2_000),
        attempts,
      ]);
    },

    async list(): Promise<readonly ParkedEvent[]> {
      const { rows } = await pool.query<ParkedEvent>(
        `SELECT ${SHOWN} FROM parked_event WHERE consumer_group = $1 ORDER BY ${IN_ORDER}`,
        [group],
      );
      return rows;
    },

    /** Keys with events put aside, the longest waiting first. */
    async waitingKeys(key: string | null): Promise<readonly { topic: string; key: string | null }[]> {
      const { rows } = await pool.query<{ topic: string; key: string | null }>(
        `SELECT topic, key FROM parked_event WHERE consumer_group = $1 AND ($2::text IS NULL OR key = $2)
         GROUP BY topic, key ORDER BY min(parked_at)`,
        [group, key],
      );
      return rows;
    },

    /** The first event of a key that is put aside, as it stood in the log. */
    async firstParked(
      tx: PoolClient,
      topic: string,
      key: string | null,
    ): Promise<(LogRecord & { id: string }) | null> {
      const { rows } = await tx.query<LogRecord & { id: string }>(
        `SELECT id, topic, partition, log_offset AS "offset", key, headers, value FROM parked_event
         WHERE consumer_group = $1 AND topic = $2 AND key IS NOT DISTINCT FROM $3 ORDER BY ${IN_ORDER} LIMIT 1 FOR UPDATE`,
        [group, topic, key],
      );
      return rows[0] ?? null;
    },

    async unpark(tx: PoolClient, id: string): Promise<void> {
      await tx.query('DELETE FROM parked_event WHERE id = $1', [id]);
    },

    async failedAgain(id: string, reason: string): Promise<void> {
      await pool.query('UPDATE parked_event SET attempts = attempts + 1, reason = $2 WHERE id = $1', [
        id,
        storable(reason).slice(0, 2_000),
      ]);
    },
  };
}

export type IntakeStore = ReturnType<typeof intakeStore>;

/** PostgreSQL keeps no NUL in text. */
const storable = (text: string): string =>
  text.replaceAll('\u0000', '\ufffd').replaceAll('\\u0000', '\\ufffd').toWellFormed();

const IN_ORDER = 'topic, partition, log_offset';

const SHOWN = `id, consumer_group AS "group", topic, partition, log_offset AS "offset", key, type, reason, attempts,
  parked_at AS "parkedAt"`;

const CLAIM = `
  WITH waiting AS MATERIALIZED (
    SELECT DISTINCT key FROM parked_event WHERE consumer_group = $1 AND topic = $4 AND key = ANY ($3::text[])
  ), claimed AS (
    INSERT INTO consumed_event (consumer_group, event_id)
    SELECT $1, id FROM unnest($2::uuid[], $3::text[]) AS e (id, key) WHERE key NOT IN (SELECT key FROM waiting)
    ON CONFLICT DO NOTHING RETURNING event_id
  )
  SELECT ARRAY (SELECT event_id::text FROM claimed) AS ids, ARRAY (SELECT key FROM waiting) AS keys`;

/** The first count is the second delivery: nothing is counted until one may have failed. */
const COUNT = `
  INSERT INTO consumer_attempt AS a (consumer_group, topic, partition, log_offset, attempts) VALUES ($1, $2, $3, $4, 2)
  ON CONFLICT (consumer_group, topic, partition, log_offset) DO UPDATE SET attempts = a.attempts + 1
  RETURNING attempts`;

const PARK = `
  INSERT INTO parked_event
    (id, consumer_group, topic, partition, log_offset, key, type, headers, value, reason, attempts, parked_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_timestamp())
  ON CONFLICT (consumer_group, topic, partition, log_offset) DO NOTHING`;
