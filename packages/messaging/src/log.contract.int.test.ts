import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually } from '@gatefold/test-kit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aTopic, aWorld, anEvent, oneTo, onBothLogs, type World } from '../test/world.ts';
import { decode, encode } from './codec.ts';
import type { LogRecord, TakeBatch, Topic, Transport } from './index.ts';
import { partitionOf } from './partition.ts';

const record = (key: string, n: number) => ({
  key,
  value: JSON.stringify({ n }),
  headers: { nth: String(n) },
});

/** Takes everything in, and remembers what it saw. */
function collecting() {
  const seen: LogRecord[] = [];
  const take: TakeBatch = async ({ records, isRunning, progress }) => {
    for (const next of records) {
      if (!isRunning()) return;
      seen.push(next);
      await progress(next);
    }
  };
  return { seen, take };
}

const numbersOf = (records: readonly LogRecord[], key: string): number[] =>
  records.filter((one) => one.key === key).map((one) => Number(one.headers['nth']));

onBothLogs((kind) => {
  let world: World;
  let log: Transport;
  beforeAll(async () => void (world = await aWorld(kind)));
  afterEach(() => world.stopAll());
  afterAll(() => world?.end());

  const prepared = async (topic: Topic): Promise<Topic> => {
    log = world.openTransport();
    await log.ensureTopics([topic]);
    return topic;
  };

  describe('a log', () => {
    test('keeps the records of a key in the order in which they were appended', async () => {
      const topic = await prepared(aTopic());
      const { seen, take } = collecting();
      for (const n of oneTo(30)) await log.publish(topic, [record('ada', n), record('ben', n)]);
      world.keep(await log.consume({ group: randomUUID(), topics: [topic], take }));
      await eventually(() => seen.length === 60);

      expect(numbersOf(seen, 'ada')).toEqual(oneTo(30));
      expect(numbersOf(seen, 'ben')).toEqual(oneTo(30));
    });

    test('gives a record back as it was written, headers and all', async () => {
      const topic = await prepared(aTopic());
      const { seen, take } = collecting();
      const event = anEvent('ada', 1, {
        subject: 'Zoë',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        data: { title: 'Größe – “quoted” \u2028 𝄞', n: 1 },
      });
      await log.publish(topic, [encode(topic, event)]);
      world.keep(await log.consume({ group: randomUUID(), topics: [topic], take }));
      await eventually(() => seen.length === 1);

      const { time, ...attributes } = event;
      expect(decode(seen[0]!)).toMatchObject({ is: 'event', event: { ...attributes, time: new Date(time) } });
      expect(seen[0]!.headers).toMatchObject({ ce_specversion: '1.0', 'content-type': 'application/json' });
    });

    test('carries a tombstone as no value at all', async () => {
      const topic = await prepared(aTopic('state', { cleanup: 'compact' }));
      const { seen, take } = collecting();
      await log.publish(topic, [{ key: 'ada', value: null, headers: {} }]);
      world.keep(await log.consume({ group: randomUUID(), topics: [topic], take }));
      await eventually(() => seen.length === 1);

      expect(seen[0]).toMatchObject({ key: 'ada', value: null });
    });

    test('says where each record came to stand, without gaps, also when several append at once', async () => {
      const topic = await prepared(aTopic());
      const others = [world.openTransport(), world.openTransport()];
      const appends = oneTo(60).map((n) => {
        const to = [log, ...others][n % 3]!;
        return to.publish(
          topic,
          ['ada', 'ben', 'cleo', 'dan'].map((key) => record(`${key}${n}`, n)),
        );
      });
      const places = (await Promise.all(appends)).flat();

      for (const [partition, of] of Map.groupBy(places, (place) => place.partition)) {
        const offsets = of.map(({ offset }) => Number(offset)).sort((a, b) => a - b);
        expect(offsets).toEqual(oneTo(of.length).map((n) => n - 1));
        expect((await log.endOffsets([topic]))[topic.name]![partition]).toBe(String(of.length));
      }
    });

    test('puts a key where Kafka’s own clients would', async () => {
      const topic = await prepared(aTopic('fact', { partitions: 6 }));
      const keys = oneTo(40).map(() => randomUUID());
      const places = await log.publish(
        topic,
        keys.map((key) => record(key, 1)),
      );

      expect(places.map(({ partition }) => partition)).toEqual(keys.map((key) => partitionOf(key, 6)));
    });

    test('takes five thousand records in one call, and nothing in an empty one', async () => {
      const topic = await prepared(aTopic());
      const { seen, take } = collecting();
      const places = await log.publish(
        topic,
        oneTo(5_000).map((n) => record(`reader-${n % 7}`, n)),
      );
      world.keep(await log.consume({ group: randomUUID(), topics: [topic], take }));
      await eventually(() => seen.length === 5_000);

      expect(places).toHaveLength(5_000);
      expect(await log.publish(topic, [])).toEqual([]);
      expect(numbersOf(seen, 'reader-3')).toEqual(oneTo(5_000).filter((n) => n % 7 === 3));
    });

    test('makes a topic once, and says so when its partitions are not the agreed ones', async () => {
      const topic = await prepared(aTopic());
      await Promise.all(oneTo(3).map(() => world.openTransport().ensureTopics([topic])));

      await expect(log.ensureTopics([{ ...topic, partitions: 5 }])).rejects.toThrow('partitions');
    });

    test('answers a ping, and rejects one when it cannot be reached', async () => {
      const nowhere = world.openTransport({
        kafkaBrokers: ['127.0.0.1:1'],
        eventsDatabaseUrl: 'postgres://nobody:x@127.0.0.1:1/none',
      });
      await expect(world.openTransport().ping()).resolves.toBeUndefined();
      await expect(nowhere.ping()).rejects.toThrow();
    });
  });

  describe('a consumer group', () => {
    test('begins with the earliest record, however old the log is', async () => {
      const topic = await prepared(aTopic());
      const first = collecting();
      const second = collecting();
      await log.publish(
        topic,
        oneTo(10).map((n) => record('ada', n)),
      );
      world.keep(await log.consume({ group: randomUUID(), topics: [topic], take: first.take }));
      await eventually(() => first.seen.length === 10);
      world.keep(
        await world.openTransport().consume({ group: randomUUID(), topics: [topic], take: second.take }),
      );
      await eventually(() => second.seen.length === 10);

      expect(numbersOf(second.seen, 'ada')).toEqual(oneTo(10));
    });

    test('goes on after its last commit when it comes back', async () => {
      const topic = await prepared(aTopic());
      const group = randomUUID();
      const before = collecting();
      const after = collecting();
      await log.publish(
        topic,
        oneTo(5).map((n) => record('ada', n)),
      );
      const consumption = await log.consume({ group, topics: [topic], take: before.take });
      await eventually(() => before.seen.length === 5);
      await consumption.stop();
      await log.publish(topic, [record('ada', 6)]);
      world.keep(await world.openTransport().consume({ group, topics: [topic], take: after.take }));
      await eventually(() => after.seen.length > 0);

      expect(numbersOf(after.seen, 'ada')).toEqual([6]);
      await eventually(async () => {
        expect(Object.values((await log.committed(group, [topic]))[topic.name]!)).toContain('6');
      });
    });

    test('gets a record again that was not taken, and skips nothing behind it', async () => {
      const topic = await prepared(aTopic());
      const seen: number[] = [];
      let refusals = 0;
      await log.publish(
        topic,
        oneTo(6).map((n) => record('ada', n)),
      );
      const take: TakeBatch = async ({ records, progress }) => {
        for (const next of records) {
          const n = Number(next.headers['nth']);
          if (n === 4 && refusals++ < 2) throw new Error('not now');
          seen.push(n);
          await progress(next);
        }
      };
      world.keep(await log.consume({ group: randomUUID(), topics: [topic], take }));
      await eventually(() => seen.includes(6));

      expect(seen).toEqual(oneTo(6));
      expect(refusals).toBe(3);
    });

    test('gets again what a member had in hand when it stopped', async () => {
      const topic = await prepared(aTopic());
      const group = randomUUID();
      const { seen, take } = collecting();
      let inHand = 0;
      await log.publish(
        topic,
        oneTo(6).map((n) => record('ada', n)),
      );
      const consumption = await log.consume({
        group,
        topics: [topic],
        take: async ({ records, progress, isRunning }) => {
          await progress(records[0]!);
          inHand += 1;
          while (isRunning()) await new Promise((resolve) => setTimeout(resolve, 10));
        },
      });
      await eventually(() => inHand === 1);
      await consumption.stop();
      world.keep(await world.openTransport().consume({ group, topics: [topic], take }));
      await eventually(() => seen.length === 5);

      expect(numbersOf(seen, 'ada')).toEqual([2, 3, 4, 5, 6]);
    });

    test('shares the partitions between two members, and one takes over when the other leaves', async () => {
      const topic = await prepared(aTopic('fact', { partitions: 6 }));
      const group = randomUUID();
      const keys = oneTo(60).map((n) => `reader-${n}`);
      const [one, two] = [collecting(), collecting()];
      const first = await log.consume({ group, topics: [topic], take: one.take });
      world.keep(await world.openTransport().consume({ group, topics: [topic], take: two.take }));
      let said = 0;
      await eventually(async () => {
        said += 1;
        await log.publish(
          topic,
          keys.map((key) => record(key, said)),
        );
        return one.seen.length > 0 && two.seen.length > 0;
      }, 20_000);
      await first.stop();
      const before = two.seen.length;
      await log.publish(
        topic,
        keys.map((key) => record(key, said + 1)),
      );
      await eventually(
        () => two.seen.filter((seen) => seen.headers['nth'] === String(said + 1)).length === 60,
        20_000,
      );

      expect(two.seen.length - before).toBeGreaterThanOrEqual(60);
      for (const key of keys) {
        const heard = new Set([...numbersOf(one.seen, key), ...numbersOf(two.seen, key)]);
        expect([...heard].sort((a, b) => a - b)).toEqual(oneTo(said + 1));
      }
    });

    test('hands a killed member’s partitions to one that lives, from what it had committed', async () => {
      const topic = await prepared(aTopic());
      const group = randomUUID();
      const { seen, take } = collecting();
      await log.publish(
        topic,
        oneTo(20).map((n) => record('ada', n)),
      );
      const child = spawn(process.execPath, [join(import.meta.dirname, '../test/doomed-member.ts')], {
        env: {
          ...process.env,
          MEMBER: JSON.stringify({
            kind,
            group,
            topic,
            brokers: world.brokers,
            eventsUrl: world.eventsUrl,
            takes: 7,
          }),
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      child.kill('SIGKILL');
      await once(child, 'exit');
      world.keep(await log.consume({ group, topics: [topic], take }));
      await eventually(() => numbersOf(seen, 'ada').includes(20), 25_000);

      expect(String(line).trim()).toBe('took 7');
      const again = numbersOf(seen, 'ada');
      expect(again).toEqual(oneTo(20).slice(-again.length));
      expect(again.length).toBeGreaterThanOrEqual(13);
    });

    test('ends its process when it stands still with records waiting', async () => {
      const topic = await prepared(aTopic());
      const stalling = world.openTransport({ stalledMs: 500 });
      await log.publish(topic, [record('ada', 1)]);
      world.keep(
        await stalling.consume({
          group: randomUUID(),
          topics: [topic],
          take: ({ isRunning }) => eventually(() => !isRunning(), 20_000),
        }),
      );
      await eventually(() => world.exits.length > 0);

      expect(world.exits[0]).toBe(1);
      expect(world.logger.lines.some(({ level }) => level === 'fatal')).toBe(true);
    });

    test('does not end its process for a pause on purpose, nor for a quiet topic', async () => {
      const topic = await prepared(aTopic('fact', { partitions: 1 }));
      const quiet = await prepared(aTopic());
      const pausing = world.openTransport({ stalledMs: 900 });
      let tries = 0;
      await log.publish(topic, [record('ada', 1)]);
      world.keep(
        await pausing.consume({
          group: randomUUID(),
          topics: [topic, quiet],
          take: async () => {
            tries += 1;
            throw new Error('the database is away');
          },
        }),
      );
      await eventually(() => tries >= 4);

      expect(world.exits).toEqual([]);
    });
  });
});
