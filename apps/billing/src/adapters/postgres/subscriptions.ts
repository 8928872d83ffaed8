import type { BusinessClock, MachineClock, NewId } from '@gatefold/kernel';
import { inTransaction } from '@gatefold/messaging';
import type { Pool } from 'pg';
import { hasBegun } from '../../domain/approval.ts';
import { consequencesOf } from '../../domain/consequences.ts';
import type { Reminding } from '../../domain/reminders.ts';
import { refuse } from '../../domain/refusals.ts';
import type { Subscriptions } from '../../usecases/ports.ts';
import { lockApproved } from './approval-rows.ts';
import { saveConsequences } from './save-consequences.ts';
import type { Saving } from './saving.ts';
import { loadSubscriptions, lockSubscription } from './subscription-rows.ts';

/** What every store of billing's works with. */
export type Database = {
  readonly pool: Pool;
  readonly clock: BusinessClock;
  readonly machineClock: MachineClock;
  readonly newId: NewId;
  readonly reminding: Reminding;
  /** Raised after a restore. */
  readonly epoch: number;
  /** A transaction with outbox rows has committed. */
  onCommit(): void;
};

export const savingOf = (
  { clock, machineClock, epoch, newId }: Database,
  traceparent: string | null = null,
): Saving => ({
  now: clock.now(),
  machineNow: machineClock.now(),
  epoch,
  newId,
  traceparent,
});

export const postgresSubscriptions = (database: Database): Subscriptions => {
  const { pool, reminding, newId } = database;
  return {
    find: async (id) => (await loadSubscriptions(pool, 's.id = $1', [id]))[0] ?? null,

    byOrderNumber: async (orderNumber) =>
      (await loadSubscriptions(pool, 's.order_number = $1', [orderNumber]))[0] ?? null,

    byCharge: async (chargeId) =>
      (
        await loadSubscriptions(pool, 's.id = (SELECT subscription_id FROM charge WHERE id = $1)', [chargeId])
      )[0] ?? null,

    ofReader: (readerId) =>
      loadSubscriptions(pool, 's.reader_id = $1 ORDER BY s.created_at DESC, s.id DESC', [readerId]),

    async change(id, decide, { traceparent = null, requestId = null } = {}) {
      const next = await inTransaction(pool, async (tx) => {
        const current = await lockSubscription(tx, id);
        if (current === null) throw refuse('subscription-not-found');
        const request = await lockApproved(tx, requestId);
        const decided = decide(current, request !== null && hasBegun(request));
        const saving = savingOf(database, traceparent);
        const consequences = consequencesOf(decided, { now: saving.now, reminding, newId });
        await saveConsequences(tx, consequences, saving);
        return consequences.next;
      });
      database.onCommit();
      return next;
    },

    async idsAfter(id, limit) {
      const { rows } = await pool.query<{ id: string }>(
        'SELECT id FROM subscription WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2',
        [id, limit],
      );
      return rows.map((row) => row.id);
    },
  };
};
