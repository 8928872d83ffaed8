import type { LogRecord, Published, Topic, Transport } from './port.ts';
import { atMost } from './worker.ts';

const ASK_EVERY_MS = 200;

/**
 * How far a group has come, as far as this process knows.
 *
 * Its own steps are known at once. What other members did, or an earlier process, is asked of the log, and only while
 * somebody waits for it.
 */
export function createPositions(
  transport: Pick<Transport, 'committed' | 'endOffsets'>,
  { group, topics }: { group: string; topics: readonly Topic[] },
) {
  const known = new Map<string, bigint>();
  const ours = new Set(topics.map(({ name }) => name));
  let step = Promise.withResolvers<void>();

  const reach = (id: string, offset: bigint): void => {
    if (offset > (known.get(id) ?? 0n)) known.set(id, offset);
  };

  const learn = async (): Promise<void> => {
    for (const [id, offset] of each(await transport.committed(group, topics))) reach(id, offset);
  };

  /** A log that was emptied ends before what was once published to it. */
  const clamp = async (wanted: [string, bigint][]): Promise<[string, bigint][]> => {
    const ends = new Map(each(await transport.endOffsets(topics)));
    return wanted.map(([id, offset]) => {
      const end = ends.get(id);
      return [id, end !== undefined && end < offset ? end : offset];
    });
  };

  return {
    note({ topic, partition, offset }: LogRecord): void {
      reach(`${topic}/${partition}`, BigInt(offset) + 1n);
      step.resolve();
      step = Promise.withResolvers();
    },

    /** Resolves once everything before `published` has been taken in. Rejects once `isStopped`. */
    async caughtUp(published: Published, isStopped: () => boolean): Promise<void> {
      let wanted = [...each(published)].filter(([id]) => ours.has(id.slice(0, id.lastIndexOf('/'))));
      const missing = () => wanted.filter(([id, offset]) => (known.get(id) ?? 0n) < offset);
      let askAt = performance.now();
      let isAsking: Promise<void> | null = null;
      while ((wanted = missing()).length > 0) {
        if (isStopped()) throw new Error('the consumer is stopped');
        const stepped = step.promise;
        if (performance.now() >= askAt && isAsking === null) {
          askAt = performance.now() + ASK_EVERY_MS;
          isAsking = Promise.all([learn(), clamp(wanted)])
            .then(
              ([, clamped]) =>
                void (wanted = wanted.map((pair) => clamped.find(([id]) => id === pair[0]) ?? pair)),
            )
            .catch(() => undefined)
            .finally(() => (isAsking = null));
        }
        await atMost(Promise.race([stepped, ...(isAsking === null ? [] : [isAsking])]), ASK_EVERY_MS);
      }
    },
  };
}

function* each(published: Published): Generator<[string, bigint]> {
  for (const [topic, partitions] of Object.entries(published))
    for (const [partition, offset] of Object.entries(partitions))
      yield [`${topic}/${partition}`, BigInt(offset)];
}
