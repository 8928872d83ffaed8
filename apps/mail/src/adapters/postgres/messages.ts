import { NoticeData } from '@gatefold/events';
import { MINUTE, plus, type BusinessClock, type MachineClock } from '@gatefold/kernel';
import type { Pool, PoolClient } from 'pg';
import { causeKeyOf, kindOf, type Matter, type Message } from '../../domain/message.ts';
import type { Listed, Messages } from '../../usecases/ports.ts';
import type { Seal } from '../seal.ts';

type Deps = { pool: Pool; seal: Seal; businessClock: BusinessClock; machineClock: MachineClock };

/** How long a process may take from the claim to the handover, and again from there to the answer. */
const IN_HAND = 2 * MINUTE;

const UNREADABLE = `status = 'failed', sealed = NULL, reason = 'it cannot be read any more'`;

export function postgresMessages({ pool, seal, businessClock, machineClock }: Deps): Messages<PoolClient> {
  const inHandUntil = (): Date => plus(machineClock.now(), IN_HAND);

  /** For one whose turn it still is: a claim is known by its number of attempts. */
  const mark = async (
    { id, attempts }: Pick<Message, 'id' | 'attempts'>,
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
    async add({ id, matter, dueAt }, tx) {
      const { rowCount } = await (tx ?? pool).query(
        `INSERT INTO message (id, cause_key, kind, reader_id, notice, sealed, due_at, next_try_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
         ON CONFLICT DO NOTHING`,
        [id, causeKeyOf(matter, id), kindOf(matter), ...stored(matter, id), dueAt, machineClock.now()],
      );
      return rowCount === 1;
    },

    async claim(limit) {
      const { rows } = await pool.query<Row>(
        `UPDATE message SET attempts = attempts + 1, next_try_at = $3
         FROM (SELECT id FROM message
               WHERE status = 'due' AND due_at <= $1 AND next_try_at <= $2
               ORDER BY due_at, id LIMIT $4 FOR UPDATE SKIP LOCKED) AS next
         WHERE message.id = next.id
         RETURNING message.id, attempts, notice, sealed, due_at`,
        [businessClock.now(), machineClock.now(), inHandUntil(), limit],
      );
      const readable: Message[] = [];
      for (const row of rows.toSorted(oldestFirst)) {
        const matter = matterOf(row);
        if (matter === null) await mark(row, UNREADABLE, []);
        else readable.push({ id: row.id, attempts: row.attempts, matter });
      }
      return readable;
    },

    async begin({ id, attempts }) {
      const { rowCount } = await pool.query(
        `UPDATE message SET status = 'sending', next_try_at = $3
         WHERE id = $1 AND attempts = $2 AND status = 'due'`,
        [id, attempts, inHandUntil()],
      );
      return rowCount === 1;
    },

    // Also when the answer came so late that the mail was in doubt already: now it is known.
    sent: (message, at) => mark(message, `status = 'sent', sent_at = $3, sealed = NULL, reason = NULL`, [at]),
    postpone: (message, waitMs, reason) =>
      mark(message, `status = 'due', next_try_at = $3, reason = $4`, [
        plus(machineClock.now(), waitMs),
        reason,
      ]),
    fail: (message, reason) => mark(message, `status = 'failed', sealed = NULL, reason = $3`, [reason]),
    doubt: (message, reason) => mark(message, `status = 'uncertain', sealed = NULL, reason = $3`, [reason]),

    async doubtAbandoned() {
      const { rowCount } = await pool.query(
        `UPDATE message SET status = 'uncertain', sealed = NULL, reason = 'the sender stopped in the middle'
         WHERE status = 'sending' AND next_try_at <= $1`,
        [machineClock.now()],
      );
      return rowCount ?? 0;
    },

    async nextDueAt() {
      const { rows } = await pool.query<{ next: Date | null }>(
        `SELECT min(due_at) AS next FROM message WHERE status = 'due' AND due_at > $1`,
        [businessClock.now()],
      );
      return rows[0]?.next ?? null;
    },

    async listOf(readerId, { after, limit }) {
      const { rows } = await pool.query<Listed>(
        `SELECT id, kind, status, due_at AS "dueAt", sent_at AS "sentAt" FROM message
         WHERE reader_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
        [readerId, after, limit],
      );
      return rows;
    },
  };

  function stored(matter: Matter, id: string): [string | null, unknown, string | null] {
    switch (matter.kind) {
      case 'notice':
        return [matter.notice.readerId, JSON.stringify(matter.notice), null];
      case 'sign-in':
        return [null, null, seal.close(JSON.stringify(matter), id)];
    }
  }

  /** Null when its key is gone. One such mail must not hold up the others. */
  function matterOf({ id, notice, sealed }: Row): Matter | null {
    try {
      if (sealed !== null) return JSON.parse(seal.open(sealed, id)) as Matter;
      return { kind: 'notice', notice: NoticeData.parse(notice) };
    } catch {
      return null;
    }
  }
}

type Row = { id: string; attempts: number; notice: unknown; sealed: string | null; due_at: Date };

const oldestFirst = (a: Row, b: Row): number =>
  a.due_at.getTime() - b.due_at.getTime() || (a.id < b.id ? -1 : 1);
