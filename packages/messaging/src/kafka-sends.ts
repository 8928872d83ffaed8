import { partitionOf } from './partition.ts';
import type { OutgoingRecord, Topic } from './port.ts';
import { atMost } from './worker.ts';

type Message = { key: string; headers: Record<string, string>; value: string | null; partition: number };
type Answer = { readonly partition: number; readonly errorCode: number; readonly baseOffset?: string };

/** What is used of an idempotent producer. */
export type Sender = {
  connect(): Promise<void>;
  send(batch: { topic: string; acks: -1; messages: Message[] }): Promise<readonly Answer[]>;
  disconnect(): Promise<void>;
};

/**
 * Sends by the rules that keep kafkajs from losing records.
 *
 * One send is one partition, because a send over several resolves without the records of a partition whose
 * leader has moved; sends follow each other; the answer is compared with what was sent; and a producer whose send failed
 * is replaced, because its next batch would carry the sequence number of one that may have been written.
 */
export function kafkaSends(newSender: () => Sender) {
  const senders = keepSender(newSender);
  let sending: Promise<unknown> = Promise.resolve();

  const sendInTurn = async (topic: Topic, records: readonly OutgoingRecord[]) => {
    const places = new Array<{ partition: number; offset: string }>(records.length);
    for (const [partition, indexes] of byPartition(topic, records)) {
      const messages = indexes.map((index) => ({ ...records[index]!, partition }));
      const first = await senders.send(topic.name, partition, messages);
      indexes.forEach((index, nth) => (places[index] = { partition, offset: String(first + BigInt(nth)) }));
    }
    return places;
  };

  return {
    /** Resolves with where each record came to stand, once all are acknowledged. */
    publish(topic: Topic, records: readonly OutgoingRecord[]) {
      const turn = sending.then(() => sendInTurn(topic, records));
      sending = turn.catch(() => undefined);
      return turn;
    },
    close: () => senders.close(),
  };
}

function byPartition(topic: Topic, records: readonly OutgoingRecord[]): Map<number, number[]> {
  const indexes = records.map((_, index) => index);
  return Map.groupBy(indexes, (index) => partitionOf(records[index]!.key, topic.partitions));
}

/** One producer at a time, connected when it is needed. */
function keepSender(newSender: () => Sender) {
  let current: Sender | null = null;

  const connected = async (): Promise<Sender> => {
    if (current !== null) return current;
    const sender = newSender();
    try {
      await sender.connect();
    } catch (error) {
      void sender.disconnect().catch(() => undefined);
      throw error;
    }
    current = sender;
    return sender;
  };

  return {
    /** Resolves with the offset of the first. */
    async send(topic: string, partition: number, messages: Message[]): Promise<bigint> {
      const sender = await connected();
      try {
        const answer = await sender.send({ topic, acks: -1, messages });
        const written = answer.find((part) => part.partition === partition);
        const first = BigInt(written?.errorCode === 0 ? (written.baseOffset ?? '-1') : '-1');
        if (answer.length !== 1 || first < 0n)
          throw new Error(`the answer for ${topic}/${partition} does not match what was sent`);
        return first;
      } catch (error) {
        current = null;
        void sender.disconnect().catch(() => undefined);
        throw error;
      }
    },
    async close(): Promise<void> {
      const sender = current;
      current = null;
      if (sender !== null)
        await atMost(
          sender.disconnect().catch(() => undefined),
          2_000,
        );
    },
  };
}
