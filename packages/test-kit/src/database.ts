import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

const REPOSITORY = join(import.meta.dirname, '../../..');

type Source =
  /** With the migrations of this service. */
  | { readonly app: string }
  /** With these files of SQL, by their full paths. */
  | { readonly sqlFiles: readonly string[] }
  /** Empty, as the event log finds its own. */
  | { readonly empty: true };

export type TestDatabase = {
  readonly url: string;
  /** To be called after the last test, also when there are still connections. */
  drop(): Promise<void>;
};

/** The server for tests. Throws when there is none: a suite that needs one must not pass without it. */
export function testDatabaseUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (url === undefined || url === '')
    throw new Error('TEST_DATABASE_URL must name a PostgreSQL server and a superuser; `npm test` starts one');
  return url;
}

/**
 * A database of a test file's own, cloned from a template that has been migrated once.
 *
 * A template is kept by the hash of its SQL, so a changed migration makes a new one.
 */
export async function aDatabase(source: Source): Promise<TestDatabase> {
  const files = filesOf(source);
  const scripts = files.map((file) => readFileSync(file, 'utf8'));
  const hash = createHash('sha256').update(scripts.join('\n--\n')).digest('hex').slice(0, 16);
  const template = `gatefold_template_${hash}`;
  const name = `gatefold_test_${randomUUID().replaceAll('-', '')}`;

  await withAdmin(async (admin) => {
    await makeTemplate(admin, { template, scripts, files });
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return {
    url: urlOf(name),
    drop: () =>
      withAdmin(async (admin) => {
        await goodbyes(admin, name);
        await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

/** A pool that has ended may still be hanging up, and nobody listens any more if a connection is cut then. */
async function goodbyes(admin: pg.Client, database: string): Promise<void> {
  for (let left = 25; left > 0; left -= 1) {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1', [database]);
    if (rowCount === 0) return;
    await setTimeout(20);
  }
}

function filesOf(source: Source): readonly string[] {
  if ('empty' in source) return [];
  if ('sqlFiles' in source) return source.sqlFiles;
  return migrationsOf(source.app);
}

/** A service's migrations in the order in which they are applied. */
export function migrationsOf(app: string): readonly string[] {
  const folder = join(REPOSITORY, 'apps', app, 'prisma/migrations');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name, 'migration.sql'))
    .sort();
}

type Template = {
  readonly template: string;
  readonly scripts: readonly string[];
  readonly files: readonly string[];
};

async function makeTemplate(admin: pg.Client, { template, scripts, files }: Template): Promise<void> {
  // Test files run side by side, and each may be the first to need this template.
  await admin.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [template]);
  try {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 1) return;
    const unfinished = `${template}_unfinished`;
    await admin.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${unfinished}`);
    await withClient(urlOf(unfinished), async (client) => {
      for (const [index, script] of scripts.entries())
        await client.query(script).catch((cause: Error) => {
          throw new Error(`${files[index]}: ${cause.message}`, { cause });
        });
    });
    await admin.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
  } finally {
    await admin.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [template]);
  }
}

function urlOf(database: string): string {
  const url = new URL(testDatabaseUrl());
  url.pathname = `/${database}`;
  return url.toString();
}

const withAdmin = <T>(work: (admin: pg.Client) => Promise<T>): Promise<T> =>
  withClient(testDatabaseUrl(), work);

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
