import { readFileSync } from 'node:fs';
import pg from 'pg';

const ROLE_EXISTS = '42710';
const DATABASE_EXISTS = '42P04';

/**
 * Makes the roles and databases of `init.sql` in the server at `adminUrl`, as far as they are not there.
 *
 * The same file is what Compose's Postgres runs with psql, hence the lines for psql that are left out here.
 */
export async function provision(adminUrl) {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const statement of statements()) await runOnce(client, statement);
  } finally {
    await client.end();
  }
}

/** Drops those databases with all that is in them, whoever is connected. */
export async function unprovision(adminUrl) {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const name of databaseNames())
      await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

/** The names of the databases that `init.sql` makes; each has a role and, in development, a password of the same name. */
export const databaseNames = () =>
  statements().flatMap((statement) => /^CREATE DATABASE (\w+)/.exec(statement)?.[1] ?? []);

/** Where the service that owns `database` reaches it, on the server that `adminUrl` names. */
export function serviceUrl(adminUrl, database) {
  const url = new URL(adminUrl);
  url.username = database;
  url.password = database;
  url.pathname = `/${database}`;
  return url.toString();
}

function statements() {
  return readFileSync(new URL('init.sql', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('--') && !line.startsWith('\\'))
    .join('\n')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

async function runOnce(client, statement) {
  try {
    await client.query(statement);
  } catch (error) {
    if (error.code !== ROLE_EXISTS && error.code !== DATABASE_EXISTS) throw error;
  }
}
