import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { startKafka } from '../../../infra/kafka/kafka.mjs';
import type { Dice } from '../../process/dice.ts';

const REPLICAS = 3;
const WHOLE_WITHIN_MS = 90_000;

/** Three brokers of one's own: every record on all of them, acknowledged when two have it. */
export async function openCluster(folder: string) {
  const kafka = await startKafka({ dir: path.join(folder, 'kafka'), brokers: REPLICAS, fresh: true });

  /** All replicas of the topic are in step. Rejects while nobody can be asked. */
  const isWhole = async (topic: string): Promise<boolean> => {
    const client = new Kafka({ brokers: kafka.brokers, clientId: 'onlooker', logLevel: logLevel.NOTHING });
    const admin = client.admin({ retry: { retries: 1 } });
    try {
      await admin.connect();
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      return topics.every(({ partitions }) =>
        partitions.every(({ replicas, isr }) => replicas.length === REPLICAS && isr.length === REPLICAS),
      );
    } finally {
      await admin.disconnect();
    }
  };

  const untilWhole = async (topic: string): Promise<void> => {
    const giveUpAt = performance.now() + WHOLE_WITHIN_MS;
    while (!(await isWhole(topic).catch(() => false))) {
      if (performance.now() > giveUpAt) throw new Error('the replicas did not come into step again');
      await sleep(100);
    }
  };

  return {
    addresses: kafka.brokers,
    untilWhole,
    /** `kill -9` of one broker, whichever; it is away for a few seconds and then catches up. Answers with its id. */
    async killOne(topic: string, dice: Dice): Promise<number> {
      const victim = dice.pick(kafka.nodes);
      await victim.stop('SIGKILL');
      await sleep(dice.between(1_000, 4_000));
      await victim.start();
      await untilWhole(topic);
      return victim.id;
    },
    close: kafka.stop,
  };
}

export type Cluster = Awaited<ReturnType<typeof openCluster>>;
