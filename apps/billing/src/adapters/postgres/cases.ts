import { inTransaction } from '@gatefold/messaging';
import type { WantedCase } from '../../domain/change.ts';
import { refuse } from '../../domain/refusals.ts';
import type { Case, Cases } from '../../usecases/review-ports.ts';
import { saveAudit } from './audit.ts';
import type { Database } from './subscriptions.ts';

type Row = {
  id: string;
  kind: WantedCase['kind'];
  subject: string;
  subscription_id: string | null;
  facts: Case['facts'];
  opened_at: Date;
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
  closedAt: row.closed_at,
  resolution: row.resolution,
});

export const postgresCases = ({ pool, clock }: Database): Cases => ({
  async list({ isOpen, after, limit }) {
    const { rows } = await pool.query<Row>(
      `SELECT * FROM review_case WHERE (closed_at IS NULL) = $1
         AND ($2::timestamptz IS NULL OR (opened_at, id) < ($2, $3::uuid))
       ORDER BY opened_at DESC, id DESC LIMIT $4`,
      [isOpen, after?.at ?? null, after?.id ?? null, limit],
    );
    return rows.map(toCase);
  },

  close: (id, { resolution, actor }) =>
    inTransaction(pool, async (tx) => {
      const at = clock.now();
      const { rows } = await tx.query<Row>('SELECT * FROM review_case WHERE id = $1 FOR UPDATE', [id]);
      const found = rows[0];
      if (found === undefined) throw refuse('case-not-found');
      if (found.closed_at !== null) throw refuse('case-closed', { resolution: found.resolution });
      await tx.query('UPDATE review_case SET closed_at = $2, resolution = $3 WHERE id = $1', [
        id,
        at,
        resolution,
      ]);
      const facts = { kind: found.kind, resolution };
      await saveAudit(tx, { actor, action: 'case.close', subject: id, facts }, at);
      return toCase({ ...found, closed_at: at, resolution });
    }),
});
