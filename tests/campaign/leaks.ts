import { askings } from '../../apps/site/test/askings.ts';
import { places } from '../../apps/site/test/leak-places.ts';
import type { Campaign, Round } from './campaign.ts';
import { runTests } from './run-tests.ts';

const PIECES = 500;

/** The leak scan of `npm test` over ten times as many articles, each asked for in every way. */
export const leaks: Campaign = {
  name: 'leaks',
  says: `${PIECES} articles and every other route, asked for in ${askings.length} ways by those who may not read`,
  rounds: 1,
  plants: [],
  async round({ say }): Promise<Round> {
    const file = 'apps/site/test/leak-scan.int.test.ts';
    const { passed, failed } = await runTests({
      project: 'int',
      file,
      env: { PIECES: String(PIECES), LEAKS: 'all' },
    });
    for (const name of failed) say(name);
    const isOfScan = (name: string): boolean => !name.startsWith('nothing past the teaser');
    const leaking = failed.filter((name) => !isOfScan(name));
    return {
      checks: [
        {
          invariant: 'nothing past the teaser',
          runs: askings.length * (PIECES + places.length),
          faults: leaking.length,
        },
        {
          invariant: 'every route is asked for',
          runs: places.length,
          faults: failed.filter(isOfScan).length,
        },
      ],
      notes: [`${passed} of ${passed + failed.length} tests passed`],
    };
  },
};
