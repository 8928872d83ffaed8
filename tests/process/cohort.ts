import { cards } from '../simulator/control.ts';
import type { Life, Reader } from './life.ts';
import type { World } from './world.ts';

/**
 * A few readers and what becomes of them: two stay, one cancels and thinks again, one cancels for good, and one card
 * fails. The same each time, so that two cohorts can be compared. `between` is called after each step.
 */
export async function liveThrough(life: Life, between: () => Promise<unknown>): Promise<Reader[]> {
  const readers: Reader[] = [];
  for (const card of [cards.good, cards.good, cards.good, cards.good, cards.failsLater])
    readers.push(await life.buy(card));
  const [, , wavering, leaving] = readers as [Reader, Reader, Reader, Reader];
  const steps: (() => Promise<unknown>)[] = [
    () => life.turn(10),
    () => Promise.all([life.cancel(wavering), life.cancel(leaving)]),
    () => life.turn(9),
    () => life.undoCancel(wavering),
    () => life.turn(16),
    () => life.turn(30),
  ];
  for (const step of steps) {
    await step();
    await between();
  }
  return readers;
}

/** How a reader stands, told in a way that does not depend on ids or on when they came. */
export async function endStateOf({ sql }: World, { checkoutId: id }: Reader): Promise<unknown> {
  const one = async (pool: World['sql']['billing'], query: string): Promise<unknown> =>
    (await pool.query<{ state: unknown }>(query, [id])).rows[0]?.state ?? null;
  return {
    subscription: await one(
      sql.billing,
      `SELECT jsonb_build_object('phase', phase, 'endReason', end_reason, 'standing', standing, 'intent', intent,
         'paidFor', extract(epoch FROM paid_through - started_at), 'cancellations', cancellations) AS state
       FROM subscription WHERE id = $1`,
    ),
    charges: await one(
      sql.billing,
      `SELECT jsonb_agg(jsonb_build_array(period_index, phase, amount, status, attempts) ORDER BY period_index) AS state
       FROM charge WHERE subscription_id = $1`,
    ),
    ledger: await one(
      sql.billing,
      `SELECT jsonb_object_agg(what, sum) AS state FROM (
         SELECT journal || ' ' || account AS what, sum(amount) FROM ledger_line JOIN ledger_entry e ON e.id = entry_id
         WHERE subscription_id = $1 GROUP BY 1) AS sums`,
    ),
    notices: await one(
      sql.billing,
      `SELECT jsonb_object_agg(kind, count) AS state FROM (
         SELECT kind, count(*) FROM notice WHERE subscription_id = $1 GROUP BY 1) AS counts`,
    ),
    told: await one(
      sql.billing,
      `SELECT jsonb_agg(type ORDER BY id) AS state FROM outbox WHERE topic LIKE 'billing.subscription.%' AND subject = $1`,
    ),
    access: await one(
      sql.entitlement,
      `SELECT jsonb_build_array(is_unpaid, extract(epoch FROM valid_until - valid_from)) AS state
       FROM access_grant WHERE id = $1`,
    ),
  };
}
