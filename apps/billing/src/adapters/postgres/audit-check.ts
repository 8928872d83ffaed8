import type { MachineClock } from '@gatefold/kernel';
import { inTransaction } from '@gatefold/messaging';
import type { Pool } from 'pg';
import {
  BEGINNING,
  dueWalk,
  follow,
  isUnderWay,
  walkOn,
  type AuditWalk,
  type Place,
} from '../../domain/audit-walk.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import type { AuditCheck, AuditVerdict } from '../../usecases/review-ports.ts';
import { sha256 } from '../keyed-hash.ts';
import { toEntry, type AuditRow } from './audit-rows.ts';
import type { Queries } from './subscription-rows.ts';

/** Entries that are looked at in one go. */
const PAGE = 1_000;

type Row = {
  started_at: Date | null;
  walked_sequence: string;
  walked_hash: string;
  checked_sequence: string;
  checked_hash: string;
  ended_at: Date | null;
  ended_entries: string | null;
  broken_at: string | null;
};

const toWalk = (row: Row): AuditWalk => ({
  startedAt: row.started_at,
  walked: { sequence: Number(row.walked_sequence), hash: row.walked_hash },
  checked: { sequence: Number(row.checked_sequence), hash: row.checked_hash },
  ended: row.ended_at && {
    at: row.ended_at,
    entries: Number(row.ended_entries),
    brokenAt: row.broken_at === null ? null : Number(row.broken_at),
  },
});

type Kept = { readonly pool: Pool; readonly machineClock: MachineClock };

export const postgresAuditCheck = ({ pool, machineClock }: Kept): AuditCheck => ({
  step: () => inTransaction(pool, (tx) => step(tx, machineClock.now())),
  verify: () => verify(pool),
});

/** One process at a time has the row, and whoever else comes leaves it to that one. */
async function step(tx: Queries, now: Date): ReturnType<AuditCheck['step']> {
  const { rows } = await tx.query<Row>('SELECT * FROM audit_check FOR UPDATE SKIP LOCKED');
  const due = rows[0] === undefined ? null : dueWalk(toWalk(rows[0]), now);
  if (due === null) return { entries: 0, brokenAt: null };

  const entries = await entriesFrom(tx, due.walked);
  const next = walkOn(due, entries, { now, isEnd: entries.length < PAGE, hash: sha256 });
  if (next !== due) await save(tx, next);
  return {
    entries: next.walked.sequence - due.walked.sequence,
    brokenAt: next.ended === due.ended ? null : (next.ended?.brokenAt ?? null),
  };
}

async function save(tx: Queries, { startedAt, walked, checked, ended }: AuditWalk): Promise<void> {
  await tx.query(
    `UPDATE audit_check SET started_at = $1, walked_sequence = $2, walked_hash = $3, checked_sequence = $4,
       checked_hash = $5, ended_at = $6, ended_entries = $7, broken_at = $8`,
    [
      startedAt,
      ...[walked.sequence, walked.hash, checked.sequence, checked.hash],
      ...[ended?.at ?? null, ended?.entries ?? null, ended?.brokenAt ?? null],
    ],
  );
}

async function verify(pool: Pool): Promise<AuditVerdict> {
  const { rows } = await pool.query<Row>('SELECT * FROM audit_check');
  const walk = toWalk(rows[0]!);
  const newer = await entriesFrom(pool, walk.checked);
  const { place, broken } = follow(walk.checked, newer, sha256);
  const last = await pool.query<{ sequence: string; hash: string }>(
    'SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1',
  );
  return {
    entries: Number(last.rows[0]?.sequence ?? BEGINNING.sequence),
    lastHash: last.rows[0]?.hash ?? null,
    brokenAt: walk.ended?.brokenAt ?? broken,
    checkedTo: place.sequence,
    underWay:
      walk.startedAt !== null && isUnderWay(walk)
        ? { startedAt: walk.startedAt, entries: walk.walked.sequence }
        : null,
    ended: walk.ended,
  };
}

/** The place's own and those behind it. */
async function entriesFrom(queries: Queries, { sequence }: Place): Promise<AuditEntry[]> {
  const { rows } = await queries.query<AuditRow>(
    'SELECT * FROM audit_entry WHERE sequence >= $1 ORDER BY sequence LIMIT $2',
    [sequence, PAGE],
  );
  return rows.map(toEntry);
}
