import { setTimeout as sleep } from 'node:timers/promises';
import { subscriptionTopic } from '@gatefold/events';
import { forgetMembers } from './forget-members.ts';
import { turnClock } from '../simulator/control.ts';
import type { World } from './world.ts';

const HOUR_SECONDS = 3_600;
const SETTLED_WITHIN_MS = 60_000;

/**
 * Lets the leases of killed processes expire at once, which would take up to half a minute of machine time.
 *
 * Only ever called when the processes they belong to are dead.
 */
export async function expireLeases({ sql, events, brokers }: World, dead: 'billing' | 'entitlement') {
  await sql[dead].query('UPDATE relay_shard SET lease_until = NULL, holder = NULL');
  if (dead === 'billing') await expireFolds({ sql });
  if (events === 'postgres') {
    await sql.events.query('DELETE FROM log_member WHERE consumer_group = $1', [dead]);
    await sql.events.query(
      'UPDATE log_cursor SET holder = NULL, lease_until = NULL WHERE consumer_group = $1',
      [dead],
    );
  } else if (brokers !== null) await forgetMembers(brokers.addresses, dead);
}

/**
 * Gives back the customers whose fold has failed and could not say so, as after half a minute of machine time.
 *
 * Harmless to a fold that still runs: of two, the one that read later counts.
 */
export const expireFolds = ({ sql }: Pick<World, 'sql'>) =>
  sql.billing.query('UPDATE stripe_customer SET lease_until = NULL');

/**
 * Resolves when nothing is under way any more: half a day has gone by, so that billing has looked for lost
 * webhooks, and then nothing is dirty, wanted, unpublished or unread.
 */
export async function settle(world: World): Promise<void> {
  const giveUpAt = performance.now() + SETTLED_WITHIN_MS;
  await turnClock(world.simulator.url, { advance: 12 * HOUR_SECONDS });
  for (;;) {
    await turnClock(world.simulator.url, { advance: HOUR_SECONDS });
    // A broker that has just come back does not know its groups at once.
    const left = await underWay(world).catch(String);
    if (left === '') return;
    if (performance.now() > giveUpAt) throw new Error(`after ${SETTLED_WITHIN_MS / 1_000} s: ${left}`);
    await sleep(100);
  }
}

/** What is not finished, in words; empty when all is. */
async function underWay({ sql, openLog }: World): Promise<string> {
  const { rows } = await sql.billing.query<{ dirty: number; calls: number; unpublished: number }>(
    `SELECT (SELECT count(*)::int FROM stripe_customer WHERE generation > folded_generation) AS dirty,
       (SELECT count(*)::int FROM stripe_call WHERE state IN ('wanted', 'unknown')) AS calls,
       (SELECT count(*)::int FROM outbox WHERE published_at IS NULL) AS unpublished`,
  );
  const theirs = await sql.entitlement.query<{ unpublished: number }>(
    'SELECT count(*)::int AS unpublished FROM outbox WHERE published_at IS NULL',
  );
  const log = openLog('afterwards');
  try {
    const [ends, committed] = await Promise.all([
      log.endOffsets([subscriptionTopic]),
      log.committed('entitlement', [subscriptionTopic]),
    ]);
    const behind = Object.entries(ends[subscriptionTopic.name] ?? {}).filter(
      ([partition, end]) => BigInt(end) > BigInt(committed[subscriptionTopic.name]?.[partition] ?? '0'),
    );
    const counts = { ...rows[0], theirs: theirs.rows[0]?.unpublished ?? 0, unread: behind.length };
    return Object.values(counts).every((count) => count === 0) ? '' : JSON.stringify(counts);
  } finally {
    await log.close();
  }
}
