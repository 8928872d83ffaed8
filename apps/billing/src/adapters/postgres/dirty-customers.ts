import { prepared } from '@gatefold/messaging';
import type { DirtyCustomers } from '../../usecases/ports.ts';
import type { Database } from './subscriptions.ts';

/** A process that died with a customer in hand is replaced after this. */
const LEASE_MS = 30_000;
/** News that comes this soon after a fold is gathered into the next. */
const GATHER_MS = 2_000;
/** A failed fold is tried again after this. */
const RETRY_MS = 1_000;

/** For how long a subscription that was found due is not found again, should its fold fail. Business time. */
const DUE_AGAIN = '1 hour';

export const postgresDirtyCustomers = ({ pool, machineClock }: Database): DirtyCustomers => ({
  async mark(customerId) {
    await pool.query(
      `INSERT INTO stripe_customer AS c (id, generation, marked_at) VALUES ($1, 1, $2)
       ON CONFLICT (id) DO UPDATE SET generation = c.generation + 1, marked_at = coalesce(
         CASE WHEN c.generation > c.folded_generation THEN c.marked_at END, excluded.marked_at)`,
      [customerId, machineClock.now()],
    );
  },

  async claim(limit, atOnce) {
    const now = machineClock.now().getTime();
    const [until, gathered] = [new Date(now + LEASE_MS), new Date(now - GATHER_MS)];
    const { rows } = await pool.query<{ id: string }>(claim(until, new Date(now), atOnce, gathered, limit));
    return rows.map(({ id }) => id);
  },

  async release(customerId) {
    const until = new Date(machineClock.now().getTime() + RETRY_MS);
    await pool.query('UPDATE stripe_customer SET lease_until = $2 WHERE id = $1', [customerId, until]);
  },

  async markDue(now) {
    const { rowCount } = await pool.query(MARK_DUE, [now, machineClock.now()]);
    return rowCount ?? 0;
  },

  async state(now) {
    const { rows } = await pool.query<{ dirty: number; calls: number; due: number; next: Date | null }>(
      stateOfWork(now, machineClock.now()),
    );
    const row = rows[0]!;
    return { dirty: row.dirty, calls: row.calls, due: row.due, nextDueAt: row.next };
  },
});

const stateOfWork = prepared(
  'state-of-work',
  `SELECT (SELECT count(*)::int FROM stripe_customer WHERE marked_at IS NOT NULL AND generation > folded_generation) AS dirty,
         (SELECT count(*)::int FROM stripe_call WHERE state IN ('wanted', 'unknown') AND next_try_at <= $2) AS calls,
         (SELECT count(*)::int FROM due WHERE due_at <= $1)
           + (SELECT count(*)::int FROM gift WHERE next_at <= $1) AS due,
         least((SELECT min(due_at) FROM due), (SELECT min(next_at) FROM gift)) AS next`,
);

const claim = prepared(
  'claim-customers',
  `
  UPDATE stripe_customer SET lease_until = $1 WHERE id IN (
    SELECT id FROM stripe_customer
    WHERE marked_at IS NOT NULL AND generation > folded_generation AND (lease_until IS NULL OR lease_until < $2)
      AND ($3 OR folded_at IS NULL OR folded_at < $4)
    ORDER BY marked_at LIMIT $5 FOR UPDATE SKIP LOCKED)
  RETURNING id`,
);

/** Customers before what is due for them, each in the order of ids: as a fold locks them. */
const MARK_DUE = `
  WITH overdue AS (
    SELECT id FROM stripe_customer WHERE id IN (
      SELECT s.stripe_customer_id FROM subscription s JOIN due d ON d.subscription_id = s.id WHERE d.due_at <= $1
      UNION SELECT stripe_customer_id FROM gift WHERE next_at <= $1)
    ORDER BY id FOR NO KEY UPDATE),
  marked AS (
    UPDATE stripe_customer SET generation = generation + 1, marked_at = coalesce(
      CASE WHEN generation > folded_generation THEN marked_at END, $2)
    WHERE id IN (SELECT id FROM overdue) RETURNING id),
  given AS (
    UPDATE gift SET next_at = $1::timestamptz + interval '${DUE_AGAIN}' WHERE next_at <= $1)
  UPDATE due SET due_at = $1::timestamptz + interval '${DUE_AGAIN}'
  FROM subscription s JOIN marked ON marked.id = s.stripe_customer_id
  WHERE s.id = due.subscription_id AND due.due_at <= $1`;
