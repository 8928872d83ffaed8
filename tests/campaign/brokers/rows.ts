import { setTimeout as sleep } from 'node:timers/promises';
import { inTransaction, insertOutbox, outboxRow, type Topic } from '@gatefold/messaging';
import { newId } from '@gatefold/service-kit';
import type { Pool } from 'pg';

/** What a service would announce: as many partitions as a topic of ours has. */
export const topic: Topic = {
  name: 'campaign.row.v1',
  kind: 'fact',
  partitions: 6,
  cleanup: 'delete',
  retentionMs: 86_400_000,
};

const KEYS = 200;
const ROWS_AT_ONCE = 60;
const REST_MS = 10;
/** Rows that may wait for the relay; more are written when it has caught up. */
const MOST_WAITING = 4_000;

/** Writes outbox rows as a busy service does, until it is stopped. Counts how many. */
export function writeRows(pool: Pool, { restMs = REST_MS } = {}) {
  let isStopped = false;
  let written = 0;

  const write = async (): Promise<void> => {
    const rows = Array.from({ length: ROWS_AT_ONCE }, (_, index) => {
      const key = `key-${(written + index) % KEYS}`;
      return outboxRow(topic, {
        id: newId(),
        source: 'gatefold/campaign',
        type: 'row.written',
        subject: key,
        time: new Date().toISOString(),
        key,
        sequence: Math.floor((written + index) / KEYS) + 1,
        epoch: 1,
        traceparent: null,
        data: { padding: 'x'.repeat(400) },
      });
    });
    await inTransaction(pool, (tx) => insertOutbox(tx, rows));
    written += ROWS_AT_ONCE;
  };

  const run = async (): Promise<void> => {
    while (!isStopped) {
      if ((await waiting(pool)) < MOST_WAITING) await write();
      await sleep(restMs);
    }
  };
  const running = run();
  running.catch(() => undefined);

  return {
    written: (): number => written,
    async stop(): Promise<void> {
      isStopped = true;
      await running;
    },
  };
}

export async function waiting(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM outbox WHERE published_at IS NULL',
  );
  return rows[0]?.n ?? 0;
}
