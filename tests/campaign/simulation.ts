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
    const found = messageOf(outcome.errorInstance);
    if (outcome.failed) {
      say(found);
      say(`npm run simulate -- --steps ${STEPS} --seed ${seed} --path ${outcome.counterexamplePath}`);
    }
    const lines = outcome.failed ? found.split('\n') : [];
    const count = (isOf: (line: string) => boolean) => ({
      runs: outcome.numRuns,
      faults: lines.some(isOf) ? 1 : 0,
    });
    const about = count((line) => !isOfOrder(line) && !isOfGoingBack(line));
    return {
      checks: [
        { invariant: 'books as Stripe says', ...about },
        { invariant: 'access as Stripe says', ...about },
        { invariant: 'nobody pays twice', ...about },
        { invariant: 'any order and repetition, one end', ...count(isOfOrder) },
        { invariant: 'no answer goes back', ...count(isOfGoingBack) },
      ],
      notes: [],
    };
  },
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'a history failed');

/** As `disorder.ts` says it. */
const isOfOrder = (line: string): boolean => /in another order|a follower knows/.test(line);
const isOfGoingBack = (line: string): boolean => /went back from|was answered by/.test(line);
