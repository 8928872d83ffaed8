import path from 'node:path';
import { startKafka } from '../../kafka/kafka.mjs';
import { missingForKafka } from '../../kafka/java.mjs';
import { forgetComposeKafka, startComposeKafka } from './compose-kafka.ts';
import type { Events, Options } from './options.ts';
import { Unusable } from './options.ts';
import type { State } from './state.ts';

export type EventLog = {
  readonly events: Events;
  readonly brokers: readonly string[];
  /** Which log, and why this one. */
  readonly detail: string;
  /** The process of ours that it is, if it is one. */
  readonly pid: number | null;
  stop(): Promise<unknown>;
};

const nothingToStop = (): Promise<void> => Promise.resolve();

/**
 * Opens the event log: the cluster that is named, else Kafka out of Docker Compose, else Kafka as
 * a local Java process, else the log in PostgreSQL. `--events` leaves only one kind to choose from.
 */
export async function openEventLog(options: Options, state: State): Promise<EventLog> {
  const { events, kafkaBrokers } = options;
  if (events === 'postgres') return postgresLog('as --events=postgres asks');
  if (kafkaBrokers.length > 0) {
    const detail = `Kafka at ${kafkaBrokers.join(', ')}, since KAFKA_BROKERS names it`;
    return { events: 'kafka', brokers: kafkaBrokers, detail, pid: null, stop: nothingToStop };
  }

  const compose = await startComposeKafka(options.ports.kafka);
  if (compose.started) {
    const { brokers, stop } = compose;
    return { events: 'kafka', brokers, detail: 'Apache Kafka 4.4 out of Docker Compose', pid: null, stop };
  }
  const local = await startLocalKafka(options, state);
  if (local.brokers !== undefined) {
    const detail = `Apache Kafka 4.4 as a local Java process, since ${compose.why}`;
    return { ...local, events: 'kafka', detail };
  }
  const why = `${compose.why}, and ${local.why}`;
  if (events === 'kafka') throw new Unusable(`--events=kafka is not possible here: ${why}.`);
  return postgresLog(`since ${why}`);
}

const postgresLog = (why: string): EventLog => ({
  events: 'postgres',
  brokers: [],
  detail: `the log in PostgreSQL, ${why}`,
  pid: null,
  stop: nothingToStop,
});

async function startLocalKafka({ ports }: Options, state: State) {
  const missing: string | null = missingForKafka();
  if (missing !== null) return { why: missing };
  try {
    const kafka = await startKafka({
      dir: path.join(state.folder, 'kafka'),
      port: ports.kafka,
      controllerPort: ports['kafka-controller'],
    });
    const pid: number | null = kafka.nodes[0]?.pid ?? null;
    return { brokers: kafka.brokers as string[], pid, stop: kafka.stop as () => Promise<unknown> };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { why: said.split('\n')[0] ?? said };
  }
}

/** Forgets what earlier runs kept in a log of this stack. A cluster of one's own is left alone. */
export async function forgetEventLog({ ports }: Options, state: State): Promise<void> {
  state.remove('kafka');
  await forgetComposeKafka(ports.kafka);
}
