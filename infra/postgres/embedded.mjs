import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHome } from './home.mjs';
import { reapPostgres } from './orphan.mjs';

const SUPERUSER = 'postgres';
/** Development only: it listens on the loopback address and nowhere else. */
const PASSWORD = 'postgres';
const READY = 'database system is ready to accept connections';

/** Postgres keeps its promises at a crash of the machine, or it is quick and a test may lose it. */
const durableSettings = {};
const quickSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts a real PostgreSQL out of npm's binaries and answers when it takes connections.
 *
 * The data stays in `dataDir` and is used again by the next start; a server that a killed process
 * left running on it is stopped first. As root, where Postgres refuses to run, it runs as the
 * user `postgres`, who is made if need be. `quick` trades safety at a crash of the machine for speed.
 *
 * @param {{
 *   dataDir: string,
 *   port: number,
 *   quick?: boolean,
 *   settings?: Record<string, string | number>,
 *   logFile?: string,
 * }} options
 */
export async function startPostgres({ dataDir, port, quick = false, settings = {}, logFile }) {
  const home = createHome(path.resolve(dataDir));
  await reapPostgres(home.data);
  if (!existsSync(path.join(home.data, 'PG_VERSION'))) initialise(home);

  const log = logFile ?? path.join(home.data, 'server.log');
  const from = existsSync(log) ? readFileSync(log).length : 0;
  const output = openSync(log, 'a');
  const flags = Object.entries({
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '64MB',
    jit: 'off',
    timezone: 'UTC',
    ...(quick ? quickSettings : durableSettings),
    ...settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // A group of its own: Ctrl-C in the terminal must not end it before those who still write to it.
  const child = spawn(home.postgres, ['-D', home.data, ...flags], {
    ...home.user,
    cwd: home.data,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  await untilReady(child, () => readFileSync(log, 'utf8').slice(from), port);
  child.unref();

  return {
    port,
    pid: child.pid,
    url: (database = 'postgres') => `postgresql://${SUPERUSER}:${PASSWORD}@127.0.0.1:${port}/${database}`,
    stop: () => stopChild(child),
    /** Stops it and forgets all data. */
    async remove() {
      await stopChild(child);
      rmSync(home.data, { recursive: true, force: true });
    },
  };
}

function initialise(home) {
  rmSync(home.data, { recursive: true, force: true });
  home.own(home.data);
  const passwordFile = path.join(path.dirname(home.data), `.${path.basename(home.data)}.initdb`);
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  if (home.user.uid !== undefined) home.own(passwordFile);
  const made = spawnSync(
    home.initdb,
    [
      `--pgdata=${home.data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { ...home.user, cwd: home.data, encoding: 'utf8' },
  );
  rmSync(passwordFile, { force: true });
  if (made.status !== 0)
    throw new Error(`PostgreSQL could not be set up in ${home.data}: ${made.stderr ?? made.error?.message}`);
}

async function untilReady(child, output, port) {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    if (output().includes(READY)) return;
    if (child.exitCode !== null || child.signalCode !== null) {
      const said = output();
      if (said.includes('Address already in use'))
        throw new Error(`Port ${port} is taken: PostgreSQL cannot listen there.`);
      throw new Error(`PostgreSQL did not start: ${said.slice(-1500)}`);
    }
    await sleep(25);
  }
  await stopChild(child);
  throw new Error(`PostgreSQL was not ready within 60 s: ${output().slice(-1500)}`);
}

/** A fast shutdown: open transactions are rolled back, connections are closed, nothing committed is lost. */
async function stopChild(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  const patience = setTimeout(() => child.kill('SIGQUIT'), 20_000);
  await gone;
  clearTimeout(patience);
}
