import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Campaign, Check, Round } from './campaign.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const VITEST = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
const TESTS = 'apps/stripe-simulator/test';

/** In each round; ten rounds make 10,000 histories. */
const HISTORIES = 1_000;
const CASES = 200;
const CALLS = 166;
const START_DAYS = 1_461;

/** The simulator's own tests over made-up calls and histories, with far more of them than `npm test` has time for. */
export const simulator: Campaign = {
  name: 'simulator',
  says: '200 made-up calls of each call, 10,000 made-up histories, and the offer on all 1,461 start days',
  rounds: 10,
  plants: [],
  async round({ seed, say }): Promise<Round> {
    const env = { FUZZ_SEED: String(seed * 1_000_000) };
    const checks: Check[] = [];
    const check = async (invariant: string, runs: number, [file, more]: [string, NodeJS.ProcessEnv]) => {
      say(invariant);
      checks.push({ invariant, runs, faults: (await passes(file, { ...env, ...more })) ? 0 : 1 });
    };
    await check('no call breaks it', CALLS * CASES, ['fuzz', { FUZZ_CASES: String(CASES) }]);
    await check('sums add up, thirteen are discounted', HISTORIES + START_DAYS, [
      'properties',
      { HISTORIES: String(HISTORIES), START_DAYS: String(START_DAYS) },
    ]);
    await check('killed, it has what it answered', 2, ['killed', {}]);
    return { checks, notes: [] };
  },
};

async function passes(file: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const child = spawn(process.execPath, [VITEST, 'run', '--project', 'unit', `${TESTS}/${file}.test.ts`], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}
