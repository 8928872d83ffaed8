import { inTransaction } from '@gatefold/messaging';
import type { WantedCase } from '../../domain/change.ts';
import { refuse } from '../../domain/refusals.ts';
import type { Case, Cases } from '../../usecases/review-ports.ts';
import { saveAudit } from './audit.ts';
import type { Queries } from './subscription-rows.ts';
import type { Database } from './subscriptions.ts';

type Row = {
  id: string;
  kind: WantedCase['kind'];
  subject: string;
  subscription_id: string | null;
  facts: Case['facts'];
  opened_at: Date;
  taken_by: string | null;
  taken_at: Date | null;
  closed_by: string | null;
  closed_at: Date | null;
  resolution: string | null;
};

const toCase = (row: Row): Case => ({
  id: row.id,
  kind: row.kind,
  subject: row.subject,
  subscriptionId: row.subscription_id,
  facts: row.facts,
  openedAt: row.opened_at,
  takenBy: row.taken_by,
  takenAt: row.taken_at,
  closedBy: row.closed_by,
  closedAt: row.closed_at,
  resolution: row.resolution,
});

export const postgresCases = ({ pool, clock }: Database): Cases => ({
  async list({ isOpen, kind, after, limit }) {
    const { rows } = await pool.query<Row>(
      `SELECT * FROM review_case WHERE (closed_at IS NULL) = $1 AND ($5::text IS NULL OR kind = $5)
         AND ($2::timestamptz IS NULL OR (opened_at, id) < ($2, $3::uuid))
       ORDER BY opened_at DESC, id DESC LIMIT $4`,
      [isOpen, after?.at ?? null, after?.id ?? null, limit, kind],
    );
    return rows.map(toCase);
  },

  async find(id) {
    const { rows } = await pool.query<Row>('SELECT * FROM review_case WHERE id = $1', [id]);
    return rows[0] === undefined ? null : toCase(rows[0]);
  },

  take: (id, { actor, instead }) =>
    inTransaction(pool, async (tx) => {
      const at = clock.now();
      const found = await lockOpen(tx, id);
      if (found.taken_by === actor) return toCase(found);
      if (found.taken_by !== instead) throw refuse('case-taken', { takenBy: found.taken_by });
      await tx.query('UPDATE review_case SET taken_by = $2, taken_at = $3 WHERE id = $1', [id, actor, at]);
      const facts = { kind: found.kind, instead };
      await saveAudit(tx, { actor, action: 'case.take', subject: id, facts }, at);
      return toCase({ ...found, taken_by: actor, taken_at: at });
    }),

  close: (id, { resolution, actor }) =>
    inTransaction(pool, async (tx) => {
      const at = clock.now();
      const found = await lockOpen(tx, id);
      await closeCase(tx, { id, kind: found.kind, resolution, actor, at });
      return toCase({ ...found, closed_at: at, closed_by: actor, resolution });
    }),
});

type Closing = Pick<Case, 'id' | 'kind'> & {
  readonly resolution: string;
  readonly actor: string;
  readonly at: Date;
};

/** Closes a case that is open and locked, and says so in the audit log. */
export async function closeCase(tx: Queries, { id, kind, resolution, actor, at }: Closing): Promise<void> {
  await tx.query('UPDATE review_case SET closed_at = $2, closed_by = $3, resolution = $4 WHERE id = $1', [
    id,
    at,
    actor,
    resolution,
  ]);
  await saveAudit(tx, { actor, action: 'case.close', subject: id, facts: { kind, resolution } }, at);
}

async function lockOpen(tx: Queries, id: string): Promise<Row> {
  const { rows } = await tx.query<Row>('SELECT * FROM review_case WHERE id = $1 FOR UPDATE', [id]);
  const found = rows[0];
  if (found === undefined) throw refuse('case-not-found');
  if (found.closed_at !== null) throw refuse('case-closed', { resolution: found.resolution });
  return found;
}
