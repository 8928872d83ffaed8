import { setTimeout as sleep } from 'node:timers/promises';
import { expireLeases } from './afterwards.ts';
import type { Dice } from './dice.ts';
import type { Window } from './windows/window.ts';
import type { World } from './world.ts';

export type Kills = { readonly kills: number; readonly hits: number };

type Order = {
  /** Kills that must really have hit the window. */
  readonly hits: number;
  readonly dice: Dice;
  /** Waits for the leases and sessions of the dead, as production has to, instead of ending them by hand. */
  readonly isPatient: boolean;
};

/**
 * Kills a service at random instants, each time when the window opens next, and starts it again; until enough
 * kills have hit.
 */
export async function killIn(
  world: World,
  window: Window,
  { hits: wanted, dice, isPatient }: Order,
): Promise<Kills> {
  const program = world[window.victim];
  let kills = 0;
  let hits = 0;
  const giveUpAt = performance.now() + wanted * (isPatient ? 90_000 : 20_000);
  while (hits < wanted) {
    if (performance.now() > giveUpAt) throw new Error(`${window.name}: only ${hits} of ${kills} kills hit`);
    await sleep(dice.between(0, 400));
    if (!(await window.wait())) continue;
    await program.kill();
    await window.release();
    kills += 1;
    if (await window.wasHit()) hits += 1;
    if (!isPatient) await expireLeases(world, window.victim);
    await program.start();
  }
  return { kills, hits };
}
