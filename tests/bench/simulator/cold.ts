import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../../../infra/process/free-port.mjs';
import type { Setting } from '../bench.ts';
import type { Figure } from '../figure.ts';
import { memoryOf } from '../processes.ts';
import { iqr, median } from '../statistics.ts';

const SIMULATOR = path.join(import.meta.dirname, '../../../apps/stripe-simulator');
const MIB = 2 ** 20;

/** From the start of the published command to its first answer, and what it holds of memory with nothing in it. */
export async function start(_folder: string, { quick, say }: Setting): Promise<Figure[]> {
  say('building the command');
  await promisify(execFile)(process.execPath, [path.join(SIMULATOR, 'build.mjs')]);
  const runs: { millis: number; rss: number }[] = [];
  for (let count = 0; count <= (quick ? 3 : 10); count += 1) {
    const run = await startOnce();
    if (count > 0) runs.push(run);
  }
  const about = { samples: runs.length, direction: 'max' } as const;
  const millis = runs.map((run) => run.millis);
  const rss = runs.map((run) => run.rss / MIB);
  return [
    { goal: 'S.start', bar: 500, value: median(millis), iqr: iqr(millis), unit: 'ms', ...about },
    { goal: 'S.memory', bar: 120, value: median(rss), iqr: iqr(rss), unit: 'MiB', ...about },
  ];
}

async function startOnce(): Promise<{ millis: number; rss: number }> {
  const [port] = await freePorts(1);
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join(SIMULATOR, 'dist/gatefold-stripe.js')], {
    env: { PATH: process.env['PATH'] ?? '', PORT: String(port), LOG_LEVEL: 'error' },
    stdio: 'ignore',
  });
  try {
    while (!(await answers(`http://127.0.0.1:${port}/v1/customers`))) await sleep(5);
    return { millis: performance.now() - startedAt, rss: memoryOf([child.pid ?? 0]).rss };
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { headers: { authorization: 'Bearer sk_sim_bench' } }).then(
    async (response) => (await response.arrayBuffer(), response.ok),
    () => false,
  );
