import { inTransaction } from '@gatefold/messaging';
import { cashEntry, type BalanceTransaction, type Owner } from '../../domain/cash.ts';
import { checkBalanced } from '../../domain/ledger.ts';
import type { CashJournal, Cursors } from '../../usecases/ports.ts';
import { saveCase, saveEntries } from './save-consequences.ts';
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
    return inTransaction(database.pool, async (tx) => {
      let count = 0;
      for (const transaction of fresh) if (await bookOne(database, tx, transaction)) count += 1;
      return count;
    });
  },
});

async function bookOne(database: Database, tx: Queries, transaction: BalanceTransaction): Promise<boolean> {
  const owner = await ownerOf(tx, transaction);
  const { entry, cases } = cashEntry(transaction, owner.is);
  checkBalanced(entry);
  const saving = savingOf(database);
  const { createdAt: at } = transaction;
  const booked = await saveEntries(tx, [
    { entry, id: saving.newId(), at, eventId: null, of: owner.subscription },
  ]);
  const isNew = booked.size > 0;
  if (isNew)
    for (const wanted of cases)
      await saveCase(tx, { wanted, subscriptionId: owner.subscription?.id ?? null, saving });
  return isNew;
}

/** Ours is what belongs to a charge that we know, its refunds before they are read as well, or to a customer that we have made. */
async function ownerOf(
  tx: Queries,
  transaction: BalanceTransaction,
): Promise<{ is: Owner; subscription: { id: string; readerId: string } | null }> {
  const { sourceId, refundedChargeId = null } = transaction;
  const { rows } = await tx.query<{ id: string; reader_id: string }>(
    `SELECT s.id, s.reader_id FROM subscription s
       JOIN charge c ON c.subscription_id = s.id LEFT JOIN refund r ON r.charge_id = c.id
     WHERE c.stripe_charge_id IN ($1, $3) OR r.stripe_refund_id = $1
     UNION ALL
     SELECT id, giver_id FROM gift WHERE stripe_charge_id IN ($1, $3) OR refunds @> $2 LIMIT 1`,
    [sourceId, JSON.stringify([{ stripeRefundId: sourceId }]), refundedChargeId],
  );
  const found = rows[0];
  if (found !== undefined) return { is: 'ours', subscription: { id: found.id, readerId: found.reader_id } };
  return { is: await ownerByCustomer(tx, transaction), subscription: null };
}

/**
 * Of a customer who was taken over, what moved before that, and what is given back of it later, was before. A charge
 * of ours that is not folded yet came after what was paid for then.
 */
async function ownerByCustomer(
  tx: Queries,
  { customerId, createdAt, refundedChargeId = null }: BalanceTransaction,
): Promise<Owner> {
  const { rows } = await tx.query<{ is_before: boolean }>(
    `SELECT EXISTS (SELECT FROM import_claim i WHERE i.stripe_customer_id = c.id
       AND i.stripe_subscription_id IS NOT NULL AND (i.paid_through > $2 OR ($3::text IS NOT NULL
         AND NOT EXISTS (SELECT FROM charge WHERE stripe_charge_id = $3)))) AS is_before
     FROM stripe_customer c WHERE c.id = $1 AND c.reader_id IS NOT NULL`,
    [customerId, createdAt, refundedChargeId],
  );
  if (rows[0] === undefined) return 'foreign';
  return rows[0].is_before ? 'before' : 'ours';
}

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
