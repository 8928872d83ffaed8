import type { Pool, PoolClient } from 'pg';
import type { NewId } from '@gatefold/kernel';
import type { LogRecord } from './port.ts';

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

type Verdict = { readonly reason: string; readonly attempts: number };
type Parked = LogRecord & { readonly id: string };

/** What a consumer group has put aside, in the service's own database. */
export type ParkingStore = {
  hasParked(tx: PoolClient, topic: string, key: string | null): Promise<boolean>;
  /** Held until `tx` ends, so that a key is not redriven and parked at the same moment. */
  lockKey(tx: PoolClient, topic: string, key: string | null): Promise<void>;
  park(tx: PoolClient, record: LogRecord, verdict: Verdict): Promise<void>;
  list(): Promise<readonly ParkedEvent[]>;
  /** Keys with events put aside, the longest waiting first; of all keys when `key` is null. */
  waitingKeys(key: string | null): Promise<readonly { topic: string; key: string | null }[]>;
  /** The first event of a key that is put aside, as it stood in the log. */
  firstParked(tx: PoolClient, topic: string, key: string | null): Promise<Parked | null>;
  unpark(tx: PoolClient, id: string): Promise<void>;
  failedAgain(id: string, reason: string): Promise<void>;
};

type Options = { readonly pool: Pool; readonly group: string; readonly newId: NewId };

export const parkingStore = ({ pool, group, newId }: Options): ParkingStore => ({
  async hasParked(tx, topic, key) {
    const { rows } = await tx.query(
      'SELECT 1 FROM parked_event WHERE consumer_group = $1 AND topic = $2 AND key = $3 LIMIT 1',
      [group, topic, key],
    );
    return rows.length > 0;
  },

  async lockKey(tx, topic, key) {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      storable(`${group} ${topic} ${key}`),
    ]);
  },

  async park(tx, record, verdict) {
    await tx.query(PARK, [newId(), group, ...columnsOf(record), sentence(verdict.reason), verdict.attempts]);
  },

  async list() {
    const { rows } = await pool.query<ParkedEvent>(LIST, [group]);
    return rows;
  },

  async waitingKeys(key) {
    const { rows } = await pool.query<{ topic: string; key: string | null }>(WAITING_KEYS, [group, key]);
    return rows;
  },

  async firstParked(tx, topic, key) {
    const { rows } = await tx.query<Parked>(FIRST_PARKED, [group, topic, key]);
    return rows[0] ?? null;
  },

  async unpark(tx, id) {
    await tx.query('DELETE FROM parked_event WHERE id = $1', [id]);
  },

  async failedAgain(id, reason) {
    await pool.query('UPDATE parked_event SET attempts = attempts + 1, reason = $2 WHERE id = $1', [
      id,
      sentence(reason),
    ]);
  },
});

function columnsOf({ topic, partition, offset, key, headers, value }: LogRecord): unknown[] {
  const type = headers['ce_type'] ?? null;
  return [
    topic,
    partition,
    offset,
    storable(key),
    storable(type),
    storable(JSON.stringify(headers)),
    storable(value),
  ];
}

const sentence = (reason: string): string => storable(reason).slice(0, 2_000);

/** PostgreSQL keeps no NUL in text, and none in the strings of its JSON. */
function storable(text: string): string;
function storable(text: string | null): string | null;
function storable(text: string | null): string | null {
  return text === null
    ? null
    : text.replaceAll('\u0000', '\ufffd').replaceAll('\\u0000', '\\ufffd').toWellFormed();
}

const IN_ORDER = 'topic, partition, log_offset';

const LIST = `
  SELECT id, consumer_group AS "group", topic, partition, log_offset AS "offset", key, type, reason, attempts,
         parked_at AS "parkedAt"
  FROM parked_event WHERE consumer_group = $1 ORDER BY ${IN_ORDER}`;

const WAITING_KEYS = `
  SELECT topic, key FROM parked_event WHERE consumer_group = $1 AND ($2::text IS NULL OR key = $2)
  GROUP BY topic, key ORDER BY min(parked_at)`;

const FIRST_PARKED = `
  SELECT id, topic, partition, log_offset AS "offset", key, headers, value FROM parked_event
  WHERE consumer_group = $1 AND topic = $2 AND key IS NOT DISTINCT FROM $3 ORDER BY ${IN_ORDER} LIMIT 1 FOR UPDATE`;

const PARK = `
  INSERT INTO parked_event
    (id, consumer_group, topic, partition, log_offset, key, type, headers, value, reason, attempts, parked_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_timestamp())
  ON CONFLICT (consumer_group, topic, partition, log_offset) DO NOTHING`;
