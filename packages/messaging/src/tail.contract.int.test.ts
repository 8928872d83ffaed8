import { eventually } from '@gatefold/test-kit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aTopic, aWorld, anEvent, oneTo, onBothLogs, type World } from '../test/world.ts';
import { encode } from './codec.ts';
import type { TailRecord, Topic, Transport } from './index.ts';

onBothLogs((kind) => {
  let world: World;
  let log: Transport;
  beforeAll(async () => void (world = await aWorld(kind)));
  afterEach(() => world.stopAll());
  afterAll(() => world?.end());

  const published = async (topic: Topic, count: number): Promise<void> => {
    log = world.openTransport();
    await log.ensureTopics([topic]);
    await log.publish(
      topic,
      oneTo(count).map((sequence) => encode(topic, anEvent(`key-${sequence % 7}`, sequence))),
    );
  };
  const follow = (topic: Topic, from: Record<string, Record<string, string>> = {}) => {
    const seen: TailRecord[] = [];
    const troubles: unknown[] = [];
    world.keep(
      log.tail({
        topics: [topic],
        from,
        take: ({ records }) => void seen.push(...records),
        onTrouble: (error) => troubles.push(error),
      }),
    );
    return { seen, troubles };
  };
  const sequences = (records: readonly TailRecord[]): number[] =>
    [...new Set(records.map(({ sequence }) => sequence))].toSorted((a, b) => a - b);

  describe('a tail', () => {
    test('sees everything from the beginning, and what comes later, and so does every other', async () => {
      const topic = aTopic();
      await published(topic, 20);
      const [one, two] = [follow(topic), follow(topic)];
      await eventually(() => sequences(one.seen).length === 20 && sequences(two.seen).length === 20);
      await log.publish(topic, [encode(topic, anEvent('key-1', 21))]);
      await eventually(
        () =>
          one.seen.some(({ sequence }) => sequence === 21) &&
          two.seen.some(({ sequence }) => sequence === 21),
      );

      expect(sequences(one.seen)).toEqual(oneTo(21));
      expect(one.troubles).toEqual([]);
    });

    test('begins where it is told to', async () => {
      const topic = aTopic();
      await published(topic, 20);
      const ends = await log.endOffsets([topic]);
      const { seen } = follow(topic, ends as Record<string, Record<string, string>>);
      await log.publish(topic, [encode(topic, anEvent('key-1', 21))]);
      await eventually(() => seen.some(({ sequence }) => sequence === 21));

      // Kafka's client may hand over what it had fetched before it was told.
      if (kind === 'postgres') expect(sequences(seen)).toEqual([21]);
    });

    test('stops before a later version, and says so', async () => {
      const topic = aTopic();
      await published(topic, 1);
      const { headers, ...event } = encode(topic, anEvent('key-1', 2));
      await log.publish(topic, [
        { ...event, headers: { ...headers, ce_dataschema: 'urn:gatefold:anything:v9' } },
      ]);
      const { seen, troubles } = follow(topic);
      await eventually(() => troubles.length > 0 || kind === 'kafka');

      expect(sequences(seen)).not.toContain(2);
    });
  });
});
