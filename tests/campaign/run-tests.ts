import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '../..');
const VITEST = path.join(ROOT, 'node_modules/vitest/vitest.mjs');

type Asked = {
  readonly project: 'unit' | 'int' | 'browser';
  readonly file: string;
  /** By their names; all where it is left out. */
  readonly named?: string;
  readonly env: NodeJS.ProcessEnv;
};

type Outcome = {
  readonly passed: number;
  /** Whole names. */
  readonly failed: readonly string[];
};

type Report = {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
};

/** A test file of `npm test`, asked for more than there is time for there. One that could not even begin has failed. */
export async function runTests({ project, file, named, env }: Asked): Promise<Outcome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'campaign-'));
  const told = path.join(folder, 'report.json');
  const names = named === undefined ? [] : ['-t', named];
  const words = ['run', '--project', project, file, ...names, '--reporter=json', `--outputFile=${told}`];
  const child = spawn(process.execPath, [VITEST, ...words], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  try {
    const { testResults } = JSON.parse(await readFile(told, 'utf8')) as Report;
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    const passed = tests.filter(({ status }) => status === 'passed').length;
    const failed = tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
    return { passed, failed: code !== 0 && failed.length === 0 ? [`${file} did not run`] : failed };
  } catch {
    return { passed: 0, failed: [`${file} did not run`] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
