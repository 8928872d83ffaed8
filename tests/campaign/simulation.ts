import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { quiet } from '../../infra/process/bootstrap.mjs';
import type { Lived } from '../simulation/lived.ts';
import type { Campaign, Round } from './campaign.ts';

const MAIN = path.join(import.meta.dirname, '../simulation/main.ts');

/** In each round; twenty rounds make 20,000. */
const HISTORIES = 1_000;
const STEPS = 60;
/** One history in ten is of up to so many steps. */
const LONGEST = 300;

/** The histories of `npm test`, longer and far more of them. A round stops at its first fault, and says how to see it again. */
export const simulation: Campaign = {
  name: 'simulation',
  says: '20,000 histories of people, chance and crashes, against what Stripe’s objects say',
  rounds: 20,
  plants: [],
  async round({ seed, say }): Promise<Round> {
    const { runs, readerYears, fault } = await liveApart(seed);
    const lines = fault === null ? [] : fault.message.split('\n');
    if (fault !== null) {
      say(fault.message);
      say(`npm run simulate -- --steps ${STEPS} --longest ${LONGEST} --seed ${seed} --path ${fault.path}`);
    }
    const count = (isOf: (line: string) => boolean) => ({ runs, faults: lines.some(isOf) ? 1 : 0 });
    const about = count((line) => !isOfOrder(line) && !isOfGoingBack(line));
    return {
      checks: [
        { invariant: 'books as Stripe says', ...about },
        { invariant: 'access as Stripe says', ...about },
        { invariant: 'nobody pays twice', ...about },
        { invariant: 'any order and repetition, one end', ...count(isOfOrder) },
        { invariant: 'no answer goes back', ...count(isOfGoingBack) },
      ],
      notes: [`${readerYears.toFixed(0)} reader-years`],
    };
  },
};

/** In a process of its own: what fast-check keeps of a round is gone with it. */
async function liveApart(seed: number): Promise<Lived> {
  const lengths = ['--steps', String(STEPS), '--longest', String(LONGEST)];
  const words = ['--histories', String(HISTORIES), ...lengths, '--seed', String(seed)];
  const child = fork(MAIN, words, { execArgv: [...quiet], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const told = once(child, 'message').then(([lived]) => lived as Lived);
  const gone = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`a round of histories ended with ${code ?? signal} before it had said what came of it`);
  });
  const [lived] = await Promise.all([Promise.race([told, gone]), gone.catch(() => undefined)]);
  return lived;
}

/** As `disorder.ts` says it. */
const isOfOrder = (line: string): boolean => /in another order|a follower knows/.test(line);
const isOfGoingBack = (line: string): boolean => /went back from|was answered by/.test(line);
