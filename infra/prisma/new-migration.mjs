import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from '../postgres/embedded.mjs';
import { freePorts } from '../process/free-port.mjs';
import { appFolder, appsWithDatabase, pendingChange } from './migrations.mjs';

/**
 * `npm run db:new -- <app> <what_changes>`: writes the migration that leads to the app's schema.prisma.
 *
 * What the schema cannot say (CHECKs, partial and expression indexes, triggers) is added to the file by hand.
 */
const [app, what] = process.argv.slice(2);
if (!appsWithDatabase().includes(app ?? '') || !/^[a-z][a-z0-9_]*$/.test(what ?? '')) {
  process.stderr.write(`usage: npm run db:new -- <${appsWithDatabase().join('|')}> <what_changes>\n`);
  process.exit(64);
}

const sql = await onScratchServer((adminUrl) => pendingChange(app, adminUrl));
if (sql === '') {
  process.stdout.write(`${app}'s migrations already make what its schema says.\n`);
} else {
  const migrations = path.join(appFolder(app), 'prisma/migrations');
  const folder = path.join(
    migrations,
    `${new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)}_${what}`,
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'migration.sql'), sql);
  const lock = path.join(migrations, 'migration_lock.toml');
  if (!existsSync(lock)) writeFileSync(lock, 'provider = "postgresql"\n');
  process.stdout.write(
    `Written: ${path.relative(process.cwd(), folder)}/migration.sql. Read it before you keep it.\n`,
  );
}

async function onScratchServer(work) {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatefold-scratch-'));
  const [port] = await freePorts(1);
  const server = await startPostgres({ dataDir: path.join(folder, 'postgres'), port, quick: true });
  try {
    return work(server.url());
  } finally {
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
