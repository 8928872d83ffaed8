import { noticeTopic, paymentTopic, subscriptionTopic } from '@gatefold/events';
import { tail } from '../reading.ts';
import type { World } from '../world.ts';
import { comesTrue, holdTable, type Held, type Window } from './window.ts';

/**
 * The broker has acknowledged a record; its row is not marked.
 *
 * The relay is held there from outside: a mark has to read the leases, which are locked.
 */
export async function beforeMark({ sql, openLog }: World): Promise<Window> {
  const log = await tail(openLog('window'), [subscriptionTopic, paymentTopic, noticeTopic]);
  let held: Held | null = null;
  const release = async (): Promise<void> => {
    await held?.release();
    held = null;
  };
  const hasUnmarked = async (): Promise<boolean> => {
    const { rows } = await sql.billing.query<{ id: string }>(
      'SELECT event_id AS id FROM outbox WHERE published_at IS NULL',
    );
    return rows.some(({ id }) => log.places.has(id));
  };

  return {
    name: 'between broker ack and mark',
    victim: 'billing',
    async wait() {
      held = await holdTable(sql.billing, 'relay_shard');
      if (await comesTrue(hasUnmarked)) return true;
      await release();
      return false;
    },
    release,
    wasHit: hasUnmarked,
    async close() {
      await release();
      await log.close();
    },
  };
}
