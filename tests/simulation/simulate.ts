import { disorderFaults } from './disorder.ts';
import type { History } from './history.ts';
import { play } from './play.ts';
import { faultsIn } from './verdict.ts';
import { openWorld, type World } from './world.ts';

export type Outcome = {
  /** How many calls of Stripe's went wrong. */
  readonly troubles: number;
  /** For how long there were subscriptions, each by itself. */
  readonly readerYears: number;
};

/** Lives through a history and throws with all that is wrong at its end. In a storm this part of all calls to Stripe goes wrong. */
export async function simulate({ seed, roads, steps }: History, storm = 0): Promise<Outcome> {
  const world = openWorld({ seed, roads });
  try {
    if (storm > 0) world.storm(storm);
    for (const step of steps) await play(world, step);
    await world.settle();
    const recorded = { rows: world.state.outbox, now: world.now(), seed };
    const faults = [...faultsIn(world), ...(await disorderFaults(recorded))];
    if (faults.length > 0) throw new Error(faults.join('\n'));
    return { troubles: world.fate.troubles(), readerYears: readerYearsOf(world) };
  } finally {
    world.close();
  }
}

const YEAR_MS = 365.25 * 86_400_000;

const readerYearsOf = ({ state, now }: World): number =>
  [...state.subscriptions.values()].reduce(
    (sum, { instants, endedAt }) =>
      sum + ((endedAt ?? now()).getTime() - instants.startedAt.getTime()) / YEAR_MS,
    0,
  );
