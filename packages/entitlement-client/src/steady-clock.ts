import { performance } from 'node:perf_hooks';

/** Milliseconds since 1970 for a caller who asks a million times a second. */
export type SteadyClock = {
  now(): number;
  /** Follows the system's clock where that was set; to be called every second or so. */
  follow(): void;
};

/**
 * The system's time, read off the monotonic clock: unlike `Date.now()` it leaves no number on the heap.
 *
 * Never more than a millisecond beside the system's clock after `follow`.
 */
export function createSteadyClock(systemNow: () => number = Date.now): SteadyClock {
  let begin = performance.timeOrigin;
  const now = (): number => begin + performance.now();
  const follow = (): void => {
    // The system counts whole milliseconds, so up to one behind is right.
    const behind = systemNow() - now();
    if (behind > 0) begin += behind;
    else if (behind <= -1) begin += behind + 1;
  };
  follow();
  return { now, follow };
}
