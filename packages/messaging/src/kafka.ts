import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, Partitioners, type Admin } from 'kafkajs';
import type { MachineClock } from '@gatefold/kernel';
import { joinGroup, type Member } from './kafka-group.ts';
import { onceKnown } from './kafka-known.ts';
import { kafkaPositions } from './kafka-positions.ts';
import { kafkaSends } from './kafka-sends.ts';
import { tailOfKafka } from './kafka-tail.ts';
import type { Logger, Topic, Transport } from './port.ts';
import { atMost } from './worker.ts';

export type KafkaOptions = {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
  readonly clock: MachineClock;
  exit(code: number): void;
  /** How long a partition with lag may stand still before the process is ended. */
  readonly stalledMs: number;
};

const PING_WITHIN_MS = 2_000;

/** Apache Kafka through kafkajs. Connects when it is first used. */
export function kafkaTransport(options: KafkaOptions): Transport {
  const { brokers, clientId, logger } = options;
  quietNegativeTimeouts();
  const kafka = new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 2_000,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) =>
      logger.debug({ kafkajs: entry.log.message, in: entry.namespace }, 'kafkajs says'),
  });
  const sends = kafkaSends(() => newProducer(kafka));
  const admin = keepAdmin(kafka);
  const { committed, endOffsets } = kafkaPositions(admin.with);

  return {
    kind: 'kafka',
    ensureTopics: (topics) => admin.with((client) => ensure(client, topics)),
    publish: sends.publish,
    consume: ({ group, topics, take }) =>
      joinGroup({
        ...options,
        member: newMember(kafka, group),
        group,
        topics,
        take,
        log: { endOffsets, committed },
      }),
    tail: ({ topics, ...how }) =>
      tailOfKafka({
        ...how,
        topics: topics.map(({ name }) => name),
        newConsumer: () => newTail(kafka, clientId),
      }),
    committed,
    endOffsets,
    async ping() {
      const answer = admin.with((client) => client.describeCluster());
      let isAnswered = false;
      await atMost(
        answer.then(() => (isAnswered = true)),
        PING_WITHIN_MS,
      );
      if (!isAnswered) throw new Error(`no broker answered within ${PING_WITHIN_MS} ms`);
    },
    async close() {
      await Promise.all([sends.close(), admin.close()]);
    },
  };
}

const newProducer = (kafka: Kafka) =>
  kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });

/** In a group of its own, so that it is given every partition. */
const newTail = (kafka: Kafka, clientId: string) =>
  kafka.consumer({
    groupId: `${clientId}-tail-${randomUUID()}`,
    maxWaitTimeInMs: 150,
    allowAutoTopicCreation: false,
  });

/** `maxWaitTimeInMs` bounds how long a stop or the end of a pause takes; with `minBytes` 1 it adds nothing to an arrival. */
function newMember(kafka: Kafka, group: string): Member {
  const consumer = kafka.consumer({
    groupId: group,
    sessionTimeout: 10_000,
    rebalanceTimeout: 15_000,
    heartbeatInterval: 2_000,
    maxWaitTimeInMs: 150,
    minBytes: 1,
    allowAutoTopicCreation: false,
  });
  return {
    connect: () => consumer.connect(),
    subscribe: (to) => consumer.subscribe(to),
    run: (how) => consumer.run(how),
    stop: () => consumer.stop(),
    disconnect: () => consumer.disconnect(),
    onJoin: (listen) =>
      void consumer.on('consumer.group_join', ({ payload }) => listen(payload.memberAssignment)),
    onCrash: (listen) => void consumer.on('consumer.crash', ({ payload }) => listen(payload)),
  };
}

/** One admin client, replaced when a call has failed, so that a broker that went and came is found again. */
function keepAdmin(kafka: Kafka) {
  let current: Promise<Admin> | null = null;

  const connect = async (): Promise<Admin> => {
    const client = kafka.admin({ retry: { retries: 1 } });
    await client.connect();
    return client;
  };

  return {
    async with<T>(work: (client: Admin) => Promise<T>): Promise<T> {
      const mine = (current ??= connect());
      try {
        return await work(await mine);
      } catch (error) {
        if (current === mine) current = null;
        void mine.then((client) => client.disconnect()).catch(() => undefined);
        throw error;
      }
    },
    async close(): Promise<void> {
      const client = current;
      current = null;
      if (client !== null)
        await atMost(
          client.then((open) => open.disconnect()).catch(() => undefined),
          2_000,
        );
    },
  };
}

async function ensure(client: Admin, topics: readonly Topic[]): Promise<void> {
  const existing = new Set(await client.listTopics());
  for (const topic of topics.filter(({ name }) => !existing.has(name)))
    // Resolves with false when another process was quicker.
    await client.createTopics({
      waitForLeaders: false,
      topics: [
        {
          topic: topic.name,
          numPartitions: topic.partitions,
          configEntries: [
            { name: 'cleanup.policy', value: topic.cleanup },
            {
              name: topic.cleanup === 'compact' ? 'delete.retention.ms' : 'retention.ms',
              value: String(topic.retentionMs),
            },
          ],
        },
      ],
    });

  const names = topics.map(({ name }) => name);
  const { topics: found } = await onceKnown(() => client.fetchTopicMetadata({ topics: names }));
  for (const { name, partitions } of found) {
    const wanted = topics.find((topic) => topic.name === name)?.partitions;
    if (wanted !== partitions.length)
      throw new Error(`${name} has ${partitions.length} partitions where ${wanted} are agreed`);
  }
}

let isQuiet = false;

/** kafkajs sets timers for moments that have passed, and Node warns of each; everything else is still said. */
function quietNegativeTimeouts(): void {
  if (isQuiet) return;
  isQuiet = true;
  const emitWarning = process.emitWarning.bind(process) as (...args: unknown[]) => void;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    if (rest[0] !== 'TimeoutNegativeWarning') emitWarning(warning, ...rest);
  }) as typeof process.emitWarning;
}
