import type { MachineClock, NewId } from '@gatefold/kernel';
import { inTransaction } from '@gatefold/messaging';
import type { Pool } from 'pg';
import type { Issue } from '../../domain/issue.ts';
import { causeKeyOf } from '../../domain/message.ts';
import type { Issues, Progress } from '../../usecases/newsletter-ports.ts';

type Deps = { pool: Pool; machineClock: MachineClock; newId: NewId };

export const postgresIssues = (deps: Deps): Issues => ({ ...records(deps), ...spreading(deps) });

const records = ({ pool }: Deps): Pick<Issues, 'add' | 'of' | 'progress'> => ({
  async add({ id, newsletter, editions }, at) {
    const { rowCount } = await pool.query(
      `INSERT INTO newsletter_issue (id, newsletter, editions, accepted_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO NOTHING`,
      [id, newsletter, JSON.stringify(editions), at],
    );
    return rowCount === 1;
  },

  async of(id) {
    const { rows } = await pool.query<Issue>(
      'SELECT id, newsletter, editions FROM newsletter_issue WHERE id = $1',
      [id],
    );
    return rows[0] ?? null;
  },

  async progress(id) {
    const { rows } = await pool.query<Omit<Progress, 'mails'> & Progress['mails']>(
      `SELECT newsletter, accepted_at AS "acceptedAt", spread_at AS "spreadAt",
         count(message.id) FILTER (WHERE status IN ('due', 'sending'))::int AS due,
         count(message.id) FILTER (WHERE status = 'sent')::int AS sent,
         count(message.id) FILTER (WHERE status = 'failed')::int AS failed,
         count(message.id) FILTER (WHERE status = 'uncertain')::int AS uncertain
       FROM newsletter_issue AS issue LEFT JOIN message ON message.issue_id = issue.id
       WHERE issue.id = $1 GROUP BY issue.id`,
      [id],
    );
    const [row] = rows;
    if (row === undefined) return null;
    const { due, sent, failed, uncertain, ...known } = row;
    return { ...known, mails: { due, sent, failed, uncertain } };
  },
});

type Next = { readonly id: string; readonly newsletter: string; readonly after_reader: string | null };

const spreading = ({ pool, machineClock, newId }: Deps): Pick<Issues, 'waiting' | 'spread'> => ({
  async waiting() {
    const { rows } = await pool.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM message WHERE issue_id IS NOT NULL AND status = 'due'`,
    );
    return rows[0]?.waiting ?? 0;
  },

  spread: (limit, at) =>
    inTransaction(pool, async (tx) => {
      // One process at a time has an issue in hand; the next issue is for the next process.
      const { rows } = await tx.query<Next>(
        `SELECT id, newsletter, after_reader FROM newsletter_issue WHERE spread_at IS NULL
         ORDER BY accepted_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      );
      const [issue] = rows;
      if (issue === undefined) return null;
      const { rows: readers } = await tx.query<{ id: string }>(
        `SELECT reader_id AS id FROM newsletter_choice
         WHERE newsletter = $1 AND ended_at IS NULL AND ($2::uuid IS NULL OR reader_id > $2)
         ORDER BY reader_id LIMIT $3`,
        [issue.newsletter, issue.after_reader, limit],
      );
      const mails = readers.map(({ id: readerId }) => {
        const id = newId();
        return { id, readerId, cause: causeKeyOf({ kind: 'newsletter', readerId, issueId: issue.id }, id) };
      });
      await tx.query(
        `INSERT INTO message (id, cause_key, kind, reader_id, issue_id, due_at, next_try_at, created_at)
         SELECT id, cause, 'newsletter', reader, $4, $5, $6, $6
         FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS mail (id, cause, reader)
         ON CONFLICT DO NOTHING`,
        [
          ...[mails.map(({ id }) => id), mails.map(({ cause }) => cause)],
          ...[mails.map(({ readerId }) => readerId), issue.id, at, machineClock.now()],
        ],
      );
      await tx.query(
        `UPDATE newsletter_issue SET after_reader = coalesce($2, after_reader), spread_at = $3 WHERE id = $1`,
        [issue.id, readers.at(-1)?.id ?? null, readers.length < limit ? at : null],
      );
      return readers.length;
    }),
});
