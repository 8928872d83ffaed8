import { sleep } from './worker.ts';

const KNOWN_WITHIN_MS = 5_000;

const NOT_YET_KNOWN: readonly unknown[] = [
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'UNKNOWN_TOPIC_OR_PARTITION',
];

/**
 * Asks again for a while: a new topic is known where it was made before it has a leader, and before every broker has
 * heard of it, and for a moment a broker may be asked that leads it no more.
 */
export async function onceKnown<T>(ask: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + KNOWN_WITHIN_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isNotYetKnown(error) || performance.now() > giveUpAt) throw error;
      await sleep(100);
    }
  }
}

const isNotYetKnown = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && NOT_YET_KNOWN.includes(error.type);
