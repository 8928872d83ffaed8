import type { Database } from './database.ts';

/** An instant in whole seconds, and the test clock that it was read from; null for the server's own. */
export type Time = { readonly now: number; readonly clock: string | null };

const kindOf: Readonly<Record<string, string>> = {
  ch: 'charge',
  clock: 'test_helpers.test_clock',
  cn: 'credit_note',
  cs: 'checkout.session',
  cus: 'customer',
  dp: 'dispute',
  ii: 'invoiceitem',
  in: 'invoice',
  inpay: 'invoice_payment',
  pi: 'payment_intent',
  pm: 'payment_method',
  re: 'refund',
  seti: 'setup_intent',
  sub: 'subscription',
  sub_sched: 'subscription_schedule',
};

/** The time that counts for the first of these ids that is on a test clock. */
export function timeOf(database: Database, ids: readonly string[], server: number): Time {
  const ofServer = { now: server, clock: null };
  if (ids.length === 0 || !hasClocks(database)) return ofServer;
  for (const id of ids) {
    const clock = clockOf(database, id);
    const frozen = clock === null ? null : frozenAt(database, clock);
    if (frozen !== null) return { now: frozen, clock };
  }
  return ofServer;
}

const hasClocks = (database: Database): boolean =>
  database.memory.hasClocks(() => {
    const sql = `SELECT 1 AS one FROM object WHERE kind = 'test_helpers.test_clock' AND deleted = 0 LIMIT 1`;
    return database.first(sql) !== null;
  });

function clockOf(database: Database, id: string): string | null {
  const kind = kindOf[/^(sub_sched|[a-z]+)_/.exec(id)?.[1] ?? ''];
  if (kind === undefined) return null;
  if (kind === 'test_helpers.test_clock') return id;
  const row = database.first('SELECT clock FROM object WHERE kind = ? AND id = ?', kind, id);
  return typeof row?.['clock'] === 'string' ? row['clock'] : null;
}

function frozenAt(database: Database, clock: string): number | null {
  const row = database.first(
    `SELECT body FROM object WHERE kind = 'test_helpers.test_clock' AND id = ? AND deleted = 0`,
    clock,
  );
  return row === null ? null : (JSON.parse(String(row['body'])) as { frozen_time: number }).frozen_time;
}
