import { prepared } from './pool.ts';
import type { Pool } from 'pg';
import type { Topic } from './port.ts';
import { SHARDS } from './outbox.ts';

export type Lease = { readonly shard: number; readonly fence: string };

/** An outbox row that nobody has published yet; `value` is its data as JSON text. */
export type UnpublishedRow = {
  readonly id: string;
  readonly shard: number;
  readonly event_id: string;
  readonly topic: string;
  readonly key: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: string;
  readonly epoch: number;
  readonly time: Date;
  readonly traceparent: string | null;
  readonly value: string | null;
};

export type Mark = { readonly id: string; readonly partition: number; readonly offset: string };

/** Of each shard, in one round. */
export const ROWS_A_SHARD = 100;

type Holder = { readonly holder: string; readonly leaseMs: number };

/** The outbox and the leases on its shards, as one relay sees them. */
export const relayStore = (pool: Pool, of: Holder) => ({
  ...leases(pool, of),
  ...waitingRows(pool, of),
  ...progress(pool),
});

const leases = (pool: Pool, { holder, leaseMs }: Holder) => ({
  /** Renews what this relay holds and takes what nobody holds. */
  async lease(): Promise<readonly Lease[]> {
    const { rows } = await pool.query<Lease>(LEASE, [holder, leaseMs, SHARDS]);
    return rows;
  },

  /** So that another relay need not wait for the leases to expire. */
  async release(): Promise<void> {
    await pool.query('UPDATE relay_shard SET holder = NULL, lease_until = NULL WHERE holder = $1', [holder]);
  },
});

const waitingRows = (pool: Pool, { holder }: Holder) => ({
  /** The first rows of each shard. Whatever their ids, rows that were committed late are among them. */
  async unpublished(leases: readonly Lease[]): Promise<readonly UnpublishedRow[]> {
    const { rows } = await pool.query<UnpublishedRow>(unpublished(leases.map(({ shard }) => shard)));
    return rows;
  },

  /** Says how many were marked; none of a shard that has got another holder. */
  async mark(marks: readonly Mark[], leases: readonly Lease[]): Promise<number> {
    const { rowCount } = await pool.query(
      mark(
        marks.map(({ id }) => id),
        marks.map(({ partition }) => partition),
        marks.map(({ offset }) => offset),
        holder,
        leases.map(({ shard }) => shard),
        leases.map(({ fence }) => fence),
      ),
    );
    return rowCount ?? 0;
  },

  /** The newest record of each of these keys is published once more, by whoever holds the shard. */
  async sayAgain(topic: string, keys: readonly string[]): Promise<void> {
    await pool.query(SAY_AGAIN, [topic, keys]);
  },
});

const progress = (pool: Pool) => ({
  async hasUnpublished(): Promise<boolean> {
    const { rows } = await pool.query<{ found: boolean }>(
      'SELECT EXISTS (SELECT 1 FROM outbox WHERE published_at IS NULL) AS found',
    );
    return rows[0]!.found;
  },

  async published(topics: readonly Topic[]): Promise<Record<string, Record<string, string>>> {
    const { rows } = await pool.query<{ topic: string; partition: number; next: string }>(FURTHEST, [
      topics.map(({ name }) => name),
      topics.map(({ partitions }) => partitions),
    ]);
    const published: Record<string, Record<string, string>> = {};
    for (const { topic, partition, next } of rows) (published[topic] ??= {})[partition] = next;
    return published;
  },

  /** 0 when nothing waits. */
  async oldestSeconds(): Promise<number> {
    const { rows } = await pool.query<{ seconds: string | null }>(
      `SELECT extract(epoch FROM clock_timestamp() - min(created_at)) AS seconds FROM outbox WHERE published_at IS NULL`,
    );
    return Math.max(0, Number(rows[0]!.seconds ?? 0));
  },
});

export type RelayStore = ReturnType<typeof relayStore>;

const LEASE = `
  INSERT INTO relay_shard AS s (shard, holder, fence, lease_until)
  SELECT shard, $1, 1, clock_timestamp() + $2::int * interval '1 millisecond' FROM generate_series(0, $3::int - 1) shard
  ON CONFLICT (shard) DO UPDATE
    SET holder = EXCLUDED.holder,
        lease_until = EXCLUDED.lease_until,
        fence = s.fence + CASE WHEN s.holder = EXCLUDED.holder THEN 0 ELSE 1 END
    WHERE s.holder IS NULL OR s.holder = EXCLUDED.holder OR s.lease_until < clock_timestamp()
  RETURNING shard, fence::text`;

/** Planned once: neither how many are asked for nor of how many shards is known to the planner beforehand. */
const unpublished = prepared(
  'unpublished-rows',
  `
  SELECT o.id, o.shard, o.event_id, o.topic, o.key, o.source, o.type, o.subject, o.sequence, o.epoch, o.time, o.traceparent, o.value FROM unnest((SELECT $1::smallint[])) AS held (shard)
  CROSS JOIN LATERAL (
    SELECT id::text, shard, event_id, topic, key, source, type, subject, sequence::text, epoch, time, traceparent, data::text AS value
    FROM outbox WHERE outbox.shard = held.shard AND published_at IS NULL
    ORDER BY outbox.id LIMIT ${ROWS_A_SHARD}
  ) o`,
);

const mark = prepared(
  'mark-published',
  `
  UPDATE outbox o SET partition = m.partition, log_offset = m.log_offset, published_at = clock_timestamp()
  FROM unnest((SELECT $1::bigint[]), (SELECT $2::int[]), (SELECT $3::bigint[])) AS m (id, partition, log_offset),
       relay_shard s, unnest((SELECT $5::smallint[]), (SELECT $6::bigint[])) AS lease (shard, fence)
  WHERE o.id = m.id AND s.shard = o.shard AND lease.shard = s.shard AND s.holder = $4 AND s.fence = lease.fence`,
);

const SAY_AGAIN = `
  UPDATE outbox SET published_at = NULL WHERE id IN (
    SELECT max(id) FROM outbox WHERE topic = $1 AND key = ANY ($2) GROUP BY key)`;

const FURTHEST = `
  SELECT t.topic, p.partition, furthest.log_offset + 1 AS next
  FROM unnest($1::text[], $2::int[]) AS t (topic, partitions)
  CROSS JOIN LATERAL generate_series(0, t.partitions - 1) AS p (partition)
  CROSS JOIN LATERAL (
    SELECT log_offset FROM outbox
    WHERE topic = t.topic AND partition = p.partition AND published_at IS NOT NULL
    ORDER BY log_offset DESC LIMIT 1
  ) furthest`;
