import { subscriptionTopic } from '@gatefold/events';
import type pg from 'pg';
import type { World } from '../world.ts';
import { comesTrue, holdTable, type Held, type Window } from './window.ts';

/**
 * The effect of an event is committed; the group's offset is not.
 *
 * Entitlement is held from outside just before its effect commits, the log is made unable to take an offset, and
 * only then the effect is let through.
 */
export function beforeCommit(world: World): Window {
  const { sql } = world;
  let held: Held[] = [];
  const release = async (): Promise<void> => {
    for (const one of held.splice(0)) await one.release();
  };

  return {
    name: 'between effect and offset commit',
    victim: 'entitlement',
    async wait() {
      const before = await effects(sql.entitlement);
      const effect = await holdTable(sql.entitlement, 'consumed_event');
      held = [effect];
      if (await comesTrue(() => effect.isWaitedFor())) {
        held = [effect, await holdOffsets(world)];
        await effect.release();
        if (await comesTrue(async () => (await effects(sql.entitlement)) > before)) return true;
      }
      await release();
      return false;
    },
    release,
    wasHit: () => hasUncommittedEffect(world),
    close: release,
  };
}

const effects = async (pool: pg.Pool): Promise<number> =>
  (await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM subscription_fact')).rows[0]?.n ?? 0;

async function holdOffsets({ brokers, sql }: World): Promise<Held> {
  if (brokers === null) return holdTable(sql.events, 'log_cursor');
  brokers.freeze();
  return { isWaitedFor: async () => true, release: async () => brokers.thaw() };
}

async function hasUncommittedEffect({ sql, openLog }: World): Promise<boolean> {
  const log = openLog('window');
  try {
    const committed = await log.committed('entitlement', [subscriptionTopic]);
    const facts = await sql.entitlement.query<{ id: string }>('SELECT event_id AS id FROM subscription_fact');
    const ids = new Set(facts.rows.map(({ id }) => id));
    const { rows } = await sql.billing.query<{ id: string; partition: number; offset: string }>(
      `SELECT event_id AS id, partition, log_offset::text AS offset FROM outbox
       WHERE topic = $1 AND log_offset IS NOT NULL`,
      [subscriptionTopic.name],
    );
    const next = (partition: number): bigint => BigInt(committed[subscriptionTopic.name]?.[partition] ?? '0');
    return rows.some(({ id, partition, offset }) => ids.has(id) && BigInt(offset) >= next(partition));
  } finally {
    await log.close();
  }
}
