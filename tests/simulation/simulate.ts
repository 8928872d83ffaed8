import { disorderFaults } from './disorder.ts';
import { play, type History } from './history.ts';
import { faultsIn } from './verdict.ts';
import { openWorld } from './world.ts';

/**
 * Lives through a history and throws with all that is wrong at its end; answers how many calls of Stripe's went wrong.
 * In a storm this part of all calls does.
 */
export async function simulate({ seed, roads, steps }: History, storm = 0): Promise<number> {
  const world = openWorld({ seed, roads });
  try {
    if (storm > 0) world.storm(storm);
    for (const step of steps) await play(world, step);
    await world.settle();
    const recorded = { rows: world.state.outbox, now: world.now(), seed };
    const faults = [...faultsIn(world), ...(await disorderFaults(recorded))];
    if (faults.length > 0) throw new Error(faults.join('\n'));
    return world.fate.troubles();
  } finally {
    world.close();
  }
}
