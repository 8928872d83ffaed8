import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { aDatabase, collectingLogger, eventually, type TestDatabase } from '@gatefold/test-kit';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anEvent, aTopic, booking, effects, oneTo } from '../test/world.ts';
import { encode } from './codec.ts';
import { inTransaction, openPool, type OutgoingEvent, type Subscription, type Topic } from './index.ts';
import { createIntake } from './intake.ts';
import { intakeStore } from './intake-store.ts';
import { parkingStore } from './parking-store.ts';

let database: TestDatabase;
let pool: Pool;
const logger = collectingLogger();

beforeAll(async () => {
  const here = import.meta.dirname;
  database = await aDatabase({
    sqlFiles: [join(here, '../sql/messaging.sql'), join(here, '../test/effect.sql')],
  });
  pool = openPool({ url: database.url, name: 'intake', max: 20, logger });
});
beforeEach(() => pool.query('TRUNCATE consumed_event, parked_event, consumer_attempt, effect'));
afterAll(async () => {
  // Not waited for: what stands for dead processes still has its connections.
  void pool?.end();
  await database?.drop();
});

/** What a process does with a partition that it was given: it knows nothing of the process before it. */
function aProcess(subscription: Subscription, events: readonly OutgoingEvent[], firstOffset = 0) {
  const { topic } = subscription;
  const intake = createIntake({
    pool,
    store: intakeStore(pool, 'g'),
    parking: parkingStore({ pool, group: 'g', newId: randomUUID }),
    subscriptions: [subscription],
    logger,
    onDone: () => undefined,
    onHandled: () => undefined,
  });
  const done: string[] = [];
  /** Takes the events from `from` on, before `until`, as the log had them when it was read. */
  const take = (from = 0, until = events.length) =>
    intake.take({
      topic: topic.name,
      partition: 0,
      term: '1',
      records: events.slice(from, until).map((event, index) => ({
        ...encode(topic, event),
        topic: topic.name,
        partition: 0,
        offset: String(firstOffset + from + index),
      })),
      waiting: until - from,
      isRunning: () => true,
      progress: async ({ offset }) => void done.push(offset),
    });
  return { take, done, intake };
}

const parked = async (): Promise<unknown[]> =>
  (await pool.query('SELECT reason, attempts FROM parked_event')).rows;

test('an event that ends every process that handles it is given up after five', async () => {
  const topic = aTopic();
  const events = [anEvent('ada', 1), anEvent('ben', 2), anEvent('cleo', 3)];
  let deaths = 0;
  const deadly = subscriptionThat(topic, async (n, die) => {
    if (n !== 2) return;
    deaths += 1;
    await die();
  });
  let last = aProcess(deadly, events);
  for (let processes = 0; processes < 10 && last.done.length < 3; processes += 1) {
    last = aProcess(deadly, events);
    const before = deaths;
    void last.take();
    await eventually(() => deaths > before || last.done.length === 3);
  }

  expect(deaths).toBeLessThanOrEqual(5);
  expect(deaths).toBeGreaterThanOrEqual(4);
  expect(await parked()).toEqual([{ reason: 'ended the process each time', attempts: 5 }]);
  expect(await effects(pool, topic)).toEqual({ ada: [1], cleo: [3] });
});

test('only what was in the log when a partition changed hands is counted', async () => {
  const topic = aTopic();
  let counted = -1;
  const process = aProcess(
    booking(topic, async ({ data }) => {
      if (data.n === 2)
        counted = Number((await pool.query('SELECT count(*) FROM consumer_attempt')).rows[0].count);
    }),
    [anEvent('ada', 1), anEvent('ada', 2)],
  );
  await process.take(0, 1);
  await process.take(1, 2);

  expect(counted).toBe(0);
  expect(await effects(pool, topic)).toEqual({ ada: [1, 2] });
});

test('nothing is counted while all goes well, once the first records of a partition are through', async () => {
  const topic = aTopic();
  let counted = -1;
  const process = aProcess(
    booking(topic, async ({ data }) => {
      if (data.n === 120)
        counted = Number((await pool.query('SELECT count(*) FROM consumer_attempt')).rows[0].count);
    }),
    oneTo(120).map((n) => anEvent('ada', n)),
  );
  await process.take();

  expect(counted).toBe(0);
  expect(await effects(pool, topic)).toEqual({ ada: oneTo(120) });
});

test('events that share a transaction and are not reached before it ends are taken in by the next', async () => {
  const topic = aTopic();
  const process = aProcess(
    booking(topic, ({ data }) =>
      data.n > 50 ? new Promise((resolve) => setTimeout(resolve, 30)) : undefined,
    ),
    oneTo(80).map((n) => anEvent('ada', n)),
  );
  await process.take();

  expect(await effects(pool, topic)).toEqual({ ada: oneTo(80) });
  expect(process.intake.counts()).toMatchObject({ handled: 80, repeated: 0 });
});

describe('a subscription that takes several together', () => {
  const takingTogether = (topic: Topic, calls: number[][]): Subscription => {
    const alone = booking(topic, ({ data }) => {
      if (data.n === 66) throw new Error('no such number');
    });
    return {
      ...alone,
      async handleTogether(events, tx) {
        calls.push(events.map(({ data }) => (data as { n: number }).n));
        for (const event of events) await alone.handle(event, tx);
      },
    };
  };

  test('is given what stands together in one call, each event once', async () => {
    const topic = aTopic();
    const calls: number[][] = [];
    const repeated = anEvent('ada', 2);
    const events = [anEvent('ada', 1), repeated, anEvent('ben', 7), repeated, anEvent('ada', 3)];
    const process = aProcess(takingTogether(topic, calls), events);
    await process.take(0, 1);
    await process.take(1);

    expect(calls).toEqual([[2, 7, 3]]);
    expect(await effects(pool, topic)).toEqual({ ada: [1, 2, 3], ben: [7] });
    expect(process.done).toEqual(['0', '1', '2', '3', '4']);
    expect(process.intake.counts()).toMatchObject({ handled: 4, repeated: 1 });
  });

  test('keeps the others where one of them fails each time', async () => {
    const topic = aTopic();
    const calls: number[][] = [];
    const events = [anEvent('ada', 1), anEvent('ben', 2), anEvent('cleo', 66), anEvent('ben', 3)];
    const process = aProcess(takingTogether(topic, calls), events);
    await process.take(0, 1);
    await process.take(1);

    expect(calls[0]).toEqual([2, 66, 3]);
    expect(await effects(pool, topic)).toEqual({ ada: [1], ben: [2, 3] });
    expect(await parked()).toEqual([{ reason: 'no such number', attempts: 5 }]);
  });
});

test('a handler that swallows an error of the database keeps nothing, and the event is tried again', async () => {
  const topic = aTopic();
  let tries = 0;
  const process = aProcess(
    {
      ...booking(topic),
      async handle(event, tx) {
        tries += 1;
        await tx.query('INSERT INTO effect (topic, key, n) VALUES ($1, $2, 1)', [topic.name, event.key]);
        if (tries < 3) await tx.query('SELECT 1 / 0').catch(() => undefined);
      },
    },
    [anEvent('ada', 1)],
  );
  await process.take();

  expect(tries).toBe(3);
  expect(await effects(pool, topic)).toEqual({ ada: [1] });
});

test('two members that hold the same record for a moment bring about its effect once', async () => {
  const topic = aTopic();
  const events = oneTo(30).map((n) => anEvent('ada', n));
  const subscription = booking(topic, () => new Promise((resolve) => setTimeout(resolve, 2)));
  await Promise.all([aProcess(subscription, events).take(), aProcess(subscription, events).take()]);

  expect(await effects(pool, topic)).toEqual({ ada: oneTo(30) });
});

test('a NUL or half a character in a bad event does not keep it from being put aside', async () => {
  const topic = aTopic();
  const process = aProcess(booking(topic), [
    anEvent('a\u0000da', 1, { data: { n: 'x\u0000' } }),
    anEvent('ben', 2, { data: { n: '\ud800' } }),
    anEvent('cleo', 3, { subject: 'x\u0000' }),
    anEvent('d\u0000n', 4),
  ]);
  await process.take();

  expect(process.done).toEqual(['0', '1', '2', '3']);
  expect(await parked()).toHaveLength(4);
});

test('a commit that the database turned into a rollback is an error', async () => {
  const swallowing = inTransaction(pool, (tx) => tx.query('SELECT 1 / 0').catch(() => undefined));
  await expect(swallowing).rejects.toThrow('rolled back');
});

/** Books each number unless `first` never returns; `die` breaks the connection as the death of a process would. */
function subscriptionThat(
  topic: Topic,
  first: (n: number, die: () => Promise<void>) => Promise<void>,
): Subscription {
  const base = booking(topic);
  return {
    ...base,
    async handle(event, tx) {
      await first((event.data as { n: number }).n, async () => {
        await tx.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
        await new Promise(() => undefined);
      });
      await base.handle(event, tx);
    },
  };
}
