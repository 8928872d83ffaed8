import fc from 'fast-check';
import { histories } from '../simulation/history.ts';
import { simulate } from '../simulation/simulate.ts';
import type { Campaign, Round } from './campaign.ts';

/** In each round; twenty rounds make 20,000. */
const HISTORIES = 1_000;
const STEPS = 60;

/** The histories of `npm test`, longer and far more of them. A round stops at its first fault, and says how to see it again. */
export const simulation: Campaign = {
  name: 'simulation',
  says: '20,000 histories of people, chance and crashes, against what Stripe’s objects say',
  rounds: 20,
  plants: [],
  async round({ seed, say }): Promise<Round> {
    const lives = fc.asyncProperty(histories(STEPS), simulate);
    const outcome = await fc.check(lives, { seed, numRuns: HISTORIES });
    if (outcome.failed) {
      say(outcome.errorInstance instanceof Error ? outcome.errorInstance.message : 'a history failed');
      say(`npm run simulate -- --steps ${STEPS} --seed ${seed} --path ${outcome.counterexamplePath}`);
    }
    const faults = outcome.failed ? 1 : 0;
    const about = { runs: outcome.numRuns, faults };
    return {
      checks: [
        { invariant: 'books as Stripe says', ...about },
        { invariant: 'access as Stripe says', ...about },
        { invariant: 'nobody pays twice', ...about },
        { invariant: 'any order and repetition, one end', ...about },
        { invariant: 'no answer goes back', ...about },
      ],
      notes: [],
    };
  },
};
