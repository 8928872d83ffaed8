import { inTransaction, prepared } from '@gatefold/messaging';
import type { Calls } from '../../usecases/ports.ts';
import type { CallOutcome } from '../../usecases/stripe-ports.ts';
import { saveCase } from './save-consequences.ts';
import { savingOf, type Database } from './subscriptions.ts';
import { fromJson } from './wanted-calls.ts';

/** Within this time Stripe answers a repeated key with the first answer; we stay well below its 24 hours. */
const SAME_KEY_MS = 20 * 60 * 60 * 1_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 15 * 60 * 1_000;

export const postgresCalls = (database: Database): Calls => ({
  async claim(customerId, limit) {
    const now = database.machineClock.now().getTime();
    const { rows } = await database.pool.query<{
      id: string;
      customer_id: string;
      params: unknown;
      requested_at: Date;
      nth: string;
    }>(claim(customerId, new Date(now), RETRY_FIRST_MS, RETRY_MOST_MS, limit));
    return rows
      .toSorted((a, b) => Number(a.nth) - Number(b.nth))
      .map((row) => ({
        id: row.id,
        customerId: row.customer_id,
        isOld: now - row.requested_at.getTime() > SAME_KEY_MS,
        wanted: fromJson(row.params),
      }));
  },

  finish: (id, outcome) => finish(database, id, outcome),

  async isAtWork(customerId) {
    const now = database.machineClock.now();
    const { rowCount } = await database.pool.query(AT_WORK, [customerId, now]);
    return rowCount === 1;
  },
});

/**
 * Whose time has come and who is not tried yet, is in a claim that has not committed, or waits for another's that has: not
 * for one whose own time has not come.
 */
const AT_WORK = `
  SELECT FROM stripe_call c
  WHERE customer_id = $1 AND state = 'wanted' AND (attempts > 0 OR next_try_at <= $2 AND NOT EXISTS (
    SELECT FROM stripe_call earlier WHERE earlier.customer_id = $1 AND earlier.state = 'wanted'
      AND earlier.nth < c.nth AND earlier.attempts = 0 AND earlier.next_try_at > $2))
  LIMIT 1`;

/**
 * The next try is set before this one is made: a crash in between costs a wait, not the call.
 *
 * Whose earlier want is tried again later, or is in the hands of another claim that has not committed, waits for it.
 */
const claim = prepared(
  'claim-calls',
  `
  WITH free AS (
    SELECT id, customer_id, nth FROM stripe_call
    WHERE state = 'wanted' AND next_try_at <= $2 AND ($1::text IS NULL OR customer_id = $1)
    ORDER BY nth LIMIT $5 FOR UPDATE SKIP LOCKED)
  UPDATE stripe_call SET attempts = attempts + 1,
    next_try_at = $2::timestamptz + least($3 * 2 ^ least(attempts, 16), $4) * interval '1 millisecond'
  WHERE id IN (
    SELECT id FROM free WHERE NOT EXISTS (
      SELECT FROM stripe_call earlier
      WHERE earlier.customer_id = free.customer_id AND earlier.state = 'wanted' AND earlier.nth < free.nth
        AND NOT EXISTS (SELECT FROM free other WHERE other.id = earlier.id)))
  RETURNING id, customer_id, params, requested_at, nth`,
);

/** Notes the outcome and that the customer has news. What Stripe refused is a case, and reserves nothing any more. */
async function finish(database: Database, id: string, outcome: CallOutcome): Promise<void> {
  const saving = savingOf(database);
  await inTransaction(database.pool, async (tx) => {
    const error = outcome.state === 'refused' ? outcome.code : null;
    const { rows } = await tx.query<{
      key: string;
      kind: string;
      subscription_id: string | null;
      params: unknown;
    }>(
      // The customer before the call: a fold locks the customer, and then waits for calls that it wants as well.
      `WITH marked AS (
         UPDATE stripe_customer c SET generation = generation + 1, marked_at = $4,
           traceparent = coalesce(k.traceparent, c.traceparent)
         FROM stripe_call k WHERE k.id = $1 AND c.id = k.customer_id RETURNING c.id)
       UPDATE stripe_call SET state = $2, error = $3, finished_at = $4
       FROM marked WHERE stripe_call.id = $1 AND stripe_call.customer_id = marked.id
       RETURNING key, kind, subscription_id, params`,
      [id, outcome.state, error, saving.machineNow],
    );
    const call = rows[0];
    if (call === undefined || outcome.state !== 'refused') return;
    const wanted = fromJson(call.params);
    if (wanted.kind === 'refund')
      await tx.query(`UPDATE refund SET status = 'failed' WHERE id = $1 AND status = 'wanted'`, [
        wanted.refundId,
      ]);
    // A declined card is everyday business, not a case.
    if (wanted.kind !== 'pay-invoice')
      await saveCase(tx, {
        wanted: { kind: 'call-refused', subject: call.key, facts: { call: call.kind, code: outcome.code } },
        subscriptionId: call.subscription_id,
        saving,
      });
  });
}
