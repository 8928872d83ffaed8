import type { Campaign, Round } from './campaign.ts';
import { runTests } from './run-tests.ts';

/** In each round; ten rounds make 100,000. */
const DELIVERIES = 10_000;
/** Commands × days of four years × how many charges were paid before. */
const COURSES = 4 * 1_461 * 5;
/** Plans × zones × days of eight years × periods. */
const PERIODS = 3 * 8 * 2_922 * 36;

/** Billing's own tests over made-up input, with far more of it than `npm test` has time for. */
export const billing: Campaign = {
  name: 'billing',
  says: '100,000 hostile webhooks, thirteen reduced charges from every start day of four years, and every period from every start day of eight',
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
    say('periods');
    const dated = await passes('domain/calendar', { EVERY_NTH_DAY: '1' });
    return {
      checks: [
        { invariant: 'no unsigned webhook is kept', runs: DELIVERIES, faults: refused ? 0 : 1 },
        { invariant: 'thirteen are reduced', runs: COURSES, faults: counted ? 0 : 1 },
        { invariant: 'each period on its day, to the cent', runs: PERIODS, faults: dated ? 0 : 1 },
      ],
      notes: [],
    };
  },
};

async function passes(file: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const { failed } = await runTests({ project: 'unit', file: `apps/billing/src/${file}.test.ts`, env });
  return failed.length === 0;
}
