import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readStack } from '../stories/stack.ts';
import type { Bench } from './bench.ts';
import type { Figure, Outcome } from './figure.ts';
import { descendantsOf, memoryOf, type Memory } from './processes.ts';
import { iqr, median } from './statistics.ts';

const ROOT = path.join(import.meta.dirname, '../..');
/** Far from the ports of a stack that runs beside it. */
const PORT_BASE = '5200';
const PATIENCE_MS = 300_000;
/** After the last step, before memory is looked at: what only a start needs is let go by then. */
const REST_MS = 3_000;
const GIB = 2 ** 30;

type Run = { readonly seconds: number; readonly memory: Memory; readonly events: string };

/**
 * Starts a stack of its own in a folder of its own, and ends it again: once to fill the folder, then warm.
 *
 * The time is from the command to the file that says that everything is ready. Without people, whose lives
 * are played on the first start only.
 */
export const start: Bench = {
  name: 'start',
  says: 'a warm start in seconds, and the memory of all processes',
  needs: 'nothing',
  async run({ quick, say }): Promise<Outcome & { events?: string }> {
    const folder = mkdtempSync(path.join(tmpdir(), 'gatefold-bench-'));
    try {
      say('filling a folder');
      await startOnce(folder);
      const runs: Run[] = [];
      for (let count = 1; count <= (quick ? 2 : 5); count += 1) {
        say(`warm start ${count}`);
        runs.push(await startOnce(folder));
      }
      return { verdict: 'measured', figures: figuresOf(runs), notes: [], events: runs[0]?.events ?? '' };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function figuresOf(runs: readonly Run[]): Figure[] {
  const about = { direction: 'max', samples: runs.length } as const;
  const figure = (goal: string, bar: number | null, values: readonly number[]) => ({
    goal,
    bar,
    value: median(values),
    iqr: iqr(values),
    ...about,
  });
  return [
    {
      ...figure(
        'start.warm',
        15,
        runs.map(({ seconds }) => seconds),
      ),
      unit: 's',
    },
    {
      ...figure(
        'start.memory',
        2.5,
        runs.map(({ memory }) => memory.rss / GIB),
      ),
      unit: 'GiB',
    },
    {
      ...figure(
        'start.memory-shared-once',
        null,
        runs.map(({ memory }) => memory.pss / GIB),
      ),
      unit: 'GiB',
    },
  ];
}

async function startOnce(folder: string): Promise<Run> {
  const stackFile = path.join(folder, 'stack.json');
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['infra/stack/start.mjs', '--no-people'], {
    cwd: ROOT,
    env: { ...process.env, GATEFOLD_STATE: folder, GATEFOLD_PORT_BASE: PORT_BASE },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  try {
    await untilThere(stackFile, child, () => said);
    const seconds = (performance.now() - startedAt) / 1_000;
    await sleep(REST_MS);
    return { seconds, memory: memoryOf(descendantsOf(child.pid ?? 0)), events: readStack(stackFile).events };
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
  }
}

async function untilThere(file: string, child: ChildProcess, said: () => string): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!existsSync(file)) {
    if (child.exitCode !== null) throw new Error(`the stack did not start:\n${said().slice(-2_000)}`);
    if (performance.now() > giveUpAt)
      throw new Error(`the stack was not ready in time:\n${said().slice(-2_000)}`);
    await sleep(20);
  }
}
