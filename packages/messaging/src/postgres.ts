import type { MachineClock, NewId } from '@gatefold/kernel';
import type { Logger, Transport } from './port.ts';
import { openPool } from './pool.ts';
import { consumeFromLog } from './postgres-consumption.ts';
import { membership } from './postgres-group.ts';
import { listenToLog } from './postgres-listener.ts';
import { postgresLog } from './postgres-log.ts';
import { tailOfPostgres } from './postgres-tail.ts';

export type PostgresOptions = {
  /** The `events` database. */
  readonly url: string;
  readonly clientId: string;
  readonly logger: Logger;
  readonly clock: MachineClock;
  readonly newId: NewId;
  exit(code: number): void;
  /** How long a partition with lag may stand still before the process is ended. */
  readonly stalledMs: number;
  /** How long after its last sign of life a member's partitions go to others. */
  readonly leaseMs?: number;
  /** How long an append may stay unseen when its notification was lost. */
  readonly pollMs?: number;
};

/** An append-only log in PostgreSQL, for those who have no Kafka. */
export function postgresTransport(options: PostgresOptions): Transport {
  const { url, clientId, logger, newId, leaseMs = 6_000, pollMs = 1_000 } = options;
  const pool = openPool({ url, name: `${clientId} log`, max: 6, logger });
  const log = postgresLog(pool);
  const listener = listenToLog({ url, logger });

  return {
    kind: 'postgres',
    ensureTopics: log.ensureTopics,
    publish: log.publish,
    consume: ({ group, topics, take }) =>
      consumeFromLog({
        ...options,
        log,
        listener,
        membership: membership(pool, { group, member: newId(), topics, leaseMs }),
        group,
        topics,
        take,
        leaseMs,
        pollMs,
      }),
    tail: (how) => tailOfPostgres({ ...how, log, listener, pollMs }),
    committed: log.committed,
    endOffsets: log.endOffsets,
    async ping() {
      await pool.query('SELECT 1');
    },
    async close() {
      await listener.close();
      await pool.end();
    },
  };
}
