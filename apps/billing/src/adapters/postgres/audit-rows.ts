import type { AuditEntry, AuditNote } from '../../domain/audit.ts';

/** An entry of the audit log as it is kept. */
export type AuditRow = {
  sequence: string;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  facts: AuditNote['facts'];
  previous_hash: string;
  hash: string;
};

export const toEntry = (row: AuditRow): AuditEntry => ({
  sequence: Number(row.sequence),
  at: row.at,
  actor: row.actor,
  action: row.action,
  subject: row.subject,
  facts: row.facts,
  previousHash: row.previous_hash,
  hash: row.hash,
});
