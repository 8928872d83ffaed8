import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from '../../process/look.mjs';
import { stopProcess } from '../../process/stop.mjs';
import { forgetPostgres } from '../../postgres/home.mjs';

const PREFIX = 'gatefold-test-';

export type Scratch = Awaited<ReturnType<typeof createScratch>>;
type Opened = { stop(): Promise<unknown> };

/**
 * A folder for this run's servers, and the list of what has to be stopped at its end.
 *
 * What earlier runs left that were killed is swept away first.
 */
export async function createScratch() {
  await sweep();
  const folder = path.join(tmpdir(), `${PREFIX}${process.pid}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const opened: Promise<Opened | null>[] = [];

  return {
    folder,
    open<T extends Opened>(opening: Promise<T>): Promise<T> {
      opened.push(opening.catch(() => null));
      return opening;
    },
    async close(): Promise<void> {
      for (let next = opened.pop(); next !== undefined; next = opened.pop()) await (await next)?.stop();
      await forgetPostgres(path.join(folder, 'postgres'));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function sweep(): Promise<void> {
  const left = readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX));
  for (const name of left.filter((candidate) => !isAlive(Number(candidate.slice(PREFIX.length))))) {
    const folder = path.join(tmpdir(), name);
    for (const pid of notedPids(folder)) if (isAlive(pid)) await stopProcess(pid);
    await forgetPostgres(path.join(folder, 'postgres'));
    rmSync(folder, { recursive: true, force: true });
  }
}

const notedPids = (folder: string): number[] => {
  const file = path.join(folder, 'pids.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as number[]) : [];
};

/** Remembers processes for the run after a kill. */
export function notePid(folder: string, pid: number | undefined): void {
  if (pid !== undefined)
    writeFileSync(path.join(folder, 'pids.json'), JSON.stringify([...notedPids(folder), pid]));
}
