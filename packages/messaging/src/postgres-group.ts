import type { Pool } from 'pg';
import type { Topic } from './port.ts';
import { CHANNEL } from './postgres-log.ts';

export type Claim = {
  readonly topic: string;
  readonly partition: number;
  readonly committed: string;
  /** Raised whenever a partition changes hands; what an earlier holder writes is refused by it. */
  readonly fence: string;
};

type Identity = {
  readonly group: string;
  readonly member: string;
  readonly topics: readonly Topic[];
  readonly leaseMs: number;
};

/** One member's part of a group: which partitions it holds, by leases in the database's own time. */
export function membership(pool: Pool, { group, member, topics, leaseMs }: Identity) {
  const names = topics.map(({ name }) => name);

  return {
    async join(): Promise<void> {
      await pool.query(ADD_CURSORS, [group, names]);
      await pool.query(RENEW, [group, member, names, leaseMs]);
      await pool.query('SELECT pg_notify($1, $2)', [CHANNEL, `group:${group}`]);
    },

    /** Renews everything that is held. Says what that is, and how many members there are, this one included. */
    async renew(): Promise<{ readonly members: number; readonly held: readonly Claim[] }> {
      const { rows } = await pool.query<{ members: number; held: Claim[] }>(RENEW, [
        group,
        member,
        names,
        leaseMs,
      ]);
      return rows[0]!;
    },

    /** Takes up to `count` partitions that nobody holds. */
    async claim(count: number): Promise<readonly Claim[]> {
      const { rows } = await pool.query<Claim>(CLAIM, [group, member, names, leaseMs, count]);
      return rows;
    },

    async release(claims: readonly Claim[]): Promise<void> {
      await pool.query(RELEASE, [
        group,
        member,
        claims.map(({ topic }) => topic),
        claims.map(({ partition }) => partition),
        CHANNEL,
        `group:${group}`,
      ]);
    },

    /** False when the partition is in other hands by now. */
    async commit({ topic, partition, fence }: Claim, position: string): Promise<boolean> {
      const { rowCount } = await pool.query(
        `UPDATE log_cursor SET committed = $6
         WHERE consumer_group = $1 AND holder = $2 AND topic = $3 AND partition = $4 AND fence = $5`,
        [group, member, topic, partition, fence, position],
      );
      return rowCount === 1;
    },

    async leave(): Promise<void> {
      await pool.query(LEAVE, [group, member, CHANNEL, `group:${group}`]);
    },
  };
}

export type Membership = ReturnType<typeof membership>;

const ADD_CURSORS = `
  INSERT INTO log_cursor (consumer_group, topic, partition)
  SELECT $1, topic, partition FROM log_partition WHERE topic = ANY ($2) ON CONFLICT DO NOTHING`;

const RENEW = `
  WITH me AS (
    INSERT INTO log_member (consumer_group, member, topics, lease_until)
    VALUES ($1, $2, $3, clock_timestamp() + $4::int * interval '1 millisecond')
    ON CONFLICT (consumer_group, member) DO UPDATE SET lease_until = EXCLUDED.lease_until
  ), gone AS (
    DELETE FROM log_member WHERE consumer_group = $1 AND member <> $2 AND lease_until < clock_timestamp()
  ), held AS (
    UPDATE log_cursor SET lease_until = clock_timestamp() + $4::int * interval '1 millisecond'
    WHERE consumer_group = $1 AND holder = $2
    RETURNING topic, partition, committed::text, fence::text
  )
  SELECT
    1 + (SELECT count(*)::int FROM log_member
         WHERE consumer_group = $1 AND member <> $2 AND topics && $3 AND lease_until >= clock_timestamp()) AS members,
    coalesce((SELECT json_agg(held) FROM held), '[]') AS held`;

const CLAIM = `
  UPDATE log_cursor SET holder = $2, fence = fence + 1, lease_until = clock_timestamp() + $4::int * interval '1 millisecond'
  WHERE (consumer_group, topic, partition) IN (
    SELECT consumer_group, topic, partition FROM log_cursor
    WHERE consumer_group = $1 AND topic = ANY ($3) AND (holder IS NULL OR lease_until < clock_timestamp())
    ORDER BY topic, partition LIMIT $5 FOR UPDATE SKIP LOCKED
  )
  RETURNING topic, partition, committed::text, fence::text`;

const RELEASE = `
  WITH freed AS (
    UPDATE log_cursor c SET holder = NULL, lease_until = NULL
    FROM unnest($3::text[], $4::int[]) AS w (topic, partition)
    WHERE c.consumer_group = $1 AND c.holder = $2 AND c.topic = w.topic AND c.partition = w.partition
  )
  SELECT pg_notify($5, $6)`;

const LEAVE = `
  WITH freed AS (
    UPDATE log_cursor SET holder = NULL, lease_until = NULL WHERE consumer_group = $1 AND holder = $2
  ), gone AS (
    DELETE FROM log_member WHERE consumer_group = $1 AND member = $2
  )
  SELECT pg_notify($3, $4)`;
