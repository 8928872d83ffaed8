import { explained } from '../../domain/cash.ts';
import { closeCase } from './cases.ts';
import { ownersOf } from './cash.ts';
import { saveEntries } from './save-events.ts';
import type { Queries } from './subscription-rows.ts';
import { savingOf, type Database } from './subscriptions.ts';

type Row = {
  readonly case_id: string;
  readonly is_open: boolean;
  readonly refunded: string | null;
  readonly key: string;
  readonly source: string;
  readonly at: Date;
  readonly amount: string;
  readonly currency: string;
};

const KIND = 'foreign-balance-transaction';
const RESOLUTION = 'Paid before its subscription was taken over.';

const SUSPENDED = `
  SELECT r.id AS case_id, r.closed_at IS NULL AS is_open, r.facts ->> 'refunded' AS refunded,
    e.key, e.source, e.at, l.amount::text AS amount, l.currency
  FROM review_case r JOIN ledger_entry e ON e.journal = 'cash' AND e.key = r.subject
    JOIN ledger_line l ON l.entry_id = e.id AND l.account = 'suspense'
  WHERE r.kind = '${KIND}' AND r.facts ->> 'customer' = $1
  ORDER BY r.id FOR UPDATE OF r`;

/**
 * Books to where it belongs what moved for a customer before they were taken over, when nobody knew them, and closes its
 * cases in the name of `actor`. Does nothing a second time.
 */
export async function explainSuspense(
  database: Database,
  tx: Queries,
  { customerId, actor }: { readonly customerId: string; readonly actor: string },
): Promise<void> {
  const { rows } = await tx.query<Row>(SUSPENDED, [customerId]);
  if (rows.length === 0) return;
  const owners = await ownersOf(
    tx,
    rows.map(({ source, refunded, at }) => ({
      sourceId: source,
      refundedChargeId: refunded,
      customerId,
      createdAt: at,
    })),
  );
  const before = rows.filter((_row, index) => owners[index]?.is === 'before');
  const saving = savingOf(database);
  await saveEntries(
    tx,
    before.map((row) => ({
      entry: explained({ ...row, amount: { amount: BigInt(row.amount), currency: row.currency } }),
      id: saving.newId(),
      at: saving.now,
      eventId: null,
      of: null,
    })),
  );
  for (const { case_id: id } of before.filter((row) => row.is_open))
    await closeCase(tx, { id, kind: KIND, resolution: RESOLUTION, actor, at: saving.now });
}
