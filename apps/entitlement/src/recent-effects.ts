import type { MachineClock } from '@gatefold/kernel';
import type { Effect } from './http/insight.routes.ts';

const MOST = 1_000;

/**
 * The last events that changed access in this process.
 *
 * A commit is not told which events it held, so that one which another transaction still has in hand counts as done
 * with it: some milliseconds too early, and put right by its own.
 */
export function recentEffects(clock: MachineClock) {
  const effects = new Map<string, Effect>();
  let pending: Omit<Effect, 'effectiveAt'>[] = [];

  return {
    since: clock.now(),
    took(event: Omit<Effect, 'effectiveAt'>): void {
      pending.push(event);
    },
    committed(): void {
      const effectiveAt = clock.now();
      for (const event of pending) {
        effects.delete(event.eventId);
        effects.set(event.eventId, { ...event, effectiveAt });
      }
      pending = [];
      for (const oldest of effects.keys()) {
        if (effects.size <= MOST) break;
        effects.delete(oldest);
      }
    },
    /** The newest first. */
    list: (): readonly Effect[] => [...effects.values()].toReversed(),
  };
}
