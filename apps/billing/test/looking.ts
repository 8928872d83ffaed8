import { createBuyer } from './buying.ts';
import type { Billing } from './harness.ts';

/** Types of the public events of a subscription, in order. */
export async function typesOf(billing: Billing, subscriptionId: string): Promise<string[]> {
  const { rows } = await billing.sql.query<{ type: string }>(
    'SELECT type FROM outbox WHERE subject = $1 ORDER BY sequence',
    [subscriptionId],
  );
  return rows.map(({ type }) => type);
}

/** How many notices of each kind were handed to mail for a reader. */
export async function noticesOf(billing: Billing, readerId: string): Promise<Record<string, number>> {
  const { rows } = await billing.sql.query<{ kind: string; count: number }>(
    `SELECT data->>'kind' AS kind, count(*)::int AS count FROM outbox
     WHERE topic = 'billing.notice.v1' AND key = $1 GROUP BY 1`,
    [readerId],
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

/** How far the ledger is from Stripe, by currency, and how much of it nobody can explain. */
export async function tie(billing: Billing): Promise<{ differences: string[]; unexplained: number }> {
  const { body } = await createBuyer(billing).as('get', '/v1/ledger/summary');
  const { tie: ties, unexplained } = body as { tie: { difference: string }[]; unexplained: number };
  return { differences: ties.map(({ difference }) => difference), unexplained };
}
