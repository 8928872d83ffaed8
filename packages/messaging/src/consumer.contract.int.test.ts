import { randomUUID } from 'node:crypto';
import { eventually } from '@gatefold/test-kit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  announce,
  anEvent,
  aTopic,
  aWorld,
  booking,
  effects,
  oneTo,
  onBothLogs,
  type World,
} from '../test/world.ts';
import { encode } from './codec.ts';
import { partitionOf } from './partition.ts';
import { subscribe, type Relay, type Topic, type Transport } from './index.ts';

/** What PostgreSQL says when it is being stopped. */
const databaseGoesAway = (): Error => Object.assign(new Error('terminating connection'), { code: '57P01' });

onBothLogs((kind) => {
  let world: World;
  beforeAll(async () => void (world = await aWorld(kind)));
  afterEach(async () => {
    await world.stopAll();
    await world.pool.query(
      'TRUNCATE outbox, relay_shard, consumed_event, parked_event, consumer_attempt, effect',
    );
  });
  afterAll(() => world?.end());

  const all = (topic: Topic) => effects(world.pool, topic);

  /** Publishes by way of the outbox and says how far. */
  const say = async (relay: Relay, topic: Topic, events: Parameters<typeof announce>[2]) => {
    await announce(world.pool, topic, events);
    relay.wake();
    await relay.drained();
    return relay.published();
  };

  const attempts = async (): Promise<unknown[]> =>
    (await world.pool.query('SELECT * FROM consumer_attempt')).rows;

  describe('a consumer', () => {
    test('keeps the effect of each event once and in order, across two members and a restart', async () => {
      const topic = aTopic('fact', { partitions: 6 });
      const group = randomUUID();
      const relay = await world.relay({ topics: [topic] });
      const subscriptions = [booking(topic)];
      const first = await world.consumer({ group, subscriptions });
      const second = await world.consumer({ group, subscriptions });
      const readers = oneTo(20).map((n) => `reader-${n}`);
      let published = {};
      let isFirstRunning = true;
      for (const n of oneTo(30)) {
        published = await say(
          relay,
          topic,
          readers.map((reader) => anEvent(reader, n)),
        );
        // Once both have their partitions: who stops in the middle of joining is held up by the group, not by us.
        const haveBoth = [first, second].every(({ counts }) => counts().handled > 0);
        if (isFirstRunning && ((n >= 10 && haveBoth) || n === 30)) {
          isFirstRunning = false;
          await first.stop();
        }
      }
      const third = await world.consumer({ group, subscriptions });
      await third.caughtUp(published);

      expect(await all(topic)).toEqual(Object.fromEntries(readers.map((reader) => [reader, oneTo(30)])));
    });

    test('gives an event its effect once, however often the log holds it', async () => {
      const topic = aTopic();
      const log = world.openTransport();
      const event = encode(topic, anEvent('ada', 1));
      await log.ensureTopics([topic]);
      await log.publish(topic, [event, encode(topic, anEvent('ada', 2)), event, event]);
      const consumer = await world.consumer({ subscriptions: [booking(topic)] });
      await log.publish(topic, [event]);
      await consumer.caughtUp(await log.endOffsets([topic]));

      expect(await all(topic)).toEqual({ ada: [1, 2] });
      expect(consumer.counts()).toEqual({ handled: 2, repeated: 3, unknownType: 0, parked: 0 });
    });

    test('keeps nothing of an event whose handler fails, and everything of those around it', async () => {
      const topic = aTopic('fact', { partitions: 1 });
      const relay = await world.relay({ topics: [topic] });
      let failures = 0;
      const consumer = await world.consumer({
        subscriptions: [
          booking(topic, ({ key, data }) => {
            if (key === 'ada' && data.n === 10 && failures++ < 2) throw new Error('a bug that passes');
          }),
        ],
      });
      await consumer.caughtUp(
        await say(
          relay,
          topic,
          oneTo(80).map((n) => anEvent('ben', n)),
        ),
      );
      await consumer.caughtUp(
        await say(
          relay,
          topic,
          oneTo(20).map((n) => anEvent('ada', n)),
        ),
      );

      expect(await all(topic)).toEqual({ ada: oneTo(20), ben: oneTo(80) });
      expect(await attempts()).toEqual([]);
    });

    test('puts a fact aside that does not fit its contract, and later ones of its reader behind it', async () => {
      const topic = aTopic('fact', { partitions: 1 });
      const relay = await world.relay({ topics: [topic] });
      const consumer = await world.consumer({ subscriptions: [booking(topic)] });
      const published = await say(relay, topic, [
        anEvent('ada', 1),
        anEvent('ada', 2, { data: { n: 'two' } }),
        anEvent('ben', 1),
        anEvent('ada', 3),
        anEvent('ben', 2),
      ]);
      await consumer.caughtUp(published);
      await consumer.caughtUp(await say(relay, topic, [anEvent('ada', 4), anEvent('ben', 3)]));

      expect(await all(topic)).toEqual({ ada: [1], ben: [1, 2, 3] });
      const parked = await consumer.parking.list();
      expect(parked.map(({ key, offset }) => [key, offset])).toEqual([
        ['ada', '1'],
        ['ada', '3'],
        ['ada', '5'],
      ]);
      expect(parked[0]!.reason).toContain('expected number');
      expect(parked[1]!.reason).toContain('waits behind');
    });

    test('lists and skips a state that does not fit its contract, and the next one heals', async () => {
      const topic = aTopic('state', { partitions: 1 });
      const relay = await world.relay({ topics: [topic] });
      const consumer = await world.consumer({ subscriptions: [booking(topic)] });
      const published = await say(relay, topic, [
        anEvent('ada', 1),
        anEvent('ada', 2, { data: { n: 'two' } }),
        anEvent('ada', 3),
      ]);
      await consumer.caughtUp(published);

      expect(await all(topic)).toEqual({ ada: [1, 3] });
      expect(await consumer.parking.list()).toHaveLength(1);
    });

    test('puts aside what is no event at all and goes on', async () => {
      const topic = aTopic('fact', { partitions: 1 });
      const log = world.openTransport();
      const good = encode(topic, anEvent('ada', 1));
      await log.ensureTopics([topic]);
      await log.publish(topic, [
        { key: 'x', value: '{"n": 1', headers: good.headers },
        { key: 'y', value: '{}', headers: {} },
        { key: 'z', value: '{"n":1}', headers: { ...good.headers, ce_sequence: '-1' } },
        { key: 'w', value: '{"n":1}', headers: { ...good.headers, ce_id: 'not-a-uuid' } },
        good,
      ]);
      const consumer = await world.consumer({ subscriptions: [booking(topic)] });
      await consumer.caughtUp(await log.endOffsets([topic]));

      expect(await all(topic)).toEqual({ ada: [1] });
      expect((await consumer.parking.list()).map(({ key }) => key)).toEqual(['x', 'y', 'z', 'w']);
    });

    test('counts and skips a type that it does not know', async () => {
      const topic = aTopic();
      const relay = await world.relay({ topics: [topic] });
      const consumer = await world.consumer({ subscriptions: [booking(topic)] });
      const published = await say(relay, topic, [
        anEvent('ada', 1, { type: 'number.whispered', data: 'anything' }),
        anEvent('ada', 2),
      ]);
      await consumer.caughtUp(published);

      expect(await all(topic)).toEqual({ ada: [2] });
      expect(consumer.counts()).toMatchObject({ unknownType: 1, parked: 0 });
    });

    test('pauses a partition, with an alarm, at a major version that it does not know', async () => {
      const topic = aTopic('fact', { partitions: 2 });
      const [here, elsewhere] = [keyOn(topic, 0), keyOn(topic, 1)];
      const log = world.openTransport();
      const newer = encode(topic, anEvent(here, 2));
      await log.ensureTopics([topic]);
      await log.publish(topic, [
        encode(topic, anEvent(here, 1)),
        {
          ...newer,
          headers: { ...newer.headers, ce_dataschema: newer.headers['ce_dataschema']!.replace('v1', 'v2') },
        },
        encode(topic, anEvent(here, 3)),
        encode(topic, anEvent(elsewhere, 1)),
      ]);
      const consumer = await world.consumer({ subscriptions: [booking(topic)] });
      await eventually(async () => expect(await all(topic)).toEqual({ [here]: [1], [elsewhere]: [1] }));
      await eventually(() =>
        world.logger.lines.some(({ level, facts }) => level === 'error' && 'major' in facts),
      );
      await log.publish(topic, [encode(topic, anEvent(elsewhere, 2))]);
      await eventually(async () => expect(await all(topic)).toEqual({ [here]: [1], [elsewhere]: [1, 2] }));

      expect(await consumer.parking.list()).toEqual([]);
    });

    test('gives up an event whose handler always fails after five deliveries, and says why', async () => {
      const topic = aTopic('fact', { partitions: 1 });
      const relay = await world.relay({ topics: [topic] });
      let deliveries = 0;
      const consumer = await world.consumer({
        subscriptions: [
          booking(topic, ({ key }) => {
            if (key !== 'ada') return;
            deliveries += 1;
            throw new Error('no such plan');
          }),
        ],
      });
      await consumer.caughtUp(
        await say(
          relay,
          topic,
          oneTo(60).map((n) => anEvent('ben', n)),
        ),
      );
      await consumer.caughtUp(await say(relay, topic, [anEvent('ada', 1), anEvent('ben', 61)]));

      expect(deliveries).toBe(5);
      expect(await all(topic)).toEqual({ ben: oneTo(61) });
      expect(await consumer.parking.list()).toMatchObject([
        { key: 'ada', reason: 'no such plan', attempts: 5 },
      ]);
      expect(await attempts()).toEqual([]);
    });

    test('retries without end, and counts nothing, while the database is at fault', async () => {
      const topic = aTopic('fact', { partitions: 1 });
      const relay = await world.relay({ topics: [topic] });
      let outages = 0;
      const published = await say(relay, topic, [anEvent('ada', 1), anEvent('ada', 2)]);
      const consumer = await world.consumer({
        subscriptions: [
          booking(topic, ({ data }) => {
            if (data.n === 2 && outages++ < 6) throw databaseGoesAway();
          }),
        ],
      });
      await eventually(() => outages >= 4, 20_000);
      const counted = (await attempts()) as { attempts: number }[];
      await consumer.caughtUp(published);

      expect(counted.every((row) => row.attempts <= 2)).toBe(true);
      expect(await all(topic)).toEqual({ ada: [1, 2] });
      expect(await consumer.parking.list()).toEqual([]);
    });

    test('redrives in order once the cause is mended, and later events follow', async () => {
      const topic = aTopic('fact', { partitions: 1 });
      const relay = await world.relay({ topics: [topic] });
      let isMended = false;
      const consumer = await world.consumer({
        subscriptions: [
          booking(topic, ({ key, data }) => {
            if (key === 'ada' && data.n === 1 && !isMended) throw new Error('not yet');
          }),
        ],
      });
      const published = await say(
        relay,
        topic,
        [1, 2, 3].flatMap((n) => [anEvent('ada', n), anEvent('ben', n)]),
      );
      await consumer.caughtUp(published);
      const tooEarly = await consumer.parking.redrive('ada');
      isMended = true;
      const inTime = await consumer.parking.redrive('ada');
      await consumer.caughtUp(await say(relay, topic, [anEvent('ada', 4)]));

      expect(tooEarly).toEqual({ redriven: 0, stillParked: 3 });
      expect(inTime).toEqual({ redriven: 3, stillParked: 0 });
      expect(await all(topic)).toEqual({ ada: [1, 2, 3, 4], ben: [1, 2, 3] });
    });

    test('stops a redrive at the first failure of a reader, and goes on with the next reader', async () => {
      const topic = aTopic('fact', { partitions: 1 });
      const relay = await world.relay({ topics: [topic] });
      const broken = new Set(['ada1', 'ben1', 'ada2']);
      const consumer = await world.consumer({
        subscriptions: [
          booking(topic, ({ key, data }) => {
            if (broken.has(`${key}${data.n}`)) throw new Error('broken');
          }),
        ],
      });
      const published = await say(
        relay,
        topic,
        [1, 2, 3].flatMap((n) => [anEvent('ada', n), anEvent('ben', n)]),
      );
      await consumer.caughtUp(published);
      broken.delete('ada1');
      broken.delete('ben1');
      const result = await consumer.parking.redrive(null);

      expect(result).toEqual({ redriven: 4, stillParked: 2 });
      expect(await all(topic)).toEqual({ ada: [1], ben: [1, 2, 3] });
      expect((await consumer.parking.list()).map(({ key, reason }) => [key, reason])).toEqual([
        ['ada', 'broken'],
        ['ada', expect.stringContaining('waits behind')],
      ]);
    });

    test('has caught up only when the effects are there, whichever member or process brought them', async () => {
      const topic = aTopic('fact', { partitions: 4 });
      const group = randomUUID();
      const relay = await world.relay({ topics: [topic] });
      const slow = booking(topic, () => new Promise((resolve) => setTimeout(resolve, 5)));
      const first = await world.consumer({ group, subscriptions: [slow] });
      const published = await say(
        relay,
        topic,
        oneTo(100).map((n) => anEvent(`reader-${n}`, n)),
      );
      await first.caughtUp(published);
      const booked = Object.keys(await all(topic)).length;
      await first.stop();
      const second = await world.consumer({ group, subscriptions: [slow] });
      await second.caughtUp(published);

      expect(booked).toBe(100);
      expect(second.counts().handled).toBe(0);
      await expect(second.caughtUp({ 'somebody.elses.v1': { 0: '99' } })).resolves.toBeUndefined();
    });

    test('tells the relay after each commit, so that what a handler announces goes out', async () => {
      const topic = aTopic();
      const relay = await world.relay({ topics: [topic] });
      let commits = 0;
      const consumer = await world.consumer({
        subscriptions: [booking(topic)],
        onHandled: () => (commits += 1),
      });
      await consumer.caughtUp(await say(relay, topic, [anEvent('ada', 1)]));

      expect(commits).toBe(1);
    });

    test('takes in a tombstone where the contract allows one', async () => {
      const topic = aTopic('state', { cleanup: 'compact' });
      const relay = await world.relay({ topics: [topic] });
      const seen: unknown[] = [];
      const consumer = await world.consumer({
        subscriptions: [
          subscribe({
            topic,
            types: ['number.said'],
            schema: z.object({ n: z.number() }).nullable(),
            handle: async ({ data }) => void seen.push(data),
          }),
        ],
      });
      await consumer.caughtUp(
        await say(relay, topic, [anEvent('ada', 1), anEvent('ada', 2, { data: null })]),
      );

      expect(seen).toEqual([{ n: 1 }, null]);
    });

    test('goes on by itself, and doubles nothing, after every connection to its databases was cut', async () => {
      const topic = aTopic('fact', { partitions: 3 });
      const relay = await world.relay({ topics: [topic] });
      const consumer = await world.consumer({
        subscriptions: [booking(topic, () => new Promise((resolve) => setTimeout(resolve, 1)))],
      });
      const readers = oneTo(10).map((n) => `reader-${n}`);
      for (const n of oneTo(40)) {
        await retried(() =>
          announce(
            world.pool,
            topic,
            readers.map((reader) => anEvent(reader, n)),
          ),
        );
        relay.wake();
        if (n % 10 === 5) await world.cutConnections();
      }
      await retried(() => relay.drained());
      await consumer.caughtUp(await relay.published());

      expect(await all(topic)).toEqual(Object.fromEntries(readers.map((reader) => [reader, oneTo(40)])));
      expect(await consumer.parking.list()).toEqual([]);
      expect(world.exits).toEqual([]);
    });

    test('starts and stops within seconds although the log cannot be reached', async () => {
      const topic = aTopic();
      const nowhere = world.openTransport({
        kafkaBrokers: ['127.0.0.1:1'],
        eventsDatabaseUrl: 'postgres://nobody:x@127.0.0.1:1/none',
      });
      const relay = await world.relay({ topics: [topic], transport: nowhere });
      const consumer = await world.consumer({ subscriptions: [booking(topic)], transport: nowhere });
      await eventually(() =>
        world.logger.lines.some(({ message }) => message.includes('cannot be joined yet')),
      );
      const startedAt = performance.now();
      await Promise.all([relay.stop(), consumer.stop()]);

      expect(performance.now() - startedAt).toBeLessThan(7_000);
      expect(world.exits).toEqual([]);
    });

    test('joins by itself when the log can be reached at last', async () => {
      const topic = aTopic();
      const relay = await world.relay({ topics: [topic] });
      const published = await say(relay, topic, [anEvent('ada', 1)]);
      const real = world.openTransport();
      let refusals = 0;
      const log: Transport = {
        ...real,
        ensureTopics: (topics) =>
          refusals++ < 2 ? Promise.reject(new Error('no broker')) : real.ensureTopics(topics),
      };
      const consumer = await world.consumer({ subscriptions: [booking(topic)], transport: log });
      await consumer.caughtUp(published);

      expect(await all(topic)).toEqual({ ada: [1] });
    });
  });
});

function keyOn(topic: Topic, partition: number): string {
  const key = oneTo(100)
    .map((n) => `reader-${n}`)
    .find((candidate) => partitionOf(candidate, topic.partitions) === partition);
  return key!;
}

/** As a caller would, who asks again after a failure. */
async function retried(work: () => Promise<void>): Promise<void> {
  await eventually(async () => {
    await work();
  });
}
