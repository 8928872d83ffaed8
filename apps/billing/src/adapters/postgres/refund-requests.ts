import { money, type Money } from '@gatefold/kernel';
import { inTransaction } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { RefundRequest } from '../../domain/approval.ts';
import { refuse } from '../../domain/refusals.ts';
import type { RefundRequests } from '../../usecases/review-ports.ts';
import { saveAudit } from './audit.ts';
import { loadGifts } from './gift-rows.ts';
import { reservedOf } from './refunds.ts';
import { lockSubscription } from './subscription-rows.ts';
import type { Database } from './subscriptions.ts';

type Wanted = Parameters<RefundRequests['ask']>[0];

type Row = {
  id: string;
  charge_id: string;
  amount: string;
  currency: string;
  reason: RefundRequest['reason'];
  state: RefundRequest['state'];
  asked_by: string;
  asked_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  note: string | null;
};

const toRequest = (row: Row): RefundRequest => ({
  id: row.id,
  chargeId: row.charge_id,
  amount: money(BigInt(row.amount), row.currency),
  reason: row.reason,
  state: row.state,
  askedBy: row.asked_by,
  askedAt: row.asked_at,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  note: row.note,
});

export const postgresRefundRequests = (database: Database): RefundRequests => ({
  ask: (wanted) => inTransaction(database.pool, (tx) => ask(database, tx, wanted)),

  decide: (id, decide) =>
    inTransaction(database.pool, async (tx) => {
      const { rows } = await tx.query<Row>('SELECT * FROM refund_request WHERE id = $1 FOR UPDATE', [id]);
      if (rows[0] === undefined) throw refuse('request-not-found');
      const before = toRequest(rows[0]);
      const after = decide(before);
      if (after.state === before.state) return after;
      await tx.query(
        'UPDATE refund_request SET state = $2, decided_by = $3, decided_at = $4, note = $5 WHERE id = $1',
        [id, after.state, after.decidedBy, after.decidedAt, after.note],
      );
      await saveAudit(tx, noteOf(after, after.decidedBy ?? ''), database.clock.now());
      return after;
    }),

  async list(state, limit) {
    const { rows } = await database.pool.query<Row>(
      'SELECT * FROM refund_request WHERE state = $1 ORDER BY asked_at DESC, id DESC LIMIT $2',
      [state, limit],
    );
    return rows.map(toRequest);
  },
});

async function ask({ clock }: Database, tx: PoolClient, wanted: Wanted): Promise<RefundRequest> {
  const amount = await amountOf(tx, wanted);
  const { rows } = await tx.query<Row>(
    `INSERT INTO refund_request (id, charge_id, amount, currency, reason, state, asked_by, asked_at)
     VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7) ON CONFLICT (charge_id) WHERE state = 'waiting' DO NOTHING
     RETURNING *`,
    [wanted.id, wanted.chargeId, amount.amount, amount.currency, wanted.reason, wanted.actor, clock.now()],
  );
  if (rows[0] === undefined) throw refuse('request-waiting');
  const request = toRequest(rows[0]);
  await saveAudit(tx, noteOf(request, wanted.actor), clock.now());
  return request;
}

async function amountOf(tx: PoolClient, { chargeId, ...wanted }: Wanted): Promise<Money> {
  const { rows } = await tx.query<{ id: string }>('SELECT subscription_id AS id FROM charge WHERE id = $1', [
    chargeId,
  ]);
  if (rows[0] === undefined) {
    const [gift] = await loadGifts(tx, 'id = $1 FOR UPDATE', [chargeId]);
    if (gift === undefined) throw refuse('charge-not-found');
    return wanted.amountOfGift(gift);
  }
  const subscription = await lockSubscription(tx, rows[0].id);
  const charge = subscription?.charges.find(({ id }) => id === chargeId);
  if (charge === undefined) throw refuse('charge-not-found');
  return wanted.amountOf(charge, await reservedOf(tx, charge));
}

const noteOf = ({ id, chargeId, amount, state, reason }: RefundRequest, actor: string) => ({
  actor,
  action: `refund-request.${state}`,
  subject: id,
  facts: { charge: chargeId, amount: `${amount.amount} ${amount.currency}`, reason },
});
