import { isId, type BusinessClock } from '@gatefold/kernel';
import { inTransaction } from '@gatefold/messaging';
import type { Pool } from 'pg';
import { chainAudit, type AuditNote } from '../../domain/audit.ts';
import type { Audit } from '../../usecases/review-ports.ts';
import { sha256 } from '../keyed-hash.ts';
import { toEntry, type AuditRow } from './audit-rows.ts';
import type { Queries } from './subscription-rows.ts';

/** Whoever adds to the chain waits for who is adding: two entries never follow the same one. */
const CHAIN_LOCK = 7_203_114;

/** Adds an entry in the transaction of `tx`, which should end soon: nobody else adds one until then. */
export async function saveAudit(tx: Queries, note: AuditNote, at: Date): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [CHAIN_LOCK]);
  const { rows } = await tx.query<AuditRow>('SELECT * FROM audit_entry ORDER BY sequence DESC LIMIT 1');
  const last = rows[0] === undefined ? null : toEntry(rows[0]);
  const entry = chainAudit(note, { last, at, hash: sha256 });
  await tx.query(
    `INSERT INTO audit_entry (sequence, at, actor, action, subject, facts, previous_hash, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      entry.sequence,
      entry.at,
      entry.actor,
      entry.action,
      entry.subject,
      JSON.stringify(entry.facts),
      entry.previousHash,
      entry.hash,
    ],
  );
}

type Kept = { readonly pool: Pool; readonly clock: BusinessClock };

export const postgresAudit = (database: Kept): Audit => ({
  note: (note) => inTransaction(database.pool, (tx) => saveAudit(tx, note, database.clock.now())),

  async entries({ subject, actor, action, before, limit }) {
    const { rows } = await database.pool.query<AuditRow>(
      `SELECT * FROM audit_entry WHERE ($1::text IS NULL OR subject = $1) AND ($2::bigint IS NULL OR sequence < $2)
         AND ($4::text[] IS NULL OR actor = ANY($4)) AND ($5::text IS NULL OR action = $5)
       ORDER BY sequence DESC LIMIT $3`,
      [subject, before, limit, actor === null ? null : actorsOf(actor), action],
    );
    return rows.map(toEntry);
  },
});

/** Under which names a person acts, by role and way in. */
const ROLES = ['reader', 'finance', 'admin', 'editor', 'mailed-link'];

const actorsOf = (actor: string): string[] =>
  isId(actor) ? ROLES.map((role) => `${role}:${actor}`) : [actor];
