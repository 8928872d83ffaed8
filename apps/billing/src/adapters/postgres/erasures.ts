import type { PoolClient } from 'pg';
import { consequencesOf } from '../../domain/consequences.ts';
import { erase } from '../../domain/erase.ts';
import { saveAudit } from './audit.ts';
import { saveConsequences } from './save-consequences.ts';
import { loadSubscriptions, lockSubscription } from './subscription-rows.ts';
import { savingOf, type Database } from './subscriptions.ts';

/**
 * Ends what a reader has who has deleted the account, and forgets what says who they were: the hash of the
 * address, the card, and what Stripe sent about them word for word. The ledger keeps its sums under an id
 * that leads to nobody any more. All of it in the transaction of `tx`; a repeat finds nothing left.
 */
export const postgresErasures =
  (database: Database) =>
  async (
    { readerId, traceparent }: { readerId: string; traceparent: string | null },
    tx: PoolClient,
  ): Promise<void> => {
    const saving = savingOf(database, traceparent);
    const given = { now: saving.now, reminding: database.reminding, newId: database.newId };
    // Customers before subscriptions, each in the order of ids: as a fold locks them.
    const { rows: customers } = await tx.query<{ id: string }>(
      'SELECT id FROM stripe_customer WHERE reader_id = $1 ORDER BY id FOR NO KEY UPDATE',
      [readerId],
    );
    const theirs = await loadSubscriptions(tx, 's.reader_id = $1 ORDER BY s.id', [readerId]);
    for (const { id } of theirs) {
      const current = await lockSubscription(tx, id);
      if (current !== null) await saveConsequences(tx, consequencesOf(erase(current), given), saving);
    }
    const { rowCount: checkouts } = await tx.query(
      'UPDATE checkout SET email_hash = NULL WHERE reader_id = $1 AND email_hash IS NOT NULL',
      [readerId],
    );
    await tx.query(
      `WITH claimed AS (
         UPDATE import_claim SET row_key = 'erased:' || id WHERE id = ANY($1) AND row_key LIKE 'mail:%')
       UPDATE import_row SET mail_key = NULL WHERE subscription_id = ANY($1) AND mail_key IS NOT NULL`,
      [theirs.map(({ id }) => id)],
    );
    const { rowCount: letters } = await tx.query(
      'UPDATE inbox SET payload = NULL WHERE customer_id = ANY($1) AND payload IS NOT NULL',
      [customers.map(({ id }) => id)],
    );
    if (theirs.length === 0 && checkouts === 0 && letters === 0) return;
    const facts = {
      subscriptions: String(theirs.length),
      checkouts: String(checkouts ?? 0),
      inbox: String(letters ?? 0),
    };
    const note = { actor: 'service:identity', action: 'reader.erase', subject: readerId, facts };
    await saveAudit(tx, note, saving.now);
  };
