import { money } from '@gatefold/kernel';
import { inTransaction } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import { refuse } from '../../domain/refusals.ts';
import type { Refunds, StoredRefund } from '../../usecases/ports.ts';
import { lockApproved } from './approval-rows.ts';
import { saveAudit } from './audit.ts';
import { lockSubscription, type Queries } from './subscription-rows.ts';
import { savingOf, type Database } from './subscriptions.ts';
import { saveCall } from './wanted-calls.ts';

type Wanted = Parameters<Refunds['reserve']>[0];

export const postgresRefunds = (database: Database): Refunds => ({
  byKey: (key) => byKey(database.pool, key),

  reserve: (wanted) => inTransaction(database.pool, (tx) => reserve(database, tx, wanted)),
});

async function byKey(db: Queries, key: string): Promise<(StoredRefund & { customerId: string }) | null> {
  const { rows } = await db.query<{
    id: string;
    amount: string;
    currency: string;
    status: StoredRefund['status'];
    request_hash: string | null;
    subscription_id: string;
    stripe_customer_id: string;
  }>(
    `SELECT r.id, r.amount, r.currency, r.status, r.request_hash, c.subscription_id, s.stripe_customer_id
     FROM refund r JOIN charge c ON c.id = r.charge_id JOIN subscription s ON s.id = c.subscription_id
     WHERE r.idempotency_key = $1`,
    [key],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    id: row.id,
    amount: money(BigInt(row.amount), row.currency),
    status: row.status,
    requestHash: row.request_hash,
    subscriptionId: row.subscription_id,
    customerId: row.stripe_customer_id,
  };
}

async function reserve(database: Database, tx: PoolClient, wanted: Wanted) {
  const owner = await tx.query<{ subscription_id: string }>(
    'SELECT subscription_id FROM charge WHERE id = $1',
    [wanted.chargeId],
  );
  const subscriptionId = owner.rows[0]?.subscription_id ?? wanted.chargeId;
  const subscription = await lockSubscription(tx, subscriptionId);
  const charge = subscription?.charges.find(({ id }) => id === wanted.chargeId);
  if (subscription === null || charge === undefined) throw refuse('charge-not-found');
  // Looked at again under the lock: of two with one key, the second finds what the first has reserved.
  const known = await byKey(tx, wanted.idempotencyKey);
  if (known !== null) return known;

  await lockApproved(tx, wanted.requestId);
  const amount = wanted.amountOf(charge);
  const saving = savingOf(database, wanted.traceparent);
  await tx.query(
    `INSERT INTO refund (id, charge_id, amount, currency, status, reason, idempotency_key, request_hash, requested_at)
     VALUES ($1, $2, $3, $4, 'wanted', $5, $6, $7, $8)`,
    [
      wanted.id,
      charge.id,
      amount.amount,
      amount.currency,
      wanted.reason,
      wanted.idempotencyKey,
      wanted.requestHash,
      saving.now,
    ],
  );
  const call = {
    kind: 'refund',
    key: `refund:${wanted.id}`,
    refundId: wanted.id,
    stripeChargeId: charge.stripeChargeId ?? '',
    amount,
    reason: wanted.reason,
  } as const;
  await saveCall(tx, { call, of: subscription, saving });
  const facts = { amount: `${amount.amount} ${amount.currency}`, reason: wanted.reason };
  const note = { actor: wanted.actor, action: 'charge.refund', subject: charge.id, facts };
  await saveAudit(tx, note, saving.now);
  return (await byKey(tx, wanted.idempotencyKey))!;
}
