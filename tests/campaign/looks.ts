import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Campaign, Round } from './campaign.ts';
import { ROOT, runTests } from './run-tests.ts';

const PICTURES = path.join(ROOT, '.gatefold/looks');

const apps = [
  { app: 'site', named: 'nothing that axe can find' },
  { app: 'finance', named: 'no fault that axe can find' },
];

/** Every page in every state, looked at by axe in each scheme and width, with a picture of each. */
export const looks: Campaign = {
  name: 'looks',
  says: 'every page and state of the site and of the finance console, light and dark, at 1280, 640 (200 %) and 320 px',
  rounds: 1,
  plants: [],
  async round({ say }): Promise<Round> {
    await rm(PICTURES, { recursive: true, force: true });
    await mkdir(PICTURES, { recursive: true });
    const checks: Round['checks'][number][] = [];
    for (const { app, named } of apps) {
      say(app);
      const { passed, failed } = await runTests({
        project: 'browser',
        file: `apps/${app}/test/look.browser.test.ts`,
        named,
        env: { LOOKS: 'all', PICTURES },
      });
      for (const name of failed) say(name);
      const runs = passed + failed.length;
      checks.push({
        invariant: `nothing that axe finds, nothing sticks out: ${app}`,
        runs,
        faults: failed.length,
      });
    }
    return { checks, notes: [`pictures: ${path.relative(ROOT, PICTURES)}`] };
  },
};
