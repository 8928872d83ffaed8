import { DAY, plus } from '@gatefold/kernel';
import { inTransaction } from '@gatefold/messaging';
import { refuse } from '../../domain/refusals.ts';
import type { ImportClaim, ImportedRow, ImportRun, Imports, NewClaim } from '../../usecases/import-ports.ts';
import { saveAudit } from './audit.ts';
import { explainSuspense } from './explain-suspense.ts';
import { toStepsJson } from './steps-json.ts';
import type { Queries } from './subscription-rows.ts';
import type { Database } from './subscriptions.ts';

/** So long what a dry run has shown may be applied. Business time. */
const LOOKED_AT_FOR = 7 * DAY;

export const postgresImports = (database: Database): Imports => {
  const { pool, clock } = database;
  return {
    begin: (run, note) =>
      inTransaction(pool, async (tx) => {
        await tx.query(
          `INSERT INTO import_run (id, source, mode, input_hash, prices, asked_by, asked_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [run.id, run.source, run.mode, run.inputHash, JSON.stringify(run.prices), run.askedBy, clock.now()],
        );
        await saveAudit(tx, note, clock.now());
        return (await findRun(tx, run.id))!;
      }),

    async wasLookedAt({ source, inputHash }) {
      const { rowCount } = await pool.query(
        `SELECT 1 FROM import_run WHERE source = $1 AND input_hash = $2 AND mode = 'dry-run' AND state = 'done'
           AND closed_at > $3 LIMIT 1`,
        [source, inputHash, plus(clock.now(), -LOOKED_AT_FOR)],
      );
      return rowCount === 1;
    },

    find: (id) => findRun(pool, id),
    list: async (limit) => runsWhere(pool, 'true ORDER BY r.asked_at DESC, r.id DESC LIMIT $1', [limit]),
    ...rowsOf(database),

    close: (id, noteOf) =>
      inTransaction(pool, async (tx) => {
        const closed = await tx.query(
          `UPDATE import_run SET state = 'done', closed_at = $2 WHERE id = $1 AND state = 'running'`,
          [id, clock.now()],
        );
        const run = await findRun(tx, id);
        if (run === null) throw refuse('import-not-found');
        if (closed.rowCount === 1) await saveAudit(tx, noteOf(run), clock.now());
        return run;
      }),

    ...claimsOf(database),
  };
};

type RunRow = {
  id: string;
  source: ImportRun['source'];
  mode: ImportRun['mode'];
  state: ImportRun['state'];
  input_hash: string;
  prices: Record<string, string>;
  page_after: string | null;
  asked_by: string;
  asked_at: Date;
  closed_at: Date | null;
  would_import: number;
  imported: number;
  already_there: number;
  refused: number;
};

async function runsWhere(db: Queries, where: string, values: unknown[]): Promise<ImportRun[]> {
  const { rows } = await db.query<RunRow>(
    `SELECT r.*, c.* FROM import_run r, LATERAL (
       SELECT count(*) FILTER (WHERE outcome = 'would-import')::int AS would_import,
         count(*) FILTER (WHERE outcome = 'imported')::int AS imported,
         count(*) FILTER (WHERE outcome = 'already-there')::int AS already_there,
         count(*) FILTER (WHERE outcome = 'refused')::int AS refused
       FROM import_row WHERE run_id = r.id) c
     WHERE ${where}`,
    values,
  );
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    mode: row.mode,
    state: row.state,
    inputHash: row.input_hash,
    prices: row.prices,
    pageAfter: row.page_after,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    closedAt: row.closed_at,
    counts: {
      'would-import': row.would_import,
      imported: row.imported,
      'already-there': row.already_there,
      refused: row.refused,
    },
  }));
}

const findRun = async (db: Queries, id: string): Promise<ImportRun | null> =>
  (await runsWhere(db, 'r.id = $1', [id]))[0] ?? null;

type LineRow = {
  line: number;
  outcome: ImportedRow['outcome'];
  code: ImportedRow['code'];
  facts: ImportedRow['facts'];
  mail_key: string | null;
  stripe_subscription_id: string | null;
  subscription_id: string | null;
};

const toRow = (row: LineRow): ImportedRow => ({
  line: row.line,
  outcome: row.outcome,
  code: row.code,
  facts: row.facts,
  mailKey: row.mail_key,
  stripeSubscriptionId: row.stripe_subscription_id,
  subscriptionId: row.subscription_id,
});

type RowStore = Pick<Imports, 'rows' | 'row' | 'keepRow' | 'turnPage' | 'isRepeated'>;

const rowsOf = ({ pool }: Database): RowStore => ({
  async rows(id, { outcome, after, limit }) {
    const { rows } = await pool.query<LineRow>(
      `SELECT * FROM import_row WHERE run_id = $1 AND ($2::text IS NULL OR outcome = $2) AND line > $3
       ORDER BY line LIMIT $4`,
      [id, outcome, after, limit],
    );
    return rows.map(toRow);
  },

  async row(id, line) {
    const { rows } = await pool.query<LineRow>('SELECT * FROM import_row WHERE run_id = $1 AND line = $2', [
      id,
      line,
    ]);
    return rows[0] === undefined ? null : toRow(rows[0]);
  },

  async keepRow(id, row) {
    await pool.query(
      `INSERT INTO import_row (run_id, line, outcome, code, facts, mail_key, stripe_subscription_id, subscription_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (run_id, line) DO UPDATE SET outcome = excluded.outcome, code = excluded.code,
         facts = excluded.facts, mail_key = excluded.mail_key,
         stripe_subscription_id = excluded.stripe_subscription_id, subscription_id = excluded.subscription_id`,
      [
        id,
        row.line,
        row.outcome,
        row.code,
        JSON.stringify(row.facts),
        row.mailKey,
        row.stripeSubscriptionId,
        row.subscriptionId,
      ],
    );
  },

  async turnPage(id, after) {
    await pool.query('UPDATE import_run SET page_after = $2 WHERE id = $1', [id, after]);
  },

  async isRepeated(id, { line, mailKeys, stripeSubscriptionId }) {
    const { rowCount } = await pool.query(
      `SELECT 1 FROM import_row WHERE run_id = $1 AND line < $2 AND outcome IN ('would-import', 'imported')
         AND (mail_key = ANY($3) OR stripe_subscription_id = $4) LIMIT 1`,
      [id, line, mailKeys, stripeSubscriptionId],
    );
    return rowCount === 1;
  },
});

type ClaimStore = Pick<Imports, 'claimOf' | 'claim' | 'identify' | 'finish' | 'readerOf'>;

const claimsOf = (database: Database): ClaimStore => {
  const { pool } = database;
  return {
    claimOf: (rowKeys) => findClaim(pool, rowKeys),

    claim: (wanted) =>
      inTransaction(pool, async (tx) => {
        await insertClaim(database, tx, wanted);
        return (await findClaim(tx, [wanted.rowKey]))!;
      }),

    identify: (id, { readerId, stripeCustomerId }) =>
      inTransaction(pool, async (tx) => {
        // The customer before the checkout, as a fold locks them: else each could wait for the other.
        await tx.query(
          'INSERT INTO stripe_customer (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET id = excluded.id',
          [stripeCustomerId],
        );
        const { rows } = await tx.query<{ reader_id: string }>(
          `UPDATE checkout SET reader_id = coalesce(reader_id, $2),
             stripe_customer_id = coalesce(stripe_customer_id, $3) WHERE id = $1 RETURNING reader_id`,
          [id, readerId, stripeCustomerId],
        );
        const first = rows[0]!.reader_id;
        await tx.query('UPDATE stripe_customer SET reader_id = coalesce(reader_id, $2) WHERE id = $1', [
          stripeCustomerId,
          first,
        ]);
        await tx.query(
          'UPDATE import_claim SET stripe_customer_id = coalesce(stripe_customer_id, $2) WHERE id = $1',
          [id, stripeCustomerId],
        );
        return first;
      }),

    finish: (id) => inTransaction(pool, (tx) => finishClaim(database, tx, id)),

    async readerOf(stripeCustomerId) {
      const { rows } = await pool.query<{ reader_id: string | null }>(
        'SELECT reader_id FROM stripe_customer WHERE id = $1',
        [stripeCustomerId],
      );
      return rows[0]?.reader_id ?? null;
    },
  };
};

async function finishClaim(database: Database, tx: Queries, id: string): Promise<void> {
  const { rows } = await tx.query<{ customer: string | null; actor: string }>(
    `UPDATE import_claim c SET imported_at = $2 FROM import_run r
     WHERE c.id = $1 AND c.imported_at IS NULL AND r.id = c.run_id
     RETURNING c.stripe_customer_id AS customer, r.asked_by AS actor`,
    [id, database.clock.now()],
  );
  for (const { customer: customerId, actor } of rows)
    if (customerId !== null) await explainSuspense(database, tx, { customerId, actor });
}

async function findClaim(db: Queries, rowKeys: readonly string[]): Promise<ImportClaim | null> {
  const { rows } = await db.query<{ id: string; reader_id: string | null; imported_at: Date | null }>(
    `SELECT i.id, k.reader_id, i.imported_at FROM import_claim i JOIN checkout k ON k.id = i.id
     WHERE i.row_key = ANY($1) LIMIT 1`,
    [rowKeys],
  );
  const [row] = rows;
  return row === undefined ? null : { id: row.id, readerId: row.reader_id, importedAt: row.imported_at };
}

/** A purchase that needs no page; whoever claims the same at once waits, and finds this one. */
async function insertClaim({ clock, machineClock }: Database, tx: Queries, wanted: NewClaim): Promise<void> {
  const { id, rowKey, runId, offer, path, stripeSubscriptionId, startedAt, paidThrough } = wanted;
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`import:${rowKey}`]);
  if ((await findClaim(tx, [rowKey])) !== null) return;
  await tx.query(
    `INSERT INTO checkout (id, kind, status, publication, product, offer, offer_version, path, return_to, created_at,
       claimed_at, expires_at)
     VALUES ($1, 'subscribe', 'paid', $2, $3, $4, $5, $6, '/account', $7, $8, $7)`,
    [
      id,
      offer.publication,
      offer.product,
      offer.key,
      offer.version,
      JSON.stringify(toStepsJson(path.steps)),
      clock.now(),
      machineClock.now(),
    ],
  );
  await tx.query(
    `INSERT INTO import_claim (id, row_key, run_id, stripe_subscription_id, started_at, paid_through)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, rowKey, runId, stripeSubscriptionId, startedAt, paidThrough],
  );
}
