import type { Pool } from 'pg';
import type { Logger, Topic } from './port.ts';

const EVERY_MS = 60 * 60_000;
const ROWS_A_TURN = 5_000;
/** How much longer than its topics' records a dedupe row is kept. */
const DEDUPE_MARGIN_MS = 86_400_000;

/**
 * Drops published outbox rows that are older than their topic keeps records, by machine time.
 *
 * The furthest row of a partition stays, as it says how far this service has published.
 */
export async function trimOutbox(pool: Pool, topics: readonly Topic[]): Promise<number> {
  let dropped = 0;
  for (const { name, partitions, retentionMs } of topics)
    for (let partition = 0; partition < partitions; partition += 1) {
      const { rowCount } = await pool.query(TRIM_OUTBOX, [name, partition, retentionMs, ROWS_A_TURN]);
      dropped += rowCount ?? 0;
    }
  return dropped;
}

/** Drops dedupe rows of records that no log holds any more. */
export async function trimConsumed(pool: Pool, group: string, topics: readonly Topic[]): Promise<number> {
  const keptMs = Math.max(0, ...topics.map(({ retentionMs }) => retentionMs)) + DEDUPE_MARGIN_MS;
  const { rowCount } = await pool.query(TRIM_CONSUMED, [group, keptMs, ROWS_A_TURN]);
  return rowCount ?? 0;
}

/** Runs `turn` once an hour; a failure waits for the next hour. */
export function hourly(turn: () => Promise<unknown>, logger: Logger): { stop(): void } {
  const timer = setInterval(() => {
    turn().catch((error: unknown) => logger.warn({ err: error }, 'old rows were not dropped'));
  }, EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** Goes along the index of published rows from its old end, so an hour with nothing to drop costs one short look. */
const TRIM_OUTBOX = `
  DELETE FROM outbox WHERE published_at < clock_timestamp() - $3::bigint * interval '1 millisecond' AND id IN (
    SELECT id FROM outbox WHERE topic = $1 AND partition = $2 AND published_at IS NOT NULL
      AND log_offset < (SELECT max(log_offset) FROM outbox WHERE topic = $1 AND partition = $2 AND published_at IS NOT NULL)
    ORDER BY log_offset LIMIT $4)`;

const TRIM_CONSUMED = `
  DELETE FROM consumed_event WHERE (consumer_group, event_id) IN (
    SELECT consumer_group, event_id FROM consumed_event
    WHERE consumer_group = $1 AND consumed_at < clock_timestamp() - $2::bigint * interval '1 millisecond' LIMIT $3)`;
