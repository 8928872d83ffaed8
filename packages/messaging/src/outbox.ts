import { prepared } from './pool.ts';
import { partitionOf } from './partition.ts';
import type { OutgoingEvent, Topic } from './port.ts';

export const SHARDS = 8;
/** Kafka takes 1 MiB a record; what it refuses would hold up the key for good, so it is refused here. */
const MAX_BYTES = 768 * 1024;

type Json = string | number | boolean | { readonly [name: string]: Json | null } | readonly (Json | null)[];

/** A row of `outbox`, by the names that the Prisma model gives its columns. */
export type OutboxRow = {
  readonly eventId: string;
  readonly topic: string;
  readonly key: string;
  readonly shard: number;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: bigint;
  readonly epoch: number;
  readonly time: Date;
  readonly traceparent: string | null;
  readonly data: Json;
};

/** What runs a statement: a `pg` client in a transaction. */
export type Tx = { query(statement: { name: string; text: string; values: unknown[] }): Promise<unknown> };

/**
 * The row that announces `event`; save it in the transaction that makes it true.
 *
 * A tombstone's data is null, which Prisma would take for a missing value: save it with `insertOutbox`.
 */
export function outboxRow(topic: Topic, event: OutgoingEvent): OutboxRow {
  const data = event.data as Json;
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes > MAX_BYTES) throw new RangeError(`an event of ${bytes} bytes is too large for ${topic.name}`);

  return {
    eventId: event.id,
    topic: topic.name,
    key: event.key,
    shard: partitionOf(event.key, SHARDS),
    source: event.source,
    type: event.type,
    subject: event.subject,
    sequence: BigInt(event.sequence),
    epoch: event.epoch,
    time: new Date(event.time),
    traceparent: event.traceparent,
    data,
  };
}

/** Saves rows in their order, in one statement. */
export async function insertOutbox(tx: Tx, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  const column = <K extends keyof OutboxRow>(name: K) => rows.map((row) => row[name]);
  await tx.query(
    insert(
      column('eventId'),
      column('topic'),
      column('key'),
      column('shard'),
      column('source'),
      column('type'),
      column('subject'),
      column('sequence').map(String),
      column('epoch'),
      column('time').map((time) => time.toISOString()),
      column('traceparent'),
      (column('data') as (Json | null)[]).map((data) => (data === null ? null : JSON.stringify(data))),
    ),
  );
}

const insert = prepared(
  'insert-outbox',
  `
  INSERT INTO outbox (event_id, topic, key, shard, source, type, subject, sequence, epoch, time, traceparent, data)
  SELECT event_id, topic, key, shard, source, type, subject, sequence, epoch, time, traceparent, data::jsonb
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::text[], $8::bigint[],
              $9::int[], $10::timestamptz[], $11::text[], $12::text[]) WITH ORDINALITY
    AS row (event_id, topic, key, shard, source, type, subject, sequence, epoch, time, traceparent, data, nth)
  ORDER BY nth`,
);
