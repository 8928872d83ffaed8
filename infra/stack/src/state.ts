import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { commandOf } from '../../process/look.mjs';
import { stopProcess } from '../../process/stop.mjs';
import { Unusable } from './options.ts';

export type State = ReturnType<typeof openState>;

/** A process that a stack started, and a word of its command line by which it is known again. */
type Started = { readonly pid: number; readonly mark: string };

/** What the stack keeps between runs, all in one folder that may be deleted at any time. */
export function openState(folder: string) {
  const file = (name: string): string => path.join(folder, name);
  makeUsable(folder);

  return {
    folder,
    file,
    logFile: (app: string): string => path.join(folder, 'logs', `${app}.log`),
    has: (name: string): boolean => existsSync(file(name)),
    read: <T>(name: string): T => JSON.parse(readFileSync(file(name), 'utf8')) as T,
    /** Readable by its owner only, and never seen half written. */
    write(name: string, value: unknown): void {
      writeFileSync(`${file(name)}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${file(name)}.new`, file(name));
    },
    remove: (name: string): void => rmSync(file(name), { recursive: true, force: true }),
  };
}

function makeUsable(folder: string): void {
  try {
    // Others may pass through, since PostgreSQL may run as another user; what is secret is closed by itself.
    makeFolder(path.join(folder, 'logs'));
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Unusable(`The folder ${folder} cannot be written to (${code}). Set GATEFOLD_STATE to another.`);
  }
}

/** One folder after the other: Node's own recursive way never ends where the system answers ENOENT to a creation. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder, { mode: 0o755 });
}

/**
 * Makes this process the one that runs on `state`, or says who does.
 *
 * A lock whose process is gone was left by a kill: what it had started is ended first.
 */
export async function takeOver(state: State): Promise<{ release(): void }> {
  const holder = lockHolder(state);
  if (holder !== null)
    throw new Unusable(
      `A stack already runs here as process ${holder}; its addresses are in ${state.file('stack.json')}.`,
    );
  await endStarted(state);
  state.remove('stack.json');
  state.write('lock', { pid: process.pid });
  return { release: () => state.remove('lock') };
}

function lockHolder(state: State): number | null {
  if (!state.has('lock')) return null;
  const { pid } = state.read<{ pid: number }>('lock');
  return pid !== process.pid && commandOf(pid)?.includes('infra/stack/start.mjs') ? pid : null;
}

/** Notes who was started, for the next run in case this one is killed. */
export const noteStarted = (state: State, started: readonly Started[]): void =>
  state.write('started', started);

async function endStarted(state: State): Promise<void> {
  if (!state.has('started')) return;
  const orphans = state
    .read<Started[]>('started')
    .filter(({ pid, mark }) => commandOf(pid)?.includes(mark) === true);
  await Promise.all(orphans.map(({ pid }) => stopProcess(pid)));
  state.remove('started');
}
