import { inTransaction } from '@gatefold/messaging';
import type { Money } from '@gatefold/kernel';
import type { PoolClient } from 'pg';
import type { ApprovalRequest } from '../../domain/approval.ts';
import { refuse } from '../../domain/refusals.ts';
import type { ApprovalRequests, RequestShown } from '../../usecases/approval-ports.ts';
import { findRequest, loadRequests, lockRequest } from './approval-rows.ts';
import { saveAudit } from './audit.ts';
import { loadGifts } from './gift-rows.ts';
import { lockSubscription } from './subscription-rows.ts';
import type { Database } from './subscriptions.ts';

type RefundWanted = Parameters<ApprovalRequests['askForRefund']>[0];
type OnSubscription = Parameters<ApprovalRequests['askOnSubscription']>[0];

export const postgresApprovalRequests = (database: Database): ApprovalRequests => {
  const { pool } = database;
  return {
    askForRefund: (wanted) => inTransaction(pool, (tx) => askForRefund(database, tx, wanted)),

    askOnSubscription: (wanted) => inTransaction(pool, (tx) => askOnSubscription(database, tx, wanted)),

    decide: (id, decide) => inTransaction(pool, (tx) => keepDecision(database, tx, { id, decide })),

    find: (id) => findRequest(pool, id),

    list: ({ state, subjectId, after, limit }) =>
      loadRequests(
        pool,
        `r.state = $1 AND ($2::timestamptz IS NULL OR (r.asked_at, r.id) < ($2, $3::uuid))
           AND ($5::uuid IS NULL OR r.charge_id = $5)
         ORDER BY r.asked_at DESC, r.id DESC LIMIT $4`,
        [state, after?.at ?? null, after?.id ?? null, limit, subjectId],
      ),

    async countWaiting() {
      const { rows } = await pool.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM refund_request WHERE state = 'waiting'`,
      );
      return rows[0]?.count ?? 0;
    },
  };
};

async function askForRefund(database: Database, tx: PoolClient, wanted: RefundWanted): Promise<RequestShown> {
  const { chargeId: subjectId } = wanted;
  const { kind, amount } = await refundOf(tx, wanted);
  return ask(database, tx, { ...wanted, kind, subjectId, amount, quotedAt: null });
}

async function refundOf(
  tx: PoolClient,
  { chargeId, ...wanted }: RefundWanted,
): Promise<{ kind: 'refund' | 'gift-refund'; amount: Money }> {
  const { rows } = await tx.query<{ id: string }>('SELECT subscription_id AS id FROM charge WHERE id = $1', [
    chargeId,
  ]);
  if (rows[0] === undefined) {
    const [gift] = await loadGifts(tx, 'id = $1 FOR UPDATE', [chargeId]);
    if (gift === undefined) throw refuse('charge-not-found');
    return { kind: 'gift-refund', amount: wanted.amountOfGift(gift) };
  }
  const subscription = await lockSubscription(tx, rows[0].id);
  const charge = subscription?.charges.find(({ id }) => id === chargeId);
  if (charge === undefined) throw refuse('charge-not-found');
  return { kind: 'refund', amount: wanted.amountOf(charge) };
}

async function askOnSubscription(
  database: Database,
  tx: PoolClient,
  wanted: OnSubscription,
): Promise<RequestShown> {
  const subscription = await lockSubscription(tx, wanted.subscriptionId);
  if (subscription === null) throw refuse('subscription-not-found');
  wanted.check(subscription);
  return ask(database, tx, { ...wanted, subjectId: subscription.id });
}

type Asked = Pick<ApprovalRequest, 'id' | 'kind' | 'subjectId' | 'amount' | 'reason'> & {
  actor: string;
  quotedAt: Date | null;
};

async function ask({ clock }: Database, tx: PoolClient, asked: Asked): Promise<RequestShown> {
  const { id, kind, subjectId, amount, reason, actor, quotedAt } = asked;
  const { rowCount } = await tx.query(
    `INSERT INTO refund_request (id, kind, charge_id, amount, currency, reason, state, asked_by, asked_at,
       quoted_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, $9) ON CONFLICT (charge_id) WHERE state = 'waiting' DO NOTHING`,
    [id, kind, subjectId, amount.amount, amount.currency, reason, actor, clock.now(), quotedAt],
  );
  if (rowCount === 0) throw refuse('request-waiting');
  const request = await findRequest(tx, id);
  if (request === null) throw new Error('A request is not there that was written just now.');
  await saveAudit(tx, noteOf(request, actor), clock.now());
  return request;
}

type Deciding = { id: string; decide: (request: RequestShown) => ApprovalRequest };

async function keepDecision(
  { clock }: Database,
  tx: PoolClient,
  { id, decide }: Deciding,
): Promise<RequestShown> {
  const before = await lockRequest(tx, id);
  if (before === null) throw refuse('request-not-found');
  const after = decide(before);
  if (after.state === before.state) return before;
  await tx.query(
    'UPDATE refund_request SET state = $2, decided_by = $3, decided_at = $4, note = $5 WHERE id = $1',
    [id, after.state, after.decidedBy, after.decidedAt, after.note],
  );
  const note = noteOf(after, after.decidedBy ?? '');
  // The row names the last word only.
  const facts = { ...note.facts, ...(before.decidedBy !== null && { approvedBy: before.decidedBy }) };
  await saveAudit(tx, { ...note, facts }, clock.now());
  return (await findRequest(tx, id)) ?? before;
}

/** What it is about, and what of it is asked for, as the audit log says it. */
const kinds = {
  refund: { subject: 'charge', wish: 'refund' },
  'gift-refund': { subject: 'charge', wish: 'refund' },
  credit: { subject: 'subscription', wish: 'credit' },
  'cancel-now': { subject: 'subscription', wish: 'cancel-now' },
} as const;

const noteOf = ({ id, kind, subjectId, amount, state, reason, note }: ApprovalRequest, actor: string) => ({
  actor,
  action: `${kinds[kind].wish}-request.${state}`,
  subject: id,
  facts: {
    [kinds[kind].subject]: subjectId,
    amount: `${amount.amount} ${amount.currency}`,
    reason,
    ...(note !== null && { note }),
  },
});
