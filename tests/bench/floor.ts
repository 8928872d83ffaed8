import { setTimeout as sleep } from 'node:timers/promises';
import { connectTransport, encode, type Topic } from '@gatefold/messaging';
import { createLogger, newId } from '@gatefold/service-kit';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import pg from 'pg';
import type Stripe from 'stripe';
import type { Stack } from '../stories/stack.ts';
import type { Buyer } from './buyers.ts';

const TOPIC = 'bench.floor';
/** About as long as an event of billing's. */
const PAYLOAD = 'x'.repeat(900);

/** Sends one record and resolves when it has come back. */
type RoundTrip = { send(): Promise<void>; close(): Promise<void> };

/** What the way from a webhook to access cannot do without, to be timed one step after the other. */
export async function openFloor({ stack, stripe }: { stack: Stack; stripe: Stripe }, payer: Buyer) {
  const log = stack.events === 'kafka' ? await kafkaRoundTrip(stack) : await postgresRoundTrip(stack);
  const database = new pg.Client({ connectionString: stack.databases['billing'] });
  await database.connect();
  await database.query('CREATE SCHEMA IF NOT EXISTS bench');
  await database.query('CREATE TABLE IF NOT EXISTS bench.floor (id uuid PRIMARY KEY, data text NOT NULL)');
  const commit = () => database.query('INSERT INTO bench.floor VALUES ($1, $2)', [newId(), PAYLOAD]);

  return {
    /** Milliseconds. */
    async sample(): Promise<number> {
      const startedAt = performance.now();
      await stripe.subscriptions.retrieve(payer.stripeSubscriptionId);
      await stripe.invoices.retrieve(payer.stripeInvoiceId);
      await commit();
      await log.send();
      await commit();
      return performance.now() - startedAt;
    },
    async close(): Promise<void> {
      await log.close();
      await database.query('DROP SCHEMA bench CASCADE');
      await database.end();
    },
  };
}

export type Floor = Awaited<ReturnType<typeof openFloor>>;

async function kafkaRoundTrip({ kafkaBrokers }: Stack): Promise<RoundTrip> {
  const kafka = new Kafka({ clientId: 'bench', brokers: [...kafkaBrokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 1 }], waitForLeaders: true });
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
  });
  const consumer = kafka.consumer({ groupId: `bench-${newId()}`, maxWaitTimeInMs: 100 });
  const arrivals = waitingRoom();
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topic: TOPIC });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.run({ eachMessage: async ({ message }) => arrivals.arrived(message.key?.toString() ?? '') });
  await joined;

  const send = async (): Promise<void> => {
    const key = newId();
    const back = arrivals.expect(key);
    await producer.send({ topic: TOPIC, acks: -1, messages: [{ key, value: PAYLOAD }] });
    await back;
  };
  await untilThere(send);
  return {
    send,
    async close() {
      await Promise.all([producer.disconnect(), consumer.disconnect()]);
      await admin.deleteTopics({ topics: [TOPIC] });
      await admin.disconnect();
    },
  };
}

/** A new group begins at the end of the log, which is known a moment after it has joined. */
async function untilThere(send: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    const isBack = await Promise.race([send().then(() => true), sleep(500).then(() => false)]);
    if (isBack) return;
  }
  throw new Error('nothing comes back from the log');
}

async function postgresRoundTrip({ databases }: Stack): Promise<RoundTrip> {
  const logger = createLogger('bench', 'fatal');
  const options = {
    events: 'postgres',
    kafkaBrokers: [],
    eventsDatabaseUrl: databases['events'],
    logger,
  } as const;
  const transport = connectTransport({ ...options, clientId: 'bench' });
  const topic: Topic = {
    name: TOPIC,
    kind: 'fact',
    partitions: 1,
    cleanup: 'delete',
    retentionMs: 3_600_000,
  };
  const arrivals = waitingRoom();
  await transport.ensureTopics([topic]);
  const consumption = await transport.consume({
    group: `bench-${newId()}`,
    topics: [topic],
    async take({ records, progress }) {
      for (const record of records) {
        arrivals.arrived(record.key ?? '');
        await progress(record);
      }
    },
  });
  return {
    async send() {
      const key = newId();
      const back = arrivals.expect(key);
      const time = new Date().toISOString();
      const about = { id: key, source: 'gatefold/bench', type: 'bench.floor', subject: key, time, key };
      await transport.publish(topic, [
        encode(topic, { ...about, sequence: 1, epoch: 1, traceparent: null, data: PAYLOAD }),
      ]);
      await back;
    },
    async close() {
      await consumption.stop();
      await transport.close();
    },
  };
}

/** Who sent something waits here for it to come back. */
function waitingRoom() {
  const waiting = new Map<string, () => void>();
  return {
    expect: (key: string): Promise<void> => new Promise((resolve) => void waiting.set(key, resolve)),
    arrived(key: string): void {
      waiting.get(key)?.();
      waiting.delete(key);
    },
  };
}
