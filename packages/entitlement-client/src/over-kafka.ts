import { tailOfKafka, type KafkaConsumer } from '@gatefold/messaging/kafka-tail.ts';
import type { LocalSource } from './local-source.ts';
import { ARTICLES, SETS } from './topics.ts';

/** What is used of a `Kafka` of kafkajs, so that this package needs none of its own. */
export type KafkaLike = { consumer(options: { groupId: string; maxWaitTimeInMs: number }): KafkaConsumer };

/**
 * News straight from Kafka, each reader of it in a group of their own, with nothing committed.
 *
 * `groupPrefix` is what such groups may be called by the cluster's rules.
 */
export const overKafka = (kafka: KafkaLike, { groupPrefix = 'gatefold-local' } = {}): LocalSource => ({
  follow: (from, { take, onTrouble }) =>
    tailOfKafka({
      newConsumer: () =>
        kafka.consumer({ groupId: `${groupPrefix}-${crypto.randomUUID()}`, maxWaitTimeInMs: 150 }),
      topics: [SETS, ARTICLES],
      from,
      take: ({ topic, records }) => take(topic, records),
      onTrouble,
    }),
});
