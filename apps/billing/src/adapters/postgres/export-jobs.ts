import { DAY, plus } from '@gatefold/kernel';
import { inTransaction } from '@gatefold/messaging';
import type { Pool } from 'pg';
import { refuse } from '../../domain/refusals.ts';
import type { ExportFilter, ExportJob, ExportJobs } from '../../usecases/export-jobs.ts';
import { saveAudit } from './audit.ts';
import { conditionsOf } from './finance.ts';
import type { Database } from './subscriptions.ts';

/** Machine time for which a file is kept. */
const KEPT = 7 * DAY;

type FilterJson = { [K in keyof ExportFilter]: string | null };

type Row = {
  id: string;
  filter: FilterJson;
  state: ExportJob['state'];
  rows_done: string;
  rows_total: string;
  place_at: Date | null;
  place_id: string | null;
  asked_by: string;
  asked_at: Date;
  finished_at: Date | null;
  expires_at: Date;
};

const instantOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

const filterOf = ({ readerId, type, from, to }: FilterJson): ExportFilter => ({
  readerId,
  type,
  from: instantOf(from),
  to: instantOf(to),
});

const toJob = (row: Row): ExportJob => ({
  id: row.id,
  filter: filterOf(row.filter),
  state: row.state,
  rowsDone: Number(row.rows_done),
  rowsTotal: Number(row.rows_total),
  askedBy: row.asked_by,
  askedAt: row.asked_at,
  finishedAt: row.finished_at,
  expiresAt: row.expires_at,
});

export const postgresExportJobs = (database: Database): ExportJobs => {
  const { pool, machineClock } = database;
  const find = async (id: string): Promise<ExportJob> => {
    const { rows } = await pool.query<Row>('SELECT * FROM export_job WHERE id = $1', [id]);
    if (rows[0] === undefined) throw refuse('export-not-found');
    return toJob(rows[0]);
  };
  return {
    find,
    ask: (filter, actor) => ask(database, filter, actor),

    async list(limit) {
      const { rows } = await pool.query<Row>(
        'SELECT * FROM export_job ORDER BY asked_at DESC, id DESC LIMIT $1',
        [limit],
      );
      return rows.map(toJob);
    },

    async file(id) {
      if ((await find(id)).state !== 'done') throw refuse('export-not-ready');
      return piecesOf(pool, id);
    },

    step: (write) => step(database, write),

    async expire() {
      await pool.query(
        `WITH over AS (UPDATE export_job SET state = 'expired' WHERE state = 'done' AND expires_at <= $1 RETURNING id)
         DELETE FROM export_piece WHERE job_id IN (SELECT id FROM over)`,
        [machineClock.now()],
      );
    },
  };
};

async function ask(
  { pool, newId, machineClock, clock }: Database,
  filter: ExportFilter,
  actor: string,
): Promise<ExportJob> {
  const { where, parameters } = conditionsOf({ ...filter, after: null, before: null, limit: 1 });
  return inTransaction(pool, async (tx) => {
    const counted = await tx.query<{ count: string }>(
      `SELECT count(*) AS count FROM billing_event WHERE ${where}`,
      parameters,
    );
    const id = newId();
    const now = machineClock.now();
    const { rows } = await tx.query<Row>(
      `INSERT INTO export_job (id, filter, state, rows_total, asked_by, asked_at, expires_at)
       VALUES ($1, $2, 'running', $3, $4, $5, $6) RETURNING *`,
      [id, JSON.stringify(filter), counted.rows[0]?.count ?? '0', actor, now, plus(now, KEPT)],
    );
    const facts = { rows: counted.rows[0]?.count ?? '0' };
    await saveAudit(tx, { actor, action: 'export.ask', subject: id, facts }, clock.now());
    return toJob(rows[0]!);
  });
}

const step = ({ pool, machineClock }: Database, write: Parameters<ExportJobs['step']>[0]): Promise<number> =>
  inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<Row>(
      `SELECT * FROM export_job WHERE state = 'running' ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
    );
    const job = rows[0];
    if (job === undefined) return 0;
    const place =
      job.place_at === null || job.place_id === null ? null : { at: job.place_at, id: job.place_id };
    const piece = await write({ id: job.id, filter: filterOf(job.filter), place });
    await tx.query(
      `INSERT INTO export_piece (job_id, number, text)
       SELECT $1, count(*), $2 FROM export_piece WHERE job_id = $1`,
      [job.id, piece.text],
    );
    await tx.query(
      `UPDATE export_job SET rows_done = rows_done + $2, place_at = $3, place_id = $4,
         state = CASE WHEN $3::timestamptz IS NULL THEN 'done' ELSE 'running' END,
         finished_at = CASE WHEN $3::timestamptz IS NULL THEN $5::timestamptz END WHERE id = $1`,
      [job.id, piece.rows, piece.place?.at ?? null, piece.place?.id ?? null, machineClock.now()],
    );
    return piece.rows;
  });

async function* piecesOf(pool: Pool, id: string): AsyncGenerator<string> {
  for (let number = 0; ; number += 1) {
    const { rows } = await pool.query<{ text: string }>(
      'SELECT text FROM export_piece WHERE job_id = $1 AND number = $2',
      [id, number],
    );
    if (rows[0] === undefined) return;
    yield rows[0].text;
  }
}
