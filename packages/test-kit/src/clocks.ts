import { at, plus, type BusinessClock, type MachineClock } from '@gatefold/kernel';

type Turnable = {
  /** To this instant, which may lie in the past. */
  set(iso: string): void;
  advance(milliseconds: number): void;
};

/** A business clock that stands still until it is turned. */
export const fakeBusinessClock = (iso: string): BusinessClock & Turnable => ({
  kind: 'business',
  ...hand(iso),
});

/** A machine clock that stands still until it is turned. */
export const fakeMachineClock = (iso = '2026-02-01T00:00:00Z'): MachineClock & Turnable => ({
  kind: 'machine',
  ...hand(iso),
});

/** Real machine time, for tests that wait for something real. */
export const realMachineClock: MachineClock = { kind: 'machine', now: () => new Date() };

function hand(iso: string) {
  let now = at(iso);
  return {
    now: () => now,
    set: (next: string) => void (now = at(next)),
    advance: (milliseconds: number) => void (now = plus(now, milliseconds)),
  };
}
