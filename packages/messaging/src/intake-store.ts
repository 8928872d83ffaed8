import { prepared } from './pool.ts';
import type { Pool, PoolClient } from 'pg';
import type { LogRecord, ReceivedEvent, Topic } from './port.ts';

export type Claims = { readonly ids: Set<string>; readonly waitingKeys: ReadonlySet<string> };

type Place = Pick<LogRecord, 'topic' | 'partition' | 'offset'>;

/** What a consumer group has taken in and how often it tried, in the service's own database. */
export function intakeStore(pool: Pool, group: string) {
  return {
    /**
     * Which events this group has not taken in before; they count as taken in once `tx` commits. Of a topic of facts
     * also which keys have events put aside: an event of such a key is not claimed, since it has to wait behind them.
     */
    async claim(tx: PoolClient, topic: Topic, events: readonly ReceivedEvent<unknown>[]): Promise<Claims> {
      const { rows } = await tx.query<{ ids: string[]; keys: string[] }>(
        claim(
          group,
          events.map(({ id }) => id),
          events.map(({ key }) => key),
          topic.kind === 'fact' ? topic.name : null,
        ),
      );
      return { ids: new Set(rows[0]!.ids), waitingKeys: new Set(rows[0]!.keys) };
    },

    async unclaim(tx: PoolClient, ids: readonly string[]): Promise<void> {
      await tx.query('DELETE FROM consumed_event WHERE consumer_group = $1 AND event_id = ANY ($2::uuid[])', [
        group,
        ids,
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
  };
}

export type IntakeStore = ReturnType<typeof intakeStore>;

const claim = prepared(
  'claim-events',
  `
  WITH waiting AS MATERIALIZED (
    SELECT DISTINCT key FROM parked_event WHERE consumer_group = $1 AND topic = $4 AND key = ANY ($3::text[])
  ), claimed AS (
    INSERT INTO consumed_event (consumer_group, event_id)
    SELECT $1, id FROM unnest($2::uuid[], $3::text[]) AS e (id, key) WHERE key NOT IN (SELECT key FROM waiting)
    ON CONFLICT DO NOTHING RETURNING event_id
  )
  SELECT ARRAY (SELECT event_id::text FROM claimed) AS ids, ARRAY (SELECT key FROM waiting) AS keys`,
);

/** The first count is the second delivery: nothing is counted until one may have failed. */
const COUNT = `
  INSERT INTO consumer_attempt AS a (consumer_group, topic, partition, log_offset, attempts) VALUES ($1, $2, $3, $4, 2)
  ON CONFLICT (consumer_group, topic, partition, log_offset) DO UPDATE SET attempts = a.attempts + 1
  RETURNING attempts`;
