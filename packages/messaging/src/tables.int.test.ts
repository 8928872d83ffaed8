import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { aDatabase, migrationsOf } from '@gatefold/test-kit';
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';

/** The services that announce or hear events. */
const services = ['billing', 'entitlement', 'content', 'identity', 'mail'];
const tables = ['outbox', 'relay_shard', 'consumed_event', 'consumer_attempt', 'parked_event'];

/** Columns, constraints and indexes of messaging's tables, as PostgreSQL describes them. */
async function described(source: Parameters<typeof aDatabase>[0]) {
  const database = await aDatabase(source);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const columns = await client.query(
      `SELECT table_name, column_name, data_type, datetime_precision, column_default, is_nullable, is_identity
       FROM information_schema.columns WHERE table_name = ANY ($1) ORDER BY table_name, ordinal_position`,
      [tables],
    );
    const constraints = await client.query(
      `SELECT conrelid::regclass::text AS table_name, pg_get_constraintdef(oid) AS says
       FROM pg_constraint WHERE conrelid::regclass::text = ANY ($1) AND contype <> 'n' ORDER BY 1, 2`,
      [tables],
    );
    const indexes = await client.query(
      'SELECT tablename, indexdef FROM pg_indexes WHERE tablename = ANY ($1) ORDER BY 1, 2',
      [tables],
    );
    return { columns: columns.rows, constraints: constraints.rows, indexes: indexes.rows };
  } finally {
    await client.end();
    await database.drop();
  }
}

let agreed: Awaited<ReturnType<typeof described>>;
beforeAll(
  async () =>
    void (agreed = await described({ sqlFiles: [join(import.meta.dirname, '../sql/messaging.sql')] })),
);

test('the agreed file makes all five tables', () => {
  expect([...new Set(agreed.columns.map((column) => column.table_name))].sort()).toEqual([...tables].sort());
});

test.each(services)('%s has messaging’s tables exactly as agreed', async (app) => {
  expect(existsSync(migrationsOf(app)[0]!)).toBe(true);
  expect(await described({ app })).toEqual(agreed);
});
