import { guards } from '../guards/guards.ts';
import { runGuards } from '../guards/run-guards.ts';
import { isGuarded } from '../guards/verdict.ts';
import type { Campaign, Round } from './campaign.ts';

/** Every guard is taken out once, and its test has to notice. */
export const guardsRemoved: Campaign = {
  name: 'guards',
  says: 'guards are taken out one at a time, and the test that promises each has to turn red',
  rounds: 1,
  plants: [],
  async round({ say }): Promise<Round> {
    const verdicts = await runGuards(guards, ({ guard, kept, removed }) =>
      say(`${guard}: ${kept}, ${removed}`),
    );
    const faults = verdicts.filter((verdict) => !isGuarded(verdict)).length;
    return {
      checks: [{ invariant: 'a missing guard is noticed', runs: verdicts.length, faults }],
      notes: [],
    };
  },
};
