import type { Topic, Transport } from '@gatefold/messaging';
import { newId } from '@gatefold/service-kit';

/** A record as it stands in the log. */
export type Place = { readonly topic: string; readonly partition: number; readonly offset: bigint };

/** Reads topics from their beginning, in a group of its own, and goes on as they grow. */
export async function tail(log: Transport, topics: readonly Topic[]) {
  const places = new Map<string, Place[]>();
  const positions = new Map<string, bigint>();
  let count = 0;
  await log.ensureTopics(topics);
  const consumption = await log.consume({
    group: `tail-${newId()}`,
    topics,
    async take({ topic, partition, records, progress }) {
      for (const record of records) {
        const id = record.headers['ce_id'] ?? '';
        const offset = BigInt(record.offset);
        const known = places.get(id);
        if (known === undefined) places.set(id, [{ topic, partition, offset }]);
        else if (!known.some((one) => one.offset === offset && one.partition === partition))
          known.push({ topic, partition, offset });
        positions.set(`${topic}/${partition}`, offset + 1n);
        count += 1;
        await progress(record);
      }
    },
  });

  const hasAll = async (): Promise<boolean> => {
    const ends = await log.endOffsets(topics);
    return Object.entries(ends).every(([topic, partitions]) =>
      Object.entries(partitions).every(
        ([partition, end]) => (positions.get(`${topic}/${partition}`) ?? 0n) >= BigInt(end),
      ),
    );
  };

  return {
    /** Where each event stands, by its id; more than one place is a repeat. */
    places: places as ReadonlyMap<string, readonly Place[]>,
    count: (): number => count,
    hasAll,
    async close(): Promise<void> {
      await consumption.stop();
      await log.close();
    },
  };
}
