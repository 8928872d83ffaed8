import type { Admin } from 'kafkajs';
import { onceKnown } from './kafka-known.ts';
import type { Published, Topic } from './port.ts';

type WithAdmin = <T>(work: (client: Admin) => Promise<T>) => Promise<T>;

/** Where groups stand and where partitions end, asked of the cluster. */
export const kafkaPositions = (withAdmin: WithAdmin) => ({
  async committed(group: string, topics: readonly Topic[]): Promise<Published> {
    const found = await withAdmin((client) =>
      client.fetchOffsets({ groupId: group, topics: topics.map(({ name }) => name) }),
    );
    return Object.fromEntries(
      found.map(({ topic, partitions }) => {
        const known = partitions.filter(({ offset }) => offset !== '-1');
        return [topic, Object.fromEntries(known.map(({ partition, offset }) => [String(partition), offset]))];
      }),
    );
  },

  async endOffsets(topics: readonly Topic[]): Promise<Published> {
    const ends = topics.map(async ({ name }) => {
      const partitions = await onceKnown(() => withAdmin((client) => client.fetchTopicOffsets(name)));
      const high = partitions.map(({ partition, high }) => [String(partition), high] as const);
      return [name, Object.fromEntries(high)] as const;
    });
    return Object.fromEntries(await Promise.all(ends));
  },
});
