import type { StripeEvent } from '../../domain/event.ts';
import { retryAt, type WebhookEndpoint } from '../../domain/webhook.ts';
import type { Attempted, Deliveries, Delivery } from '../../webhooks/ports.ts';
import type { Database } from './database.ts';

/** What every endpoint is still to hear of, and what became of each attempt. */
export function createDeliveries(database: Database): Deliveries {
  const bodyOf = <T>(kind: string, id: string): T | null => {
    const row = database.first('SELECT body FROM object WHERE kind = ? AND id = ? AND deleted = 0', kind, id);
    return row === null ? null : (JSON.parse(String(row['body'])) as T);
  };

  return {
    queue({ event, endpoint, at }) {
      database.run(
        `INSERT INTO delivery (event, endpoint, state, next_at) VALUES (?, ?, ?, ?)`,
        event,
        endpoint,
        at === null ? 'dropped' : 'pending',
        at,
      );
    },
    nextAt() {
      const row = database.first(
        'SELECT next_at FROM delivery WHERE next_at IS NOT NULL ORDER BY next_at, id LIMIT 1',
      );
      return row === null ? null : Number(row['next_at']);
    },
    due(now, limit) {
      const rows = database.all(
        `SELECT id, event, endpoint, attempts FROM delivery WHERE next_at IS NOT NULL AND next_at <= ?
         ORDER BY next_at, id LIMIT ?`,
        now,
        limit,
      );
      return rows.flatMap((row): Delivery[] => {
        const event = bodyOf<StripeEvent>('event', String(row['event']));
        const endpoint = bodyOf<WebhookEndpoint>('webhook_endpoint', String(row['endpoint']));
        if (event !== null && endpoint?.status === 'enabled')
          return [{ id: Number(row['id']), attempts: Number(row['attempts']), event, endpoint }];
        database.run(`UPDATE delivery SET state = 'gone', next_at = NULL WHERE id = ?`, Number(row['id']));
        return [];
      });
    },
    record(delivery, attempted, now) {
      const attempts = delivery.attempts + 1;
      const next = attempted.ok ? null : retryAt(now, attempts);
      const state = attempted.ok ? 'delivered' : next === null ? 'failed' : 'pending';
      database.atomic(() => {
        database.run(
          'UPDATE delivery SET state = ?, attempts = ?, next_at = ? WHERE id = ?',
          state,
          attempts,
          next,
          delivery.id,
        );
        database.run(
          'INSERT INTO attempt (delivery, at, machine, status, error, millis) VALUES (?, ?, ?, ?, ?, ?)',
          delivery.id,
          now,
          attempted.machineAt,
          attempted.status,
          attempted.error,
          attempted.millis,
        );
      });
    },
    resend(which, now) {
      // What is due already is on its way and is not sent twice.
      const missing = `state IN ('dropped', 'failed') OR (state = 'pending' AND next_at > ?)`;
      const chosen = which === 'all' ? missing : `(state <> 'gone' AND ? >= 0)`;
      const { count } = database.first(`SELECT count(*) AS count FROM delivery WHERE ${chosen}`, now) ?? {};
      database.run(
        `UPDATE delivery SET state = 'pending', attempts = 0, next_at = ? WHERE ${chosen}`,
        now,
        now,
      );
      return Number(count ?? 0);
    },
    resendEvent(event, now) {
      database.run(
        `UPDATE delivery SET state = 'pending', attempts = 0, next_at = ? WHERE event = ? AND state <> 'gone'`,
        now,
        event,
      );
      const { count } = database.first('SELECT count(*) AS count FROM delivery WHERE event = ?', event) ?? {};
      return Number(count ?? 0);
    },
    counts() {
      const rows = database.all('SELECT state, count(*) AS count FROM delivery GROUP BY state');
      return Object.fromEntries(rows.map((row) => [String(row['state']), Number(row['count'])]));
    },
    attempts(limit) {
      return database
        .all(
          `SELECT d.event, d.endpoint, d.state, d.next_at, a.at, a.machine, a.status, a.error, a.millis
           FROM attempt a JOIN delivery d ON d.id = a.delivery ORDER BY a.rowid DESC LIMIT ?`,
          limit,
        )
        .map((row): Attempted => ({
          event: String(row['event']),
          endpoint: String(row['endpoint']),
          state: String(row['state']),
          nextAt: row['next_at'] === null ? null : Number(row['next_at']),
          at: Number(row['at']),
          status: row['status'] === null ? null : Number(row['status']),
          error: row['error'] === null ? null : String(row['error']),
          millis: Number(row['millis']),
        }));
    },
  };
}
