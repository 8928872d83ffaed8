import { inTransaction, prepared } from '@gatefold/messaging';
import { cashEntry, type BalanceTransaction, type Owner } from '../../domain/cash.ts';
import { checkBalanced } from '../../domain/ledger.ts';
import type { CashJournal, Cursors } from '../../usecases/ports.ts';
import { saveCase } from './save-consequences.ts';
import { saveEntries } from './save-events.ts';
import type { Queries } from './subscription-rows.ts';
import { savingOf, type Database } from './subscriptions.ts';

export const postgresCash = (database: Database): CashJournal => ({
  async book(transactions) {
    if (transactions.length === 0) return 0;
    const { rows } = await database.pool.query<{ key: string }>(
      `SELECT key FROM ledger_entry WHERE journal = 'cash' AND key = ANY($1)`,
      [transactions.map(({ id }) => id)],
    );
    const booked = new Set(rows.map(({ key }) => key));
    const fresh = transactions.filter(({ id }) => !booked.has(id));
    if (fresh.length === 0) return 0;
    return inTransaction(database.pool, (tx) => bookAll(database, tx, fresh));
  },
});

/** In one statement for whose they are and one for the entries, however many there are. */
async function bookAll(
  database: Database,
  tx: Queries,
  transactions: readonly BalanceTransaction[],
): Promise<number> {
  const saving = savingOf(database);
  const owners = await ownersOf(tx, transactions);
  const wanted = transactions.map((transaction, index) => {
    const owner = owners[index] ?? FOREIGN;
    const { entry, cases } = cashEntry(transaction, owner.is);
    checkBalanced(entry);
    return {
      entry,
      cases,
      id: saving.newId(),
      at: transaction.createdAt,
      eventId: null,
      of: owner.subscription,
    };
  });
  const booked = await saveEntries(tx, wanted);
  const cases = wanted.flatMap(({ id, cases: of, of: subscription }) =>
    booked.has(id)
      ? of.map((one) => ({ wanted: one, subscriptionId: subscription?.id ?? null, saving }))
      : [],
  );
  for (const one of cases) await saveCase(tx, one);
  return booked.size;
}

type Owned = { readonly is: Owner; readonly subscription: { id: string; readerId: string } | null };
const FOREIGN: Owned = { is: 'foreign', subscription: null };

type OwnerRow = {
  readonly id: string | null;
  readonly reader_id: string | null;
  readonly is_customer: boolean;
  readonly is_before: boolean;
};

/**
 * Ours is what belongs to a charge that we know, its refunds before they are read as well, or to a customer that we have
 * made. Of a customer who was taken over, what moved before that, and what is given back of it later, was before. A
 * charge of ours that is not folded yet came after what was paid for then.
 */
export async function ownersOf(
  tx: Queries,
  transactions: readonly Pick<
    BalanceTransaction,
    'sourceId' | 'refundedChargeId' | 'customerId' | 'createdAt'
  >[],
): Promise<Owned[]> {
  const { rows } = await tx.query<OwnerRow>(
    owners(
      transactions.map(({ sourceId }) => sourceId),
      transactions.map(({ refundedChargeId = null }) => refundedChargeId),
      transactions.map(({ customerId }) => customerId),
      transactions.map(({ createdAt }) => createdAt),
    ),
  );
  return rows.map(({ id, reader_id: readerId, is_customer: isCustomer, is_before: isBefore }) => {
    if (id !== null && readerId !== null) return { is: 'ours', subscription: { id, readerId } };
    if (!isCustomer) return FOREIGN;
    return { is: isBefore ? 'before' : 'ours', subscription: null };
  });
}

const owners = prepared(
  'owners-of-cash',
  `
  SELECT owner.id, owner.reader_id, c.id IS NOT NULL AS is_customer, EXISTS (
    SELECT FROM import_claim i WHERE i.stripe_customer_id = c.id AND i.stripe_subscription_id IS NOT NULL
      AND (i.paid_through > moved.at OR (moved.refunded IS NOT NULL
        AND NOT EXISTS (SELECT FROM charge WHERE stripe_charge_id = moved.refunded)))) AS is_before
  FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) WITH ORDINALITY
    AS moved (source, refunded, customer, at, position)
  LEFT JOIN LATERAL (
    SELECT s.id, s.reader_id FROM charge c JOIN subscription s ON s.id = c.subscription_id
      WHERE c.stripe_charge_id IN (moved.source, moved.refunded)
    UNION ALL
    SELECT s.id, s.reader_id FROM refund r JOIN charge c ON c.id = r.charge_id
      JOIN subscription s ON s.id = c.subscription_id WHERE r.stripe_refund_id = moved.source
    UNION ALL
    SELECT id, giver_id FROM gift WHERE stripe_charge_id IN (moved.source, moved.refunded)
      OR refunds @> jsonb_build_array(jsonb_build_object('stripeRefundId', moved.source))
    LIMIT 1) AS owner ON true
  LEFT JOIN stripe_customer c ON c.id = moved.customer AND c.reader_id IS NOT NULL
  ORDER BY moved.position`,
);

export const postgresCursors = ({ pool }: Database): Cursors => ({
  async get(name) {
    const { rows } = await pool.query<{ at: Date }>('SELECT at FROM cursor WHERE name = $1', [name]);
    return rows[0]?.at ?? null;
  },
  async set(name, at) {
    await pool.query(
      `INSERT INTO cursor (name, at) VALUES ($1, $2)
       ON CONFLICT (name) DO UPDATE SET at = greatest(cursor.at, excluded.at)`,
      [name, at],
    );
  },
});
