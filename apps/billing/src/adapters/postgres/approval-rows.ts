import { money } from '@gatefold/kernel';
import type { RefundReason } from '../../domain/change.ts';
import { checkApproved, type ApprovalRequest } from '../../domain/approval.ts';
import { refuse } from '../../domain/refusals.ts';
import type { RequestShown } from '../../usecases/approval-ports.ts';
import type { Queries } from './subscription-rows.ts';

type Row = {
  id: string;
  kind: ApprovalRequest['kind'];
  subject_id: string;
  amount: string;
  currency: string;
  reason: string;
  state: ApprovalRequest['state'];
  asked_by: string;
  asked_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  note: string | null;
  quoted_at: Date | null;
  reader_id: string;
  subscription_id: string | null;
  outcome: RequestShown['outcome'];
};

/**
 * Requests with whom they are about, and what has become of what was approved: of the refund, or of the credit,
 * that was made under the request's key. A gift is given back once, by whoever's word.
 *
 * A process of the version before this one writes each request as one for a refund, also for that of a gift.
 */
const SELECT = `
  SELECT r.id, CASE WHEN g.id IS NULL THEN r.kind ELSE 'gift-refund' END AS kind, r.charge_id AS subject_id,
    r.amount, r.currency, r.reason, r.state, r.asked_by, r.asked_at, r.decided_by, r.decided_at, r.note, r.quoted_at,
    coalesce(s.reader_id, g.giver_id) AS reader_id, s.id AS subscription_id,
    CASE WHEN r.state = 'approved' THEN CASE coalesce(k.state, g.given_back, f.status, 'missing')
      WHEN 'wanted' THEN 'on-its-way' WHEN 'pending' THEN 'on-its-way'
      WHEN 'done' THEN 'done' WHEN 'succeeded' THEN 'done'
      WHEN 'missing' THEN 'missing' ELSE 'failed' END END AS outcome
  FROM refund_request r
  LEFT JOIN (
    SELECT gift.id, giver_id, CASE WHEN gift.state = 'over' AND end_reason = 'refunded'
      THEN coalesce(refunds->-1->>'status', given.state) END AS given_back
    FROM gift LEFT JOIN stripe_call given ON given.key = 'refund-gift:' || gift.id
  ) g ON g.id = r.charge_id
  LEFT JOIN charge c ON c.id = r.charge_id
  LEFT JOIN subscription s ON s.id = coalesce(c.subscription_id, r.charge_id)
  LEFT JOIN refund f ON f.idempotency_key = 'approved:' || r.id
  LEFT JOIN stripe_call k ON k.key = CASE r.kind WHEN 'credit' THEN 'credit:approved:' || r.id
    WHEN 'cancel-now' THEN 'refund-cancel-now:approved:' || r.id END`;

function wishOf({ kind, reason, quoted_at: quotedAt }: Row) {
  if (kind === 'credit') return { kind, reason };
  if (kind !== 'cancel-now') return { kind, reason: reason as RefundReason };
  if (quotedAt === null) throw new Error('An ending was asked for without the instant of its quote.');
  return { kind, reason, quotedAt };
}

const toRequest = (row: Row): RequestShown => ({
  ...wishOf(row),
  id: row.id,
  subjectId: row.subject_id,
  amount: money(BigInt(row.amount), row.currency),
  state: row.state,
  askedBy: row.asked_by,
  askedAt: row.asked_at,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  note: row.note,
  readerId: row.reader_id,
  subscriptionId: row.subscription_id,
  outcome: row.outcome,
});

/** Requests that fit `where`, a condition with its parameters. */
export async function loadRequests(
  db: Queries,
  where: string,
  parameters: readonly unknown[],
): Promise<RequestShown[]> {
  const { rows } = await db.query<Row>(`${SELECT} WHERE ${where}`, [...parameters]);
  return rows.map(toRequest);
}

export const findRequest = async (db: Queries, id: string): Promise<RequestShown | null> =>
  (await loadRequests(db, 'r.id = $1', [id]))[0] ?? null;

export async function lockRequest(tx: Queries, id: string): Promise<RequestShown | null> {
  await tx.query('SELECT 1 FROM refund_request WHERE id = $1 FOR UPDATE', [id]);
  // A statement of its own: it sees what those have written for whom the lock was waited.
  return findRequest(tx, id);
}

/**
 * Locks the request that is carried out, to the end of the transaction; none for null.
 *
 * Whoever rejects it waits, and then sees that it was begun; what was rejected before is refused here. The
 * subscription or the gift is locked before it, as it is when it is asked for.
 */
export async function lockApproved(tx: Queries, id: string | null): Promise<RequestShown | null> {
  if (id === null) return null;
  const request = await lockRequest(tx, id);
  if (request === null) throw refuse('request-not-found');
  checkApproved(request);
  return request;
}
