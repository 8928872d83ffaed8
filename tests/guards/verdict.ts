import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Copy } from './copy.ts';
import type { Guard } from './guard.ts';

export type Outcome = 'green' | 'red' | 'did not run';

export type Verdict = {
  readonly guard: string;
  readonly kept: Outcome;
  readonly removed: Outcome;
  readonly seconds: number;
};

/** A guard is worth its name if its test is green with it and red without it. */
export const isGuarded = ({ kept, removed }: Verdict): boolean => kept === 'green' && removed === 'red';

type Report = {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

/** A test that hangs for want of its guard is red soon enough. */
const TEST_TIMEOUT_MS = 20_000;

export function judgeGuard(copy: Copy, guard: Guard, databaseUrl: string): Verdict {
  const startedAt = performance.now();
  const kept = runTest(copy, guard, databaseUrl);
  const restore = copy.edit(guard);
  try {
    const removed = runTest(copy, guard, databaseUrl);
    return { guard: guard.name, kept, removed, seconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    restore();
  }
}

/** Red is an assertion that failed; a file that could not even be loaded shows nothing. */
function runTest({ folder }: Copy, { test }: Guard, databaseUrl: string): Outcome {
  const file = path.join(folder, 'guard-report.json');
  rmSync(file, { force: true });
  const words = ['run', '--project', test.project, test.file, '-t', test.named];
  spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      ...words,
      `--testTimeout=${TEST_TIMEOUT_MS}`,
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    {
      cwd: folder,
      env: { ...process.env, TEST_DATABASE_URL: databaseUrl, TEST_KAFKA_BROKERS: '', CI: '' },
      stdio: 'ignore',
    },
  );
  if (!existsSync(file)) return 'did not run';
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const statuses = testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ status }) => status),
  );
  if (statuses.includes('failed')) return 'red';
  return statuses.includes('passed') ? 'green' : 'did not run';
}
