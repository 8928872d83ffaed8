import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bin, runScript } from './command.ts';
import type { Counts } from './report.ts';

/** The parts of vitest's JSON report that are counted. */
type JsonReport = {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

/** Runs one project of vitest.config.ts and counts its tests. */
export async function runProject(project: string, env: NodeJS.ProcessEnv = {}): Promise<Counts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatefold-report-'));
  const file = path.join(folder, 'report.json');
  try {
    const words = [bin('vitest/vitest.mjs'), 'run', '--project', project, '--passWithNoTests'];
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { ok } = await runScript([...words, ...reporters], { env, live: true });
    const counts = existsSync(file)
      ? count(JSON.parse(readFileSync(file, 'utf8')) as JsonReport)
      : { passed: 0, failed: 0, skipped: 0 };
    // vitest may fail for what is no test of its own: an unhandled error, a report that was never written.
    return !ok && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that could not even be loaded holds no tests, and counts as one that failed. */
export function count({ testResults }: JsonReport): Counts {
  const unloadable = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const statuses = testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ status }) => status),
  );
  const passed = statuses.filter((status) => status === 'passed').length;
  const failed = statuses.filter((status) => status === 'failed').length;
  return { passed, failed: failed + unloadable, skipped: statuses.length - passed - failed };
}
