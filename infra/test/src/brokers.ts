import path from 'node:path';
import { missingForKafka } from '../../kafka/java.mjs';
import { startKafka } from '../../kafka/kafka.mjs';
import { freePorts } from '../../process/free-port.mjs';
import { hasDocker, label, prepareContainers, reasonOf } from './containers.ts';
import { notePid } from './scratch.ts';

type Brokers = { readonly addresses: readonly string[]; readonly detail: string; stop(): Promise<unknown> };

/** Apache Kafka for all suites: the cluster that is named, else a container, else a local Java process, else none. */
export async function openBrokers(folder: string, env: NodeJS.ProcessEnv): Promise<Brokers> {
  const given = env['TEST_KAFKA_BROKERS'];
  if (given !== undefined && given !== '')
    return { addresses: given.split(','), detail: 'TEST_KAFKA_BROKERS', stop: () => Promise.resolve() };
  const docker = await inContainer(env['TEST_KAFKA_IMAGE'] ?? 'apache/kafka:4.4.0');
  return 'addresses' in docker ? docker : local(folder, docker.why);
}

async function inContainer(image: string): Promise<Brokers | { why: string }> {
  if (!hasDocker()) return { why: 'no Docker engine answers' };
  try {
    prepareContainers();
    const { GenericContainer, Wait } = await import('testcontainers');
    // A broker tells its clients its address, so the port has to be known before it starts.
    const [port = 0] = await freePorts(1);
    const container = await new GenericContainer(image)
      .withLabels(label)
      .withExposedPorts({ container: 9092, host: port })
      .withEnvironment(environment(port))
      .withWaitStrategy(Wait.forListeningPorts())
      .start();
    return {
      addresses: [`127.0.0.1:${port}`],
      detail: `${image} in a container`,
      stop: () => container.stop(),
    };
  } catch (error) {
    return { why: `Docker could not start it: ${reasonOf(error)}` };
  }
}

const environment = (port: number): Record<string, string> => ({
  KAFKA_NODE_ID: '1',
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
  KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '4',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
  KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
});

async function local(folder: string, why: string): Promise<Brokers> {
  const missing: string | null = missingForKafka();
  if (missing !== null)
    return { addresses: [], detail: `none, since ${why}, and ${missing}`, stop: () => Promise.resolve() };
  try {
    const kafka = await startKafka({ dir: path.join(folder, 'kafka') });
    notePid(folder, kafka.nodes[0]?.pid);
    const detail = `4.4.0 as a local Java process, since ${why}`;
    return { addresses: kafka.brokers, detail, stop: kafka.stop };
  } catch (error) {
    return {
      addresses: [],
      detail: `none, since ${why}, and ${reasonOf(error)}`,
      stop: () => Promise.resolve(),
    };
  }
}
