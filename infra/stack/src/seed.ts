import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { quiet, root } from '../../process/bootstrap.mjs';
import { OFFERS } from './offers-file.ts';
import type { StackFile } from './stack-file.ts';
import type { State } from './state.ts';

/** How long before today the first reader came; the simulator's clock begins there. */
export const SEED_SPAN_MS = 425 * 86_400_000;

/** Publishes the paper into content's database; the running service announces it. */
export async function publishPaper(
  databaseUrl: string,
  state: State,
  signal: AbortSignal,
): Promise<{ detail: string }> {
  const log = openSync(state.logFile('paper'), 'a');
  try {
    await run({
      script: 'apps/content/src/seed/main.ts',
      env: { DATABASE_URL: databaseUrl },
      stdio: ['ignore', log, log],
      logFile: state.logFile('paper'),
      signal,
    });
  } finally {
    closeSync(log);
  }
  return { detail: 'The Meridian and The Signal are printed' };
}

/** Puts the paper's offers on sale, as a publisher does. */
export async function putOnSale(
  state: State,
  { stack, signal }: { stack: StackFile; signal: AbortSignal },
): Promise<{ detail: string }> {
  state.write('stack.seeding.json', stack);
  const log = openSync(state.logFile('offers'), 'a');
  try {
    await run({
      script: 'apps/cli/src/main.ts',
      args: ['offers', 'apply', '--file', OFFERS],
      env: { GATEFOLD_STACK: state.file('stack.seeding.json') },
      stdio: ['ignore', log, log],
      logFile: state.logFile('offers'),
      signal,
    });
  } finally {
    closeSync(log);
    state.remove('stack.seeding.json');
  }
  return { detail: `${OFFERS} is on sale` };
}

/** Plays the lives of the named readers up to `today`, and answers with who they are. */
export async function playPeople(
  state: State,
  {
    stack,
    today,
    say,
    signal,
  }: { stack: StackFile; today: Date; say: (line: string) => void; signal: AbortSignal },
): Promise<StackFile['people']> {
  state.write('stack.seeding.json', stack);
  const log = openSync(state.logFile('people'), 'a');
  try {
    await run({
      script: 'tests/seed/main.ts',
      args: [today.toISOString(), state.file('people.json.new')],
      env: { GATEFOLD_STACK: state.file('stack.seeding.json') },
      stdio: ['ignore', 'pipe', log],
      logFile: state.logFile('people'),
      say,
      signal,
    });
  } finally {
    closeSync(log);
    state.remove('stack.seeding.json');
  }
  const people = state.read<StackFile['people']>('people.json.new');
  state.remove('people.json.new');
  state.write('people.json', people);
  return people;
}

type Run = {
  readonly script: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdio: ['ignore', 'pipe' | number, number];
  readonly logFile: string;
  readonly say?: (line: string) => void;
  readonly signal: AbortSignal;
};

async function run({ script, args = [], env, stdio, logFile, say, signal }: Run): Promise<void> {
  const child = spawn(process.execPath, [...quiet, path.join(root, script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio,
    signal,
  });
  child.once('error', () => undefined);
  if (child.stdout !== null && say !== undefined) createInterface({ input: child.stdout }).on('line', say);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`${script} ended with code ${String(code)}; see ${logFile}`);
}
