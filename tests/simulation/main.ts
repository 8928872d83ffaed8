import { parseArgs } from 'node:util';
import fc from 'fast-check';
import type { Lived } from './lived.ts';
import { histories } from './history.ts';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '1000' },
    steps: { type: 'string', default: '60' },
    longest: { type: 'string', default: '300' },
    seed: { type: 'string' },
    path: { type: 'string' },
  },
});

const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const count = Number(values.histories);
const startedAt = performance.now();
let done = 0;
let readerYears = 0;

/** Progress for a run that takes minutes. */
const live = async (history: Parameters<typeof simulate>[0]): Promise<void> => {
  readerYears += (await simulate(history)).readerYears;
  done += 1;
  if (done % 100 === 0) process.stderr.write(`  ${done} of ${count} histories\n`);
};

const outcome = await fc.check(
  fc.asyncProperty(histories(Number(values.steps), Number(values.longest)), live),
  {
    seed,
    numRuns: count,
    ...(values.path === undefined ? {} : { path: values.path, endOnFailure: true }),
  },
);
const cause = outcome.errorInstance instanceof Error ? outcome.errorInstance.message : '';
const lived: Lived = {
  runs: outcome.numRuns,
  readerYears,
  fault: outcome.failed ? { message: cause, path: outcome.counterexamplePath ?? '' } : null,
};
process.send?.(lived);
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
if (outcome.failed) {
  process.stdout.write(`${JSON.stringify(outcome.counterexample?.[0], null, 1)}\n${cause}\n`);
  process.stdout.write(
    `Again: npm run simulate -- --steps ${values.steps} --longest ${values.longest} --seed ${seed} --path ${outcome.counterexamplePath}\n`,
  );
  process.exitCode = 1;
} else {
  // With no fault in n tries, the chance of one is below 3/n with 95 % confidence.
  const bound = (3 / outcome.numRuns).toPrecision(2);
  process.stdout.write(
    `${outcome.numRuns} histories of up to ${values.longest} steps, ${readerYears.toFixed(0)} reader-years, in ${seconds} s: 0 faults (95 %: fewer than ${bound} a history), seed ${seed}\n`,
  );
}
