import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
const admin = 'postgresql://postgres:postgres@127.0.0.1:54990/postgres';
const sql = readFileSync(
  new URL('../prisma/migrations/20260201120000_messages/migration.sql', import.meta.url),
  'utf8',
);
export async function createTestDatabase(o = { empty: false }) {
  const name = `t_${randomBytes(6).toString('hex')}`;
  const run = async (url: string, text: string) => {
    const c = new pg.Client(url);
    await c.connect();
    await c.query(text);
    await c.end();
  };
  await run(admin, `CREATE DATABASE ${name}`);
  const url = `postgresql://postgres:postgres@127.0.0.1:54990/${name}`;
  if (!o.empty) await run(url, sql);
  return { url, drop: () => run(admin, `DROP DATABASE ${name} WITH (FORCE)`) };
}
