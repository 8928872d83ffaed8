import { plus } from '@gatefold/kernel';
import { inTransaction } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import { OVERLAP } from '../../domain/outgoing-webhook.ts';
import { refuse } from '../../domain/refusals.ts';
import type { Endpoint, WebhookEndpoints } from '../../usecases/webhook-ports.ts';
import type { Sealer } from '../sealed.ts';
import { saveAudit } from './audit.ts';
import type { Database } from './subscriptions.ts';

type Row = {
  id: string;
  url: string;
  description: string;
  types: string[];
  state: Endpoint['state'];
  failing_since: Date | null;
  created_at: Date;
};

const COLUMNS = 'id, url, description, types, state, failing_since, created_at';

const toEndpoint = ({ failing_since, created_at, ...row }: Row): Endpoint => ({
  ...row,
  failingSince: failing_since,
  createdAt: created_at,
});

/** Whom a sealed secret belongs to: a row that is moved to another endpoint does not open. */
export const sealedFor = (endpointId: string): string => `webhook:${endpointId}`;

export const postgresWebhookEndpoints = (database: Database, seal: Sealer): WebhookEndpoints => {
  const { pool, machineClock } = database;
  return {
    async list() {
      const { rows } = await pool.query<Row>(
        `SELECT ${COLUMNS} FROM webhook_endpoint ORDER BY created_at, id`,
      );
      return rows.map(toEndpoint);
    },

    async find(id) {
      const { rows } = await pool.query<Row>(`SELECT ${COLUMNS} FROM webhook_endpoint WHERE id = $1`, [id]);
      return found(rows);
    },

    add: (wanted) => add(database, seal, wanted),

    rotate: (id, { secret, actor }) =>
      inTransaction(pool, async (tx) => {
        const { rows } = await tx.query<Row>(
          `UPDATE webhook_endpoint SET older_secret = secret, older_key_version = key_version, older_expires_at = $4,
             secret = $2, key_version = $3 WHERE id = $1 RETURNING ${COLUMNS}`,
          [
            id,
            seal.seal(Buffer.from(secret), sealedFor(id)),
            seal.version,
            plus(machineClock.now(), OVERLAP),
          ],
        );
        await noted(database, tx, { id, actor, action: 'rotate', to: 'a new secret' });
        return found(rows);
      }),

    switchTo: (id, { state, actor }) =>
      inTransaction(pool, async (tx) => {
        const { rows } = await tx.query<Row>(
          `UPDATE webhook_endpoint SET state = $2, failing_since = NULL WHERE id = $1 RETURNING ${COLUMNS}`,
          [id, state],
        );
        const endpoint = found(rows);
        await noted(database, tx, { id, actor, action: 'switch', to: state });
        return endpoint;
      }),
  };
};

type Wanted = Parameters<WebhookEndpoints['add']>[0];

const add = (database: Database, seal: Sealer, { url, description, types, secret, actor }: Wanted) =>
  inTransaction(database.pool, async (tx) => {
    const id = database.newId();
    const { rows } = await tx.query<Row>(
      `INSERT INTO webhook_endpoint (id, url, description, types, state, secret, key_version, created_at)
           VALUES ($1, $2, $3, $4, 'on', $5, $6, $7) RETURNING ${COLUMNS}`,
      [
        id,
        url,
        description,
        types,
        seal.seal(Buffer.from(secret), sealedFor(id)),
        seal.version,
        database.machineClock.now(),
      ],
    );
    await noted(database, tx, { id, actor, action: 'add', to: new URL(url).host });
    return found(rows);
  });

async function noted(
  { clock }: Database,
  tx: PoolClient,
  { id, actor, action, to }: { id: string; actor: string; action: string; to: string },
): Promise<void> {
  const note = { actor, action: `webhook-endpoint.${action}`, subject: id, facts: { to } };
  await saveAudit(tx, note, clock.now());
}

function found(rows: readonly Row[]): Endpoint {
  if (rows[0] === undefined) throw refuse('endpoint-not-found');
  return toEndpoint(rows[0]);
}
