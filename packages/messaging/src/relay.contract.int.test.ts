import { randomUUID } from 'node:crypto';
import { eventually } from '@gatefold/test-kit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
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
import { inTransaction, insertOutbox, outboxRow, type Topic, type Transport } from './index.ts';

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

  /** The log, with something happening around each call of `publish`. */
  const around = (
    log: Transport,
    publish: (real: Transport['publish']) => Transport['publish'],
  ): Transport => ({
    ...log,
    publish: publish((topic, records) => log.publish(topic, records)),
  });

  const unpublished = async (topic: Topic): Promise<number> => {
    const { rows } = await world.pool.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM outbox WHERE topic = $1 AND published_at IS NULL',
      [topic.name],
    );
    return rows[0]!.n;
  };

  const heard = async (topic: Topic) => {
    const consumer = await world.consumer({ subscriptions: [booking(topic)] });
    return { consumer, all: () => effects(world.pool, topic) };
  };

  describe('a relay', () => {
    test('publishes what was committed, keeps the row, and notes where each record stands', async () => {
      const topic = aTopic();
      await announce(world.pool, topic, [anEvent('ada', 1), anEvent('ada', 2)]);
      const relay = await world.relay({ topics: [topic] });
      await relay.drained();

      const { rows } = await world.pool.query(
        'SELECT log_offset, partition FROM outbox WHERE topic = $1 AND published_at IS NOT NULL ORDER BY id',
        [topic.name],
      );
      expect(rows.map((row) => row.log_offset)).toEqual(['0', '1']);
      expect(await relay.published()).toEqual({ [topic.name]: { [rows[0].partition]: '2' } });
      expect(await relay.oldestSeconds()).toBe(0);
    });

    test('never publishes what was rolled back', async () => {
      const topic = aTopic();
      const rolledBack = inTransaction(world.pool, async (tx) => {
        await insertOutbox(tx, [outboxRow(topic, anEvent('ada', 1))]);
        throw new Error('the card was declined');
      });
      await expect(rolledBack).rejects.toThrow();
      await announce(world.pool, topic, [anEvent('ada', 2)]);
      const relay = await world.relay({ topics: [topic] });
      await relay.drained();
      const { consumer, all } = await heard(topic);
      await consumer.caughtUp(await relay.published());

      expect(await all()).toEqual({ ada: [2] });
    });

    test('misses no event of a transaction that began earlier and committed later', async () => {
      const topic = aTopic();
      const relay = await world.relay({ topics: [topic] });
      const slow = await world.pool.connect();
      await slow.query('BEGIN');
      await insertOutbox(slow, [outboxRow(topic, anEvent('early', 1))]);
      await announce(world.pool, topic, [anEvent('late', 2)]);
      relay.wake();
      await relay.drained();
      await slow.query('COMMIT');
      slow.release();
      relay.wake();
      await relay.drained();
      const { consumer, all } = await heard(topic);
      await consumer.caughtUp(await relay.published());

      expect(await all()).toEqual({ early: [1], late: [2] });
    });

    test('keeps the order of a key while the log fails again and again', async () => {
      const topic = aTopic();
      let calls = 0;
      const flaky = around(world.openTransport(), (real) => async (to, records) => {
        calls += 1;
        const places = await real(to, records);
        // The worst of failures: written, and the answer lost.
        if (calls % 2 === 1) throw new Error('connection reset');
        return places;
      });
      const relay = await world.relay({ topics: [topic], transport: flaky });
      for (const n of oneTo(6)) {
        await announce(world.pool, topic, [anEvent('ada', n), anEvent('ben', n)]);
        relay.wake();
      }
      await relay.drained();
      const { consumer, all } = await heard(topic);
      await consumer.caughtUp(await relay.published());

      expect(await all()).toEqual({ ada: oneTo(6), ben: oneTo(6) });
      expect(calls).toBeGreaterThan(1);
    });

    test('publishes later what the log has refused', async () => {
      const topic = aTopic();
      let calls = 0;
      const refusing = around(world.openTransport(), (real) => async (to, records) => {
        calls += 1;
        if (calls <= 2) throw new Error('not enough replicas');
        return real(to, records);
      });
      const relay = await world.relay({ topics: [topic], transport: refusing });
      await announce(world.pool, topic, [anEvent('ada', 1), anEvent('ada', 2)]);
      relay.wake();
      await relay.drained();
      const { consumer, all } = await heard(topic);
      await consumer.caughtUp(await relay.published());

      expect(await all()).toEqual({ ada: [1, 2] });
    });

    test('does not mark what it published after its lease had gone to another', async () => {
      const topic = aTopic();
      const stalled = Promise.withResolvers<void>();
      const reached = Promise.withResolvers<void>();
      const slowLog = around(world.openTransport(), (real) => async (to, records) => {
        const places = await real(to, records);
        reached.resolve();
        await stalled.promise;
        return places.map((place) => ({ ...place, offset: '777' }));
      });
      await announce(world.pool, topic, [anEvent('ada', 1)]);
      const zombie = await world.relay({ topics: [topic], transport: slowLog, leaseMs: 60_000 });
      await reached.promise;
      await world.pool.query('UPDATE relay_shard SET holder = $1, fence = fence + 1', [randomUUID()]);
      stalled.resolve();
      await eventually(() => world.logger.lines.some(({ message }) => message.includes('lease was lost')));
      await zombie.stop();

      expect(await unpublished(topic)).toBe(1);
    });

    test('says the newest of a compacted topic again when a stalled relay may have overtaken it', async () => {
      const topic = aTopic('state', { cleanup: 'compact' });
      const stalled = Promise.withResolvers<void>();
      const reached = Promise.withResolvers<void>();
      const slowLog = around(world.openTransport(), (real) => async (to, records) => {
        reached.resolve();
        await stalled.promise;
        return real(to, records);
      });
      await announce(world.pool, topic, [anEvent('ada', 1)]);
      await world.relay({ topics: [topic], transport: slowLog, leaseMs: 1_500 });
      await reached.promise;
      await world.pool.query('UPDATE relay_shard SET lease_until = clock_timestamp(), holder = $1', [
        randomUUID(),
      ]);
      await announce(world.pool, topic, [anEvent('ada', 2)]);
      const other = await world.relay({ topics: [topic], leaseMs: 1_500 });
      await eventually(async () => (await unpublished(topic)) === 0);
      stalled.resolve();
      await eventually(() => world.logger.lines.some(({ message }) => message.includes('lease was lost')));
      await other.drained();

      const last: string[] = [];
      const log = world.openTransport();
      const { [topic.name]: ends } = await log.endOffsets([topic]);
      const end = Object.values(ends!).reduce((sum, offset) => sum + Number(offset), 0);
      world.keep(
        await log.consume({
          group: randomUUID(),
          topics: [topic],
          take: async ({ records, progress }) => {
            for (const record of records) {
              last.push(record.headers['ce_sequence']!);
              await progress(record);
            }
          },
        }),
      );
      await eventually(() => last.length >= end);
      expect(last.at(-1)).toBe('2');
    });

    test('takes over from one that died, once its leases have run out', async () => {
      const topic = aTopic();
      await world.pool.query(
        `INSERT INTO relay_shard SELECT shard, $1, 1, clock_timestamp() + interval '1 second' FROM generate_series(0, 7) shard`,
        [randomUUID()],
      );
      await announce(world.pool, topic, [anEvent('ada', 1)]);
      const relay = await world.relay({ topics: [topic], leaseMs: 900 });
      await new Promise((resolve) => setTimeout(resolve, 300));
      const whileLeased = await unpublished(topic);
      await relay.drained();

      expect(whileLeased).toBe(1);
    });

    test('remembers how far it had published when it is started again', async () => {
      const topic = aTopic();
      await announce(
        world.pool,
        topic,
        oneTo(40).map((n) => anEvent(`reader-${n}`, 1)),
      );
      const first = await world.relay({ topics: [topic] });
      await first.drained();
      const before = await first.published();
      await first.stop();
      const second = await world.relay({ topics: [topic] });

      expect(await second.published()).toEqual(before);
      expect(before).toEqual(await world.openTransport().endOffsets([topic]));
    });

    test('loses and doubles nothing when many write at once, late, and some roll back', async () => {
      const topic = aTopic('fact', { partitions: 6 });
      const relay = await world.relay({ topics: [topic] });
      const { consumer, all } = await heard(topic);
      const writer = async (reader: number): Promise<number> => {
        let n = 0;
        for (const turn of oneTo(12)) {
          const isRolledBack = (turn + reader) % 5 === 0;
          await inTransaction(world.pool, async (tx) => {
            await insertOutbox(tx, [outboxRow(topic, anEvent(`reader-${reader}`, n + 1))]);
            await new Promise((resolve) => setTimeout(resolve, (turn * 7 + reader * 3) % 25));
            if (isRolledBack) throw new Error('rolled back');
          }).catch(() => undefined);
          if (!isRolledBack) n += 1;
          relay.wake();
        }
        return n;
      };
      const counts = await Promise.all(oneTo(16).map(writer));
      await relay.drained();
      await consumer.caughtUp(await relay.published());

      const booked = await all();
      counts.forEach((count, index) => expect(booked[`reader-${index + 1}`]).toEqual(oneTo(count)));
    });

    test('says how long the oldest event has been waiting', async () => {
      const topic = aTopic();
      const away = around(world.openTransport(), () => () => Promise.reject(new Error('no broker')));
      const relay = await world.relay({ topics: [topic], transport: away });
      await announce(world.pool, topic, [anEvent('ada', 1)]);
      await world.pool.query(`UPDATE outbox SET created_at = clock_timestamp() - interval '90 seconds'`);

      expect(await relay.oldestSeconds()).toBeGreaterThanOrEqual(90);
      expect(await unpublished(topic)).toBe(1);
    });

    test('stays up while the log cannot be reached, and catches up when it can', async () => {
      const topic = aTopic();
      let isAway = true;
      const real = world.openTransport();
      const log: Transport = {
        ...real,
        ensureTopics: (topics) =>
          isAway ? Promise.reject(new Error('no broker')) : real.ensureTopics(topics),
      };
      await announce(world.pool, topic, [anEvent('ada', 1)]);
      const relay = await world.relay({ topics: [topic], transport: log });
      isAway = false;
      await relay.drained();

      expect(await unpublished(topic)).toBe(0);
    });
  });
});
