import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const sources = ['src', 'public', 'vite.config.ts', 'react-router.config.ts', '../../packages/ui/src'];
const LOCK_IS_STALE_MS = 60_000;

/** Builds the pages of the app in this folder if they are older than their sources. Test files that run side by side build once. */
export async function ensureBuilt(app: string): Promise<void> {
  const lock = path.join(app, 'node_modules', '.building');
  mkdirSync(path.dirname(lock), { recursive: true });
  while (isStale(app)) {
    if (!take(lock)) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      continue;
    }
    try {
      if (isStale(app)) build(app);
    } finally {
      rmdirSync(lock);
    }
  }
}

function build(app: string): void {
  const cli = path.join(
    path.dirname(createRequire(path.join(app, 'package.json')).resolve('@react-router/dev/package.json')),
    'bin.cjs',
  );
  const { NODE_ENV: _, ...env } = process.env;
  execFileSync(process.execPath, [cli, 'build'], { cwd: app, env, stdio: 'pipe' });
}

function isStale(app: string): boolean {
  const built = changedAt(path.join(app, 'build/server/index.js'));
  return built === 0 || sources.some((source) => newestIn(path.join(app, source)) > built);
}

function newestIn(place: string): number {
  if (!statSync(place).isDirectory()) return changedAt(place);
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((newest, { parentPath, name }) => Math.max(newest, changedAt(path.join(parentPath, name))), 0);
}

const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function take(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    // Left behind by a run that was killed.
    if (Date.now() - changedAt(lock) > LOCK_IS_STALE_MS) rmdirSync(lock);
    return false;
  }
}
