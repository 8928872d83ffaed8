import { inTransaction } from '@gatefold/messaging';
import type { Pool } from 'pg';
import { isOpen, type OpenAll } from '../../domain/open-all.ts';
import type { OpenAlls } from '../../usecases/ports.ts';

const KNOWN_FOR_MS = 2_000;

type Row = {
  id: string;
  reason: string;
  asked_by: string;
  asked_at: Date;
  approved_by: string | null;
  open_until: Date | null;
  closed_by: string | null;
  closed_at: Date | null;
};

/** The switch and its log. What is open is asked every two seconds at the most, since every closed page asks. */
export function postgresOpenAlls(pool: Pool): OpenAlls {
  let known: { readonly at: number; readonly newest: Promise<OpenAll | null> } | null = null;

  const newest = async (): Promise<OpenAll | null> => {
    const { rows } = await pool.query<Row>(
      'SELECT * FROM open_all WHERE open_until IS NOT NULL AND closed_at IS NULL ORDER BY open_until DESC LIMIT 1',
    );
    return rows[0] === undefined ? null : toOpenAll(rows[0]);
  };

  return {
    async ask({ id, reason, askedBy, askedAt }) {
      await pool.query('INSERT INTO open_all (id, reason, asked_by, asked_at) VALUES ($1, $2, $3, $4)', [
        id,
        reason,
        askedBy,
        askedAt,
      ]);
    },
    change: (id, decide) =>
      inTransaction(pool, async (tx) => {
        const { rows } = await tx.query<Row>('SELECT * FROM open_all WHERE id = $1 FOR UPDATE', [id]);
        if (rows[0] === undefined) return null;
        const next = decide(toOpenAll(rows[0]));
        await tx.query(
          'UPDATE open_all SET approved_by = $2, open_until = $3, closed_by = $4, closed_at = $5 WHERE id = $1',
          [id, next.approvedBy, next.until, next.closedBy, next.closedAt],
        );
        known = null;
        return next;
      }).finally(() => (known = null)),
    async all() {
      const { rows } = await pool.query<Row>(
        'SELECT * FROM open_all ORDER BY asked_at DESC, id DESC LIMIT 200',
      );
      return rows.map(toOpenAll);
    },
    async isOpen(now) {
      const isOld = known === null || now.getTime() - known.at >= KNOWN_FOR_MS || now.getTime() < known.at;
      if (isOld) known = { at: now.getTime(), newest: newest().catch(() => null) };
      const open = (await known?.newest) ?? null;
      return open !== null && isOpen(open, now);
    },
  };
}

const toOpenAll = (row: Row): OpenAll => ({
  id: row.id,
  reason: row.reason,
  askedBy: row.asked_by,
  askedAt: row.asked_at,
  approvedBy: row.approved_by,
  until: row.open_until,
  closedBy: row.closed_by,
  closedAt: row.closed_at,
});
