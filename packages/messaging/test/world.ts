import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { aDatabase, collectingLogger, realMachineClock, testKafkaBrokers } from '@gatefold/test-kit';
import pg, { type Pool } from 'pg';
import { describe } from 'vitest';
import { z } from 'zod';
import {
  connectTransport,
  createConsumer,
  createRelay,
  inTransaction,
  insertOutbox,
  openPool,
  outboxRow,
  subscribe,
  type OutgoingEvent,
  type ReceivedEvent,
  type Subscription,
  type Topic,
  type Transport,
} from '../src/index.ts';

const here = import.meta.dirname;
const brokers = testKafkaBrokers();

/** Runs the same promises on both logs. Outside CI the Kafka half is reported as skipped where there is no broker. */
export function onBothLogs(promises: (kind: Transport['kind']) => void): void {
  describe('on the PostgreSQL log', () => promises('postgres'));
  describe.skipIf(brokers === null)('on Apache Kafka', () => promises('kafka'));
}

export const Numbered = z.object({ n: z.number() });

type ConsumerOptions = {
  group?: string;
  subscriptions: readonly Subscription[];
  transport?: Transport;
  onHandled?: () => void;
};

/** A service's database, an event log, and everything on them that has to be stopped after a test. */
export async function aWorld(kind: Transport['kind']) {
  const service = await aDatabase({
    sqlFiles: [join(here, '../sql/messaging.sql'), join(here, 'effect.sql')],
  });
  const events = await aDatabase({ empty: true });
  const logger = collectingLogger();
  const pool = openPool({ url: service.url, name: 'contract', max: 20, logger });
  const running: { stop(): Promise<void> }[] = [];
  const open: { close(): Promise<void> }[] = [];
  const exits: number[] = [];

  const openTransport = (
    overrides: { stalledMs?: number; eventsDatabaseUrl?: string; kafkaBrokers?: string[] } = {},
  ) => {
    const transport = connectTransport({
      events: kind,
      kafkaBrokers: brokers ?? [],
      eventsDatabaseUrl: events.url,
      clientId: 'contract',
      logger,
      exit: (code) => exits.push(code),
      ...overrides,
    });
    open.push(transport);
    return transport;
  };

  return {
    kind,
    pool,
    logger,
    /** Codes with which a process would have ended. */
    exits,
    serviceUrl: service.url,
    eventsUrl: events.url,
    brokers: brokers ?? [],
    openTransport,

    async relay(options: { topics: readonly Topic[]; transport?: Transport; leaseMs?: number }) {
      const relay = createRelay({
        pool,
        transport: openTransport(),
        clock: realMachineClock,
        newId: randomUUID,
        logger,
        pollMs: 50,
        ...options,
      });
      running.push(relay);
      await relay.start();
      return relay;
    },

    async consumer({ group = `group-${randomUUID()}`, ...options }: ConsumerOptions) {
      const consumer = createConsumer({
        group,
        pool,
        transport: openTransport(),
        clock: realMachineClock,
        newId: randomUUID,
        logger,
        ...options,
      });
      running.push(consumer);
      await consumer.start();
      return consumer;
    },

    /** Keeps `consumption` for the end of the test. */
    keep<T extends { stop(): Promise<void> }>(started: T): T {
      running.push(started);
      return started;
    },

    /** As a restart of the database server does. */
    async cutConnections(): Promise<void> {
      for (const url of [service.url, events.url]) {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        );
        await client.end();
      }
    },

    async stopAll(): Promise<void> {
      await Promise.all(running.splice(0).map((worker) => worker.stop()));
      await Promise.all(open.splice(0).map((transport) => transport.close()));
      exits.length = 0;
      logger.lines.length = 0;
    },

    async end(): Promise<void> {
      await pool.end();
      await Promise.all([service.drop(), events.drop()]);
    },
  };
}

export type World = Awaited<ReturnType<typeof aWorld>>;

/** A topic of a test's own. */
export const aTopic = (kind: Topic['kind'] = 'fact', overrides: Partial<Topic> = {}): Topic => ({
  name: `contract.${randomUUID().slice(0, 13)}.v1`,
  kind,
  partitions: 4,
  cleanup: 'delete',
  retentionMs: 86_400_000,
  ...overrides,
});

/** The `n`th event of `key`. */
export const anEvent = (key: string, n: number, overrides: Partial<OutgoingEvent> = {}): OutgoingEvent => ({
  id: randomUUID(),
  source: 'gatefold/contract',
  type: 'number.said',
  subject: key,
  time: '2026-02-01T00:00:00.000Z',
  key,
  sequence: n,
  epoch: 1,
  traceparent: null,
  data: { n },
  ...overrides,
});

/** Saves events as a service would, in one transaction. */
export const announce = (pool: Pool, topic: Topic, events: readonly OutgoingEvent[]): Promise<void> =>
  inTransaction(pool, (tx) =>
    insertOutbox(
      tx,
      events.map((event) => outboxRow(topic, event)),
    ),
  );

type Numbers = ReceivedEvent<{ n: number }>;

/** Writes each event into `effect`, after whatever `first` does. */
export const booking = (
  topic: Topic,
  first: (event: Numbers) => Promise<void> | void = () => undefined,
): Subscription =>
  subscribe({
    topic,
    types: ['number.said'],
    schema: Numbered,
    async handle(event, tx) {
      await first(event);
      await tx.query('INSERT INTO effect (topic, key, n) VALUES ($1, $2, $3)', [
        topic.name,
        event.key,
        event.data.n,
      ]);
    },
  });

/** What was booked of a topic, per key, in the order in which it was booked. */
export async function effects(pool: Pool, topic: Topic): Promise<Record<string, number[]>> {
  const { rows } = await pool.query<{ key: string; n: number }>(
    'SELECT key, n FROM effect WHERE topic = $1 ORDER BY id',
    [topic.name],
  );
  const perKey: Record<string, number[]> = {};
  for (const { key, n } of rows) (perKey[key] ??= []).push(n);
  return perKey;
}

export const oneTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);
