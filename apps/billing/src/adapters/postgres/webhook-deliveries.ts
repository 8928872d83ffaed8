import { plus, MINUTE } from '@gatefold/kernel';
import { inTransaction } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import { isDelivered, isToBeSwitchedOff, nextTryAt, type Tried } from '../../domain/outgoing-webhook.ts';
import { refuse } from '../../domain/refusals.ts';
import type { Delivery, Sending, Try, WebhookDeliveries } from '../../usecases/webhook-ports.ts';
import type { Sealer } from '../sealed.ts';
import { saveAudit } from './audit.ts';
import { saveCase } from './save-consequences.ts';
import { savingOf, type Database } from './subscriptions.ts';
import { sealedFor } from './webhook-endpoints.ts';

type Row = {
  id: string;
  endpoint_id: string;
  message_id: string;
  type: string;
  state: Delivery['state'];
  attempts: number;
  next_try_at: Date | null;
  created_at: Date;
  delivered_at: Date | null;
};

const COLUMNS =
  'd.id, d.endpoint_id, d.message_id, d.type, d.state, d.attempts, d.next_try_at, d.created_at, d.delivered_at';

const toDelivery = (row: Row): Delivery => ({
  id: row.id,
  endpointId: row.endpoint_id,
  messageId: row.message_id,
  type: row.type,
  state: row.state,
  attempts: row.attempts,
  nextTryAt: row.next_try_at,
  createdAt: row.created_at,
  deliveredAt: row.delivered_at,
});

export const postgresWebhookDeliveries = (database: Database, seal: Sealer): WebhookDeliveries => {
  const { pool, newId, machineClock } = database;
  return {
    async list({ endpointId, state, after, limit }) {
      const { rows } = await pool.query<Row>(
        `SELECT ${COLUMNS} FROM webhook_delivery d WHERE d.endpoint_id = $1 AND ($2::text IS NULL OR d.state = $2)
           AND ($3::timestamptz IS NULL OR (d.created_at, d.id) < ($3, $4::uuid))
         ORDER BY d.created_at DESC, d.id DESC LIMIT $5`,
        [endpointId, state, after?.at ?? null, after?.id ?? null, limit],
      );
      return rows.map(toDelivery);
    },

    async find(id) {
      const { rows } = await pool.query<Row & { payload: string }>(
        `SELECT ${COLUMNS}, d.payload FROM webhook_delivery d WHERE d.id = $1`,
        [id],
      );
      const tries = await pool.query<Try>(
        'SELECT number, at, status, milliseconds, error FROM webhook_attempt WHERE delivery_id = $1 ORDER BY number',
        [id],
      );
      const delivery = found(rows);
      return { ...delivery, payload: rows[0]!.payload, tries: tries.rows };
    },

    async add(endpointId, { type, payload }) {
      const { rows } = await pool.query<Row>(
        `INSERT INTO webhook_delivery AS d (id, endpoint_id, message_id, type, payload, state, next_try_at, created_at)
         VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $6) RETURNING ${COLUMNS}`,
        [newId(), endpointId, newId(), type, payload, machineClock.now()],
      );
      return found(rows);
    },

    replay: (id, actor) => replay(database, id, actor),
    replayFailed: (endpointId, actor) => replayFailed(database, endpointId, actor),
    claim: (limit) => claim(database, seal, limit),
    finish: (id, attempt, tried) => finish(database, id, { attempt, tried }),
  };
};

const replay = ({ pool, machineClock, clock }: Database, id: string, actor: string) =>
  inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<Row>(`SELECT ${COLUMNS} FROM webhook_delivery d WHERE d.id = $1`, [id]);
    const delivery = found(rows);
    await checkOn(tx, delivery.endpointId);
    const again = await tx.query<Row>(
      `UPDATE webhook_delivery d SET state = 'waiting', next_try_at = $2 WHERE d.id = $1 RETURNING ${COLUMNS}`,
      [id, machineClock.now()],
    );
    const facts = { type: delivery.type, endpoint: delivery.endpointId };
    await saveAudit(tx, { actor, action: 'webhook.replay', subject: id, facts }, clock.now());
    return found(again.rows);
  });

const replayFailed = ({ pool, machineClock, clock }: Database, endpointId: string, actor: string) =>
  inTransaction(pool, async (tx) => {
    await checkOn(tx, endpointId);
    const { rowCount } = await tx.query(
      `UPDATE webhook_delivery SET state = 'waiting', next_try_at = $2 WHERE endpoint_id = $1 AND state = 'failed'`,
      [endpointId, machineClock.now()],
    );
    const facts = { deliveries: String(rowCount ?? 0) };
    await saveAudit(tx, { actor, action: 'webhook.replay-failed', subject: endpointId, facts }, clock.now());
    return rowCount ?? 0;
  });

function found(rows: readonly Row[]): Delivery {
  if (rows[0] === undefined) throw refuse('delivery-not-found');
  return toDelivery(rows[0]);
}

async function checkOn(tx: PoolClient, endpointId: string): Promise<void> {
  const { rows } = await tx.query<{ state: string }>('SELECT state FROM webhook_endpoint WHERE id = $1', [
    endpointId,
  ]);
  if (rows[0] === undefined) throw refuse('endpoint-not-found');
  if (rows[0].state === 'off') throw refuse('endpoint-off');
}

/** Longer than a try may take, so that nobody else sends it meanwhile; a process that dies leaves it to be sent again. */
const LEASE = MINUTE;

type Claimed = {
  id: string;
  message_id: string;
  url: string;
  payload: string;
  attempts: number;
  endpoint_id: string;
  secret: Buffer;
  key_version: string;
  older_secret: Buffer | null;
  older_key_version: string | null;
};

async function claim({ pool, machineClock }: Database, seal: Sealer, limit: number): Promise<Sending[]> {
  const now = machineClock.now();
  const { rows } = await pool.query<Claimed>(
    `WITH due AS (
       SELECT d.id FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id
       WHERE d.state = 'waiting' AND d.next_try_at <= $1 AND e.state = 'on'
       ORDER BY d.next_try_at LIMIT $2 FOR UPDATE OF d SKIP LOCKED)
     UPDATE webhook_delivery d SET attempts = d.attempts + 1, next_try_at = $3
     FROM due, webhook_endpoint e WHERE d.id = due.id AND e.id = d.endpoint_id
     RETURNING d.id, d.message_id, e.url, d.payload, d.attempts, d.endpoint_id, e.secret, e.key_version,
       CASE WHEN e.older_expires_at > $1 THEN e.older_secret END AS older_secret, e.older_key_version`,
    [now, limit, plus(now, LEASE)],
  );
  return rows.map((row) => ({
    id: row.id,
    messageId: row.message_id,
    url: row.url,
    payload: row.payload,
    attempt: row.attempts,
    secrets: [
      opened(seal, { secret: row.secret, version: row.key_version, endpointId: row.endpoint_id }),
      ...(row.older_secret === null
        ? []
        : [
            opened(seal, {
              secret: row.older_secret,
              version: row.older_key_version ?? '',
              endpointId: row.endpoint_id,
            }),
          ]),
    ],
  }));
}

type Sealed = { readonly secret: Buffer; readonly version: string; readonly endpointId: string };

function opened(seal: Sealer, { secret, version, endpointId }: Sealed): string {
  const text = seal.open(secret, version, sealedFor(endpointId));
  if (text === null) throw new Error(`the secret of endpoint ${endpointId} does not open: its key is gone`);
  return text.toString('utf8');
}

const finish = (database: Database, id: string, { attempt, tried }: { attempt: number; tried: Tried }) =>
  inTransaction(database.pool, async (tx) => {
    const now = database.machineClock.now();
    await tx.query(
      `INSERT INTO webhook_attempt (delivery_id, number, at, status, milliseconds, error)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [id, attempt, now, tried.status, tried.milliseconds, tried.error],
    );
    const next = isDelivered(tried) ? null : nextTryAt(attempt, now, id);
    const state = isDelivered(tried) ? 'delivered' : next === null ? 'failed' : 'waiting';
    const { rows } = await tx.query<{ endpoint_id: string }>(
      `UPDATE webhook_delivery SET state = $2, next_try_at = $3, delivered_at = CASE WHEN $2 = 'delivered' THEN $4::timestamptz END
       WHERE id = $1 RETURNING endpoint_id`,
      [id, state, next, now],
    );
    await judge(database, tx, { endpointId: rows[0]!.endpoint_id, tried, now });
  });

type Judged = { readonly endpointId: string; readonly tried: Tried; readonly now: Date };

/** Whether the endpoint works, and whether it is to be left alone from now on. */
async function judge(database: Database, tx: PoolClient, { endpointId, tried, now }: Judged): Promise<void> {
  if (isDelivered(tried)) {
    await tx.query(
      'UPDATE webhook_endpoint SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL',
      [endpointId],
    );
    return;
  }
  const { rows } = await tx.query<{ failing_since: Date; host: string }>(
    `UPDATE webhook_endpoint SET failing_since = coalesce(failing_since, $2) WHERE id = $1
     RETURNING failing_since, substring(url FROM '^https?://([^/]+)') AS host`,
    [endpointId, now],
  );
  if (!isToBeSwitchedOff(tried, rows[0]!.failing_since, now)) return;
  await tx.query(`UPDATE webhook_endpoint SET state = 'off' WHERE id = $1`, [endpointId]);
  const wanted = {
    kind: 'webhook-endpoint-off',
    subject: endpointId,
    facts: { host: rows[0]!.host, status: tried.status === null ? null : String(tried.status) },
  } as const;
  await saveCase(tx, { wanted, subscriptionId: null, saving: savingOf(database) });
}
