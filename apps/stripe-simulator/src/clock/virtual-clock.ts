import type { MachineClock } from '@gatefold/kernel';

/** Where the clock stood, and what the machine said then. Milliseconds. */
export type Reading = { readonly virtual: number; readonly machine: number };

type Memory = { load(): Reading | null; save(reading: Reading): void };

export type VirtualClock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Stripe counts in whole seconds. */
  seconds(): number;
  /** Holds the clock at this instant, until it is released or held elsewhere. */
  hold(at: number): void;
  /** Lets it run at wall speed from where it stands. */
  release(): void;
};

/**
 * The one clock of the simulated world.
 *
 * It runs at wall speed unless somebody holds it. Reading and machine time are kept together, so
 * that after a restart it stands where it would stand without one.
 */
export function createVirtualClock(machineClock: MachineClock, memory: Memory, start: number): VirtualClock {
  const machine = (): number => machineClock.now().getTime();
  let reading = memory.load() ?? { virtual: start, machine: machine() };
  let held = false;
  memory.save(reading);

  const set = (virtual: number): void => {
    reading = { virtual, machine: machine() };
    memory.save(reading);
  };
  const now = (): number =>
    held ? reading.virtual : reading.virtual + Math.max(0, machine() - reading.machine);

  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    hold(at) {
      set(at);
      held = true;
    },
    release() {
      set(reading.virtual);
      held = false;
    },
  };
}
