import { randomUUID } from 'node:crypto';
import { collectingLogger, realMachineClock, testKafkaBrokers } from '@gatefold/test-kit';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { describe, expect, test } from 'vitest';
import { aTopic } from '../test/world.ts';
import type { Topic } from './index.ts';
import { kafkaTransport } from './kafka.ts';

const brokers = testKafkaBrokers();

describe.skipIf(brokers === null)('a topic on Apache Kafka', () => {
  const open = () =>
    kafkaTransport({
      brokers: brokers ?? [],
      clientId: 'kafka-test',
      logger: collectingLogger(),
      clock: realMachineClock,
      stalledMs: 60_000,
      exit: () => undefined,
    });

  /** What the broker says of a topic. */
  async function settingsOf(topic: Topic): Promise<Record<string, string>> {
    const admin = new Kafka({ brokers: [...(brokers ?? [])], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic.name }],
    });
    await admin.disconnect();
    return Object.fromEntries(
      resources[0]!.configEntries.map(({ configName, configValue }) => [configName, configValue]),
    );
  }

  test.each([
    {
      topic: aTopic('fact', { retentionMs: 123_456_789 }),
      settings: { 'cleanup.policy': 'delete', 'retention.ms': '123456789' },
    },
    {
      topic: aTopic('state', { cleanup: 'compact', retentionMs: 98_765_432 }),
      settings: { 'cleanup.policy': 'compact', 'delete.retention.ms': '98765432' },
    },
  ])('is kept as agreed when its policy is $topic.cleanup', async ({ topic, settings }) => {
    const log = open();
    await log.ensureTopics([topic]);
    const found = await settingsOf(topic);
    await log.close();

    expect(found).toMatchObject(settings);
  });

  test('says nothing on standard error, although the client sets timers for the past', async () => {
    const warnings: string[] = [];
    const listen = (warning: Error): void => void warnings.push(warning.name);
    process.on('warning', listen);
    const log = open();
    await log.ensureTopics([aTopic()]);
    process.emitWarning('-17 is a negative number.', 'TimeoutNegativeWarning');
    process.emitWarning('heard', 'SomethingElse');
    await new Promise((resolve) => setTimeout(resolve, 50));
    process.off('warning', listen);
    await log.close();

    expect(warnings).toEqual(['SomethingElse']);
  });

  test('may be published to while another process does so', async () => {
    const topic = aTopic('fact', { partitions: 1 });
    const logs = [open(), open()];
    await logs[0]!.ensureTopics([topic]);
    const places = await Promise.all(
      logs.map((log) => log.publish(topic, [{ key: randomUUID(), value: null, headers: {} }])),
    );
    await Promise.all(logs.map((log) => log.close()));

    expect(places.map(([place]) => place!.offset).sort()).toEqual(['0', '1']);
  });
});
