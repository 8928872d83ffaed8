import { money } from '@gatefold/kernel';
import { inTransaction } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import { refuse } from '../../domain/refusals.ts';
import type { Credits } from '../../usecases/approval-ports.ts';
import { lockApproved } from './approval-rows.ts';
import { saveAudit } from './audit.ts';
import { lockSubscription, type Queries } from './subscription-rows.ts';
import { savingOf, type Database } from './subscriptions.ts';
import { saveCall } from './wanted-calls.ts';

type Wanted = Parameters<Credits['give']>[0];

export const postgresCredits = (database: Database): Credits => ({
  byKey: (key) => byKey(database.pool, key),

  async of(subscriptionId) {
    const { rows } = await database.pool.query<{ amount: string; currency: string; given_at: Date }>(
      'SELECT amount, currency, given_at FROM credit WHERE subscription_id = $1 ORDER BY given_at, id',
      [subscriptionId],
    );
    return rows.map(({ amount, currency, given_at }) => ({
      amount: money(BigInt(amount), currency),
      givenAt: given_at,
    }));
  },

  give: (wanted) => inTransaction(database.pool, (tx) => give(database, tx, wanted)),
});

async function byKey(db: Queries, key: string): Promise<{ requestHash: string } | null> {
  const { rows } = await db.query<{ request_hash: string }>(
    'SELECT request_hash FROM credit WHERE idempotency_key = $1',
    [key],
  );
  return rows[0] === undefined ? null : { requestHash: rows[0].request_hash };
}

async function give(database: Database, tx: PoolClient, wanted: Wanted) {
  const { subscriptionId, amount, reason, actor, idempotencyKey } = wanted;
  const subscription = await lockSubscription(tx, subscriptionId);
  if (subscription === null) throw refuse('subscription-not-found');
  const { readerId, stripeCustomerId } = subscription;
  // A reader may have several subscriptions, and a sum may be given on each of them at once.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`credit:${actor}:${readerId}`]);
  // Looked at again under the lock: of two with one key, the second finds what the first has given.
  const known = await byKey(tx, idempotencyKey);
  if (known !== null) return { ...known, customerId: stripeCustomerId };

  await lockApproved(tx, wanted.requestId);
  wanted.check(subscription, await givenAlone(tx, readerId, wanted));
  const saving = savingOf(database, wanted.traceparent);
  const { rowCount } = await tx.query(
    `INSERT INTO credit (id, subscription_id, amount, currency, given_by, is_alone, idempotency_key, request_hash, given_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (idempotency_key) DO NOTHING`,
    [
      wanted.id,
      subscriptionId,
      amount.amount,
      amount.currency,
      actor,
      wanted.requestId === null,
      idempotencyKey,
      wanted.requestHash,
      saving.now,
    ],
  );
  // Somebody else's wish under the same key, on another subscription.
  if (rowCount === 0) throw refuse('idempotency-key-reused');
  const key = `credit:${idempotencyKey}`;
  const call = { kind: 'credit-customer', key, stripeCustomerId, amount, reason } as const;
  await saveCall(tx, { call, of: subscription, saving });
  const facts = { amount: `${amount.amount} ${amount.currency}`, reason };
  await saveAudit(tx, { actor, action: 'subscription.credit', subject: subscriptionId, facts }, saving.now);
  return { requestHash: wanted.requestHash, customerId: stripeCustomerId };
}

async function givenAlone(
  tx: Queries,
  readerId: string,
  { actor, amount: { currency }, since }: Wanted,
): Promise<bigint> {
  const { rows } = await tx.query<{ given: string }>(
    `SELECT coalesce(sum(c.amount), 0) AS given FROM credit c JOIN subscription s ON s.id = c.subscription_id
     WHERE s.reader_id = $1 AND c.given_by = $2 AND c.currency = $3 AND c.is_alone AND c.given_at > $4`,
    [readerId, actor, currency, since],
  );
  return BigInt(rows[0]?.given ?? 0);
}
