import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Campaign, Round } from './campaign.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const VITEST = path.join(ROOT, 'node_modules/vitest/vitest.mjs');

/** In each round; ten rounds make 100,000. */
const DELIVERIES = 10_000;
/** Commands × days of four years × how many charges were paid before. */
const COURSES = 4 * 1_461 * 5;

/** Billing's own tests over made-up input, with far more of it than `npm test` has time for. */
export const billing: Campaign = {
  name: 'billing',
  says: '100,000 hostile webhooks, and thirteen reduced charges from every start day of four years',
  rounds: 10,
  plants: [],
  async round({ seed, say }): Promise<Round> {
    say('hostile webhooks');
    const refused = await passes('http/hostile-webhooks', {
      FUZZ_SEED: String(seed),
      HOSTILE_CASES: String(DELIVERIES),
    });
    say('start days');
    const counted = await passes('domain/course.properties', { EVERY_NTH_DAY: '1' });
    return {
      checks: [
        { invariant: 'no unsigned webhook is kept', runs: DELIVERIES, faults: refused ? 0 : 1 },
        { invariant: 'thirteen are reduced', runs: COURSES, faults: counted ? 0 : 1 },
      ],
      notes: [],
    };
  },
};

async function passes(file: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const words = ['run', '--project', 'unit', `apps/billing/src/${file}.test.ts`];
  const child = spawn(process.execPath, [VITEST, ...words], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}
