import { spawn } from 'node:child_process';
import { Client } from 'pg';
import { prismaCommand } from '../../prisma/command.mjs';
import { appFolder, appsWithDatabase, migrationsOf } from '../../prisma/migrations.mjs';
import type { Databases } from './postgres.ts';

const NO_SUCH_TABLE = '42P01';

/** Brings every database to the newest migration. Prisma's CLI takes a second each, so it is only asked where one is missing. */
export async function migrate(databases: Databases): Promise<{ detail: string }> {
  const apps: string[] = appsWithDatabase();
  const pending = await Promise.all(
    apps.map(async (app) => ({ app, names: await missingIn(app, databases.urlOf(app)) })),
  );
  const behind = pending.filter(({ names }) => names.length > 0);
  await Promise.all(behind.map(({ app }) => deploy(app, databases.urlOf(app))));
  const count = behind.reduce((sum, { names }) => sum + names.length, 0);
  return { detail: count === 0 ? 'all applied already' : `${count} applied in ${behind.length} databases` };
}

async function missingIn(app: string, url: string): Promise<string[]> {
  const applied = new Set(await appliedIn(url));
  return migrationsOf(app).filter((name: string) => !applied.has(name));
}

async function appliedIn(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ migration_name: string }>(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    return rows.map(({ migration_name: name }) => name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NO_SUCH_TABLE) return [];
    throw error;
  } finally {
    await client.end();
  }
}

function deploy(app: string, url: string): Promise<void> {
  const { file, args, env } = prismaCommand(['migrate', 'deploy'], { ...process.env, DATABASE_URL: url });
  const child = spawn(file, args, { cwd: appFolder(app), env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The migrations of ${app} failed:\n${said}`));
    });
  });
}
