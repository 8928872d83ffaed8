import { expect, test } from 'vitest';
import { createSteadyClock } from './steady-clock.ts';

const beside = (clock: { now(): number }, system: () => number): number => clock.now() - system();

test('shows what the system shows, to the millisecond', () => {
  const clock = createSteadyClock();
  for (let n = 0; n < 1_000; n += 1) {
    expect(beside(clock, Date.now)).toBeGreaterThan(-1);
    expect(beside(clock, Date.now)).toBeLessThan(2);
  }
});

test.each([
  ['forward by an hour', 3_600_000],
  ['back by a minute', -60_000],
  ['by half a second', 500],
])('follows a system’s clock that is set %s', (_, by) => {
  let set = 0;
  const system = (): number => Math.floor(Date.now() + set);
  const clock = createSteadyClock(system);
  set = by;
  clock.follow();

  expect(Math.abs(beside(clock, system))).toBeLessThanOrEqual(2);
});
