import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { prismaCommand } from './command.mjs';

const apps = fileURLToPath(new URL('../../apps', import.meta.url));

export const appFolder = (app) => path.join(apps, app);

/** The apps that keep a database, by name. */
export const appsWithDatabase = () =>
  readdirSync(apps)
    .filter((app) => existsSync(path.join(apps, app, 'prisma/schema.prisma')))
    .sort();

/** The folders of an app's migrations, oldest first. */
export function migrationsOf(app) {
  const folder = path.join(appFolder(app), 'prisma/migrations');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/**
 * The SQL that leads from what the app's migrations make to what its schema says; empty when they agree.
 *
 * `adminUrl` names a server where a scratch database may be made and dropped.
 */
export function pendingChange(app, adminUrl) {
  const from = migrationsOf(app).length === 0 ? ['--from-empty'] : ['--from-migrations', 'prisma/migrations'];
  const to = ['--to-schema', 'prisma/schema.prisma', '--script', '--exit-code'];
  const { status, stdout, stderr } = runPrisma(app, ['migrate', 'diff', ...from, ...to], adminUrl);
  if (status === 0) return '';
  if (status === 2) return stdout.trimStart();
  throw new Error(`Prisma could not compare ${app}'s migrations with its schema: ${stderr || stdout}`);
}

/** Prisma's CLI for one app and one database. Its answer holds what it printed. */
export function runPrisma(app, words, databaseUrl) {
  const { file, args, env } = prismaCommand(words, { ...process.env, DATABASE_URL: databaseUrl });
  return spawnSync(file, args, { cwd: appFolder(app), env, encoding: 'utf8' });
}
