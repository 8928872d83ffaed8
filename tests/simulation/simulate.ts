import { disorderFaults } from './disorder.ts';
import { play, type History } from './history.ts';
import { faultsIn } from './verdict.ts';
import { openWorld } from './world.ts';

/** Lives through a history and throws with all that is wrong at its end. */
export async function simulate({ seed, roads, steps }: History): Promise<void> {
  const world = openWorld({ seed, roads });
  try {
    for (const step of steps) await play(world, step);
    await world.settle();
    const recorded = { rows: world.state.outbox, now: world.now(), seed };
    const faults = [...faultsIn(world), ...(await disorderFaults(recorded))];
    if (faults.length > 0) throw new Error(faults.join('\n'));
  } finally {
    world.close();
  }
}
