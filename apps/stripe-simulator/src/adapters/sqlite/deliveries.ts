import type { StripeEvent } from '../../domain/event.ts';
import { retryAt, type WebhookEndpoint } from '../../domain/webhook.ts';
import type { Attempted, Deliveries, Delivery } from '../../webhooks/ports.ts';
import type { Database, Row } from './database.ts';

/** What every endpoint is still to hear of, and what became of each attempt. */
export const createDeliveries = (database: Database): Deliveries => ({
  queue({ event, endpoint, at }) {
    const state = at === null ? 'dropped' : 'pending';
    database.run(
      'INSERT INTO delivery (event, endpoint, state, next_at) VALUES (?, ?, ?, ?)',
      event,
      endpoint,
      state,
      at,
    );
  },
  ...sending(database),
  ...resending(database),
  ...looking(database),
});

const sending = (database: Database): Pick<Deliveries, 'due' | 'nextAt' | 'record'> => ({
  nextAt() {
    const row = database.first(
      'SELECT next_at FROM delivery WHERE next_at IS NOT NULL ORDER BY next_at, id LIMIT 1',
    );
    return row === null ? null : Number(row['next_at']);
  },

  due: (now, limit) =>
    database
      .all(
        `SELECT id, event, endpoint, attempts FROM delivery WHERE next_at IS NOT NULL AND next_at <= ?
         ORDER BY next_at, id LIMIT ?`,
        now,
        limit,
      )
      .flatMap((row) => deliveryFrom(database, row)),

  record(delivery, outcome, now) {
    const attempts = delivery.attempts + 1;
    const next = outcome.ok ? null : retryAt(now, attempts);
    const state = outcome.ok ? 'delivered' : next === null ? 'failed' : 'pending';
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
        outcome.machineAt,
        outcome.status,
        outcome.error,
        outcome.millis,
      );
    });
    return next;
  },
});

/** One whose endpoint was removed or switched off meanwhile is never sent. */
function deliveryFrom(database: Database, row: Row): Delivery[] {
  const event = bodyOf<StripeEvent>(database, 'event', String(row['event']));
  const endpoint = bodyOf<WebhookEndpoint>(database, 'webhook_endpoint', String(row['endpoint']));
  if (event !== null && endpoint?.status === 'enabled')
    return [{ id: Number(row['id']), attempts: Number(row['attempts']), event, endpoint }];
  database.run(`UPDATE delivery SET state = 'gone', next_at = NULL WHERE id = ?`, Number(row['id']));
  return [];
}

function bodyOf<T>(database: Database, kind: string, id: string): T | null {
  const row = database.first('SELECT body FROM object WHERE kind = ? AND id = ? AND deleted = 0', kind, id);
  return row === null ? null : (JSON.parse(String(row['body'])) as T);
}

/** What is due already is on its way and is not sent twice. */
const missing = `(state IN ('dropped', 'failed') OR (state = 'pending' AND next_at > ?))`;
const anyTime = `(state <> 'gone' AND ? >= 0)`;

const resending = (database: Database): Pick<Deliveries, 'resend' | 'resendEvent'> => {
  const again = (chosen: string, now: number, ...values: readonly (number | string)[]): number => {
    const { count } =
      database.first(`SELECT count(*) AS count FROM delivery WHERE ${chosen}`, ...values) ?? {};
    database.run(
      `UPDATE delivery SET state = 'pending', attempts = 0, next_at = ? WHERE ${chosen}`,
      now,
      ...values,
    );
    return Number(count ?? 0);
  };
  return {
    resend: (which, now) => again(which === 'all' ? missing : anyTime, now, now),
    resendEvent: (event, now) => again(`event = ? AND state <> 'gone'`, now, event),
  };
};

const looking = (database: Database): Pick<Deliveries, 'attempts' | 'counts'> => ({
  counts() {
    const rows = database.all('SELECT state, count(*) AS count FROM delivery GROUP BY state');
    return Object.fromEntries(rows.map((row) => [String(row['state']), Number(row['count'])]));
  },
  attempts: (limit) =>
    database
      .all(
        `SELECT d.event, d.endpoint, d.state, d.next_at, a.at, a.status, a.error, a.millis
         FROM attempt a JOIN delivery d ON d.id = a.delivery ORDER BY a.rowid DESC LIMIT ?`,
        limit,
      )
      .map(attemptedFrom),
});

const attemptedFrom = (row: Row): Attempted => ({
  event: String(row['event']),
  endpoint: String(row['endpoint']),
  state: String(row['state']),
  nextAt: numberOrNull(row['next_at']),
  at: Number(row['at']),
  status: numberOrNull(row['status']),
  error: typeof row['error'] === 'string' ? row['error'] : null,
  millis: Number(row['millis']),
});

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);
