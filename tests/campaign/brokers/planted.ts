import { partitionOf, type Topic, type Transport, type OutgoingRecord } from '@gatefold/messaging';
import { Kafka, logLevel, Partitioners } from 'kafkajs';

/** How many sends are under way at once, and how many records each holds. */
const LANES = 4;
const RECORDS_A_SEND = 12;

/**
 * The real transport with the mistake that kafkajs invites: one `send` over several partitions, taken for
 * written when it resolves.
 *
 * When a broker dies meanwhile, its retry skips brokers that have answered once, so that what moved to one of them is
 * never sent; the answer merely lacks the partition.
 */
export function plantMultiPartition(transport: Transport, brokers: readonly string[]): Transport {
  const kafka = new Kafka({
    brokers: [...brokers],
    clientId: 'planted',
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 60 },
  });
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
  });
  const connected = producer.connect();

  const sendOver = async (topic: Topic, records: readonly OutgoingRecord[]) => {
    const messages = records.map((record) => ({
      ...record,
      partition: partitionOf(record.key, topic.partitions),
    }));
    const answers = await producer.send({ topic: topic.name, acks: -1, messages });
    const next = new Map(answers.map(({ partition, baseOffset }) => [partition, BigInt(baseOffset ?? '0')]));
    return messages.map(({ partition }) => {
      const offset = next.get(partition) ?? 0n;
      next.set(partition, offset + 1n);
      return { partition, offset: String(offset) };
    });
  };

  return {
    ...transport,
    async publish(topic, records) {
      await connected;
      const sends = Array.from({ length: Math.ceil(records.length / RECORDS_A_SEND) }, (_, index) =>
        records.slice(index * RECORDS_A_SEND, (index + 1) * RECORDS_A_SEND),
      );
      const places: Awaited<ReturnType<typeof sendOver>>[] = new Array(sends.length);
      const queue = sends.entries();
      const lane = async (): Promise<void> => {
        for (const [index, batch] of queue) places[index] = await sendOver(topic, batch);
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      return places.flat();
    },
  };
}
