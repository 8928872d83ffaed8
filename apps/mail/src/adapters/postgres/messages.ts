import { MINUTE, plus, type BusinessClock, type MachineClock } from '@gatefold/kernel';
import type { Pool, PoolClient } from 'pg';
import { causeKeyOf, kindOf, type Message } from '../../domain/message.ts';
import { MOST_REFUSALS } from '../../domain/newsletter.ts';
import type { Claim, Listed, Messages, Outlook } from '../../usecases/ports.ts';
import type { AddressHash } from '../address-hash.ts';
import type { Seal } from '../seal.ts';
import { columnsOf, matterOf, oldestFirst, type Row } from './rows.ts';

type Deps = {
  pool: Pool;
  seal: Seal;
  addresses: AddressHash;
  businessClock: BusinessClock;
  machineClock: MachineClock;
};

type Store = Messages<PoolClient>;
type Outcomes = Pick<Store, 'sent' | 'postpone' | 'refuse' | 'fail' | 'doubt'>;

/** How long a process may take from the claim to the handover, and again from there to the answer. */
const IN_HAND = 2 * MINUTE;

export const postgresMessages = (deps: Deps): Store => ({
  ...intake(deps),
  ...claims(deps),
  ...outcomes(deps),
  ...views(deps),
});

const intake = ({ pool, seal, machineClock }: Deps): Pick<Store, 'add'> => ({
  async add({ id, matter, dueAt }, tx) {
    const { readerId, notice, sealed, issueId } = columnsOf(matter, { id, seal });
    const { rowCount } = await (tx ?? pool).query(
      `INSERT INTO message (id, cause_key, kind, reader_id, notice, sealed, issue_id, due_at, next_try_at, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
       ON CONFLICT DO NOTHING`,
      [
        ...[id, causeKeyOf(matter, id), kindOf(matter), readerId, notice, sealed, issueId],
        ...[dueAt, machineClock.now()],
      ],
    );
    return rowCount === 1;
  },
});

const claims = (deps: Deps): Pick<Store, 'claim' | 'begin' | 'doubtAbandoned'> => {
  const { pool, seal, addresses, businessClock, machineClock } = deps;
  const inHandUntil = (): Date => plus(machineClock.now(), IN_HAND);

  const take = async (which: 'IS NULL' | 'IS NOT NULL', limit: number): Promise<Row[]> => {
    const { rows } = await pool.query<Row>(
      `UPDATE message SET attempts = attempts + 1, next_try_at = $3
       FROM (SELECT id FROM message
             WHERE status = 'due' AND due_at <= $1 AND next_try_at <= $2 AND issue_id ${which}
             ORDER BY due_at, id LIMIT $4 FOR UPDATE SKIP LOCKED) AS next
       WHERE message.id = next.id
       RETURNING message.id, attempts, notice, sealed, reader_id, issue_id, due_at`,
      [businessClock.now(), machineClock.now(), inHandUntil(), limit],
    );
    return rows;
  };

  return {
    async claim(limit) {
      // Nobody waits for a receipt or a sign-in link behind an issue to everybody.
      const letters = await take('IS NULL', limit);
      const rows = letters.length > 0 ? letters : await take('IS NOT NULL', limit);
      const readable: Message[] = [];
      for (const row of rows.toSorted(oldestFirst)) {
        const matter = matterOf(row, seal);
        if (matter !== null) readable.push({ id: row.id, attempts: row.attempts, matter });
        // One that cannot be read any more must not hold up the others.
        else await outcomes(deps).fail(row, 'it cannot be read any more');
      }
      return readable;
    },

    // Of a reader, what tells their address from others stays: it may come to light later that nothing arrives there.
    async begin({ id, attempts }, to) {
      const { rowCount } = await pool.query(
        `UPDATE message SET status = 'sending', next_try_at = $3,
           address_hash = CASE WHEN reader_id IS NULL THEN NULL ELSE $4 END
         WHERE id = $1 AND attempts = $2 AND status = 'due'`,
        [id, attempts, inHandUntil(), addresses.of(to)],
      );
      return rowCount === 1;
    },

    async doubtAbandoned() {
      const { rowCount } = await pool.query(
        `UPDATE message SET status = 'uncertain', sealed = NULL, reason = 'the sender stopped in the middle'
         WHERE status = 'sending' AND next_try_at <= $1`,
        [machineClock.now()],
      );
      return rowCount ?? 0;
    },
  };
};

const outcomes = ({ pool, businessClock, machineClock }: Deps): Outcomes => {
  /** For one whose turn it still is: a claim is known by its number of attempts. */
  const mark = async (
    { id, attempts }: Claim,
    changes: string,
    values: readonly unknown[],
  ): Promise<void> => {
    await pool.query(`UPDATE message SET ${changes} WHERE id = $1 AND attempts = $2`, [
      id,
      attempts,
      ...values,
    ]);
  };

  return {
    // Also when the answer came so late that the mail was in doubt already: now it is known.
    async sent({ id, attempts }, at) {
      await pool.query(
        `WITH sent AS (
           UPDATE message SET status = 'sent', sent_at = $3, sealed = NULL, reason = NULL
           WHERE id = $1 AND attempts = $2 RETURNING reader_id, issue_id)
         UPDATE newsletter_choice AS choice SET refusals = 0
         FROM sent JOIN newsletter_issue AS issue ON issue.id = sent.issue_id
         WHERE choice.reader_id = sent.reader_id AND choice.newsletter = issue.newsletter AND refusals > 0`,
        [id, attempts, at],
      );
    },
    async refuse({ id, attempts }, reason) {
      await pool.query(
        `WITH refused AS (
           UPDATE message SET status = 'failed', sealed = NULL, reason = $3
           WHERE id = $1 AND attempts = $2 RETURNING reader_id, issue_id)
         UPDATE newsletter_choice AS choice SET refusals = refusals + 1,
           ended_by = CASE WHEN refusals + 1 >= $4 THEN 'refused' END,
           ended_at = CASE WHEN refusals + 1 >= $4 THEN $5::timestamptz END
         FROM refused JOIN newsletter_issue AS issue ON issue.id = refused.issue_id
         WHERE choice.reader_id = refused.reader_id AND choice.newsletter = issue.newsletter
           AND choice.ended_at IS NULL`,
        [id, attempts, reason, MOST_REFUSALS, businessClock.now()],
      );
    },
    postpone: (message, waitMs, reason) =>
      mark(message, `status = 'due', next_try_at = $3, reason = $4`, [
        plus(machineClock.now(), waitMs),
        reason,
      ]),
    fail: (message, reason) => mark(message, `status = 'failed', sealed = NULL, reason = $3`, [reason]),
    doubt: (message, reason) => mark(message, `status = 'uncertain', sealed = NULL, reason = $3`, [reason]),
  };
};

const views = ({ pool, businessClock, machineClock }: Deps): Pick<Store, 'outlook' | 'listOf'> => ({
  // One statement, since every tick of a clock that is turned asks it.
  async outlook() {
    const { rows } = await pool.query<Outlook>(
      `SELECT EXISTS (SELECT FROM message WHERE status = 'due' AND due_at <= $1 AND next_try_at <= $2)
           OR EXISTS (SELECT FROM message WHERE status = 'sending' AND next_try_at <= $2) AS "hasWork",
         (SELECT min(due_at) FROM message WHERE status = 'due' AND due_at > $1) AS "nextDueAt"`,
      [businessClock.now(), machineClock.now()],
    );
    return rows[0] ?? { hasWork: false, nextDueAt: null };
  },

  async listOf(readerId, { after, limit }) {
    const { rows } = await pool.query<Listed>(
      `SELECT id, kind, status, due_at AS "dueAt", sent_at AS "sentAt" FROM message
       WHERE reader_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [readerId, after, limit],
    );
    return rows;
  },
});
