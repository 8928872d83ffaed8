import { createProjection, fingerprint, setOf, takeRecords } from '@gatefold/access';
import { connectTransport, type Topic, type Transport } from '@gatefold/messaging';
import { createLogger, newId } from '@gatefold/service-kit';
import { Kafka, logLevel } from 'kafkajs';
import { openBrokers } from '../../../infra/test/src/brokers.ts';
import { createScratch } from '../../../infra/test/src/scratch.ts';
import type { Bench } from '../bench.ts';
import type { Figure, Outcome } from '../figure.ts';
import { MOST_NOISE } from '../interleave.ts';
import { iqr, median, restlessness } from '../statistics.ts';
import { endOf, grantsOf, readerId, topics, valueOf } from './population.ts';

const topic: Topic = {
  name: topics.sets,
  kind: 'state',
  partitions: 6,
  cleanup: 'compact',
  retentionMs: 604_800_000,
};
const EVENTS_A_READER = 10;
const BATCH = 1_000;

/**
 * Everything that was ever said of readers, from the first record on, against a consumer of the same topic that
 * only counts. A real broker, kafkajs on both sides.
 */
export const replay: Bench = {
  name: 'replay',
  says: 'rebuilding the projection from Kafka as a share of raw consume (G10)',
  needs: 'nothing',
  async run({ quick, say }): Promise<Outcome & { events?: string }> {
    const events = quick ? 200_000 : 2_000_000;
    const scratch = await createScratch();
    try {
      const brokers = await scratch.open(openBrokers(scratch.folder, process.env));
      const log = connectTransport({
        events: 'kafka',
        kafkaBrokers: brokers.addresses,
        eventsDatabaseUrl: undefined,
        clientId: 'bench',
        logger: createLogger('bench', 'fatal'),
      });
      say(`${events} events into Kafka`);
      await publish(log, events);
      const rounds: Round[] = [];
      for (let round = 0; round <= (quick ? 3 : 6); round += 1) {
        say(round === 0 ? 'warming up' : `round ${round}`);
        rounds.push(await playRound(log, brokers.addresses, events));
      }
      await log.close();
      const [, ...counted] = rounds;
      const outcome = judge(
        counted.map(({ raw }) => raw),
        counted.map(({ ours }) => ours),
      );
      return { ...outcome, events: 'kafka' };
    } finally {
      await scratch.close();
    }
  },
};

type Round = { readonly raw: number; readonly ours: number };

async function playRound(log: Transport, brokers: readonly string[], events: number): Promise<Round> {
  if (Math.random() < 0.5) return { raw: await countOnly(brokers, events), ours: await rebuild(log, events) };
  const ours = await rebuild(log, events);
  return { raw: await countOnly(brokers, events), ours };
}

/** Versions in order for each reader, readers among each other. */
async function publish(log: Transport, events: number): Promise<void> {
  await log.ensureTopics([topic]);
  const readers = events / EVENTS_A_READER;
  for (let at = 0; at < events; at += BATCH) {
    const records = Array.from({ length: BATCH }, (_, index) => {
      const n = (at + index) % readers;
      const version = 1 + Math.floor((at + index) / readers);
      return { key: readerId(n), value: valueOf(n, version), headers: headersOf(n, version) };
    });
    await log.publish(topic, records);
  }
}

const headersOf = (n: number, version: number) => ({
  ce_specversion: '1.0',
  ce_id: newId(),
  ce_source: 'gatefold/entitlement',
  ce_type: 'reader.grants',
  ce_subject: readerId(n),
  ce_time: '2026-03-01T12:00:00.000Z',
  ce_sequence: String(version),
  ce_epoch: '1',
  ce_dataschema: 'urn:gatefold:entitlement.reader:v1',
  'content-type': 'application/json',
});

/** Events a second. */
async function rebuild(log: Transport, events: number): Promise<number> {
  const projection = createProjection({ ids: false });
  let seen = 0;
  let startedAt = 0;
  const fail = (error: unknown): void => {
    throw error;
  };
  await new Promise<void>((resolve) => {
    const tail = log.tail({
      topics: [topic],
      from: {},
      take({ records }) {
        if (seen === 0) startedAt = performance.now();
        takeRecords(projection, { topic: topic.name, records, topics }, (_, error) => fail(error));
        seen += records.length;
        if (seen >= events) void tail.stop().then(resolve);
      },
      onTrouble: fail,
    });
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  const readers = events / EVENTS_A_READER;
  for (let n = 0; n < readers; n += 499) {
    const set = setOf(projection.table, readerId(n));
    const isRight = set?.version === EVENTS_A_READER && set.grants.length === grantsOf(n);
    if (!isRight || set.grants[0]?.until.getTime() !== endOf(n, EVENTS_A_READER))
      throw new Error(`reader ${n} is not what was said last: ${fingerprint(projection.table)}`);
  }
  return events / seconds;
}

async function countOnly(brokers: readonly string[], events: number): Promise<number> {
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'raw', logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `raw-${newId()}`, maxWaitTimeInMs: 150 });
  await consumer.connect();
  await consumer.subscribe({ topic: topic.name, fromBeginning: true });
  let seen = 0;
  let startedAt = 0;
  let endedAt = 0;
  await new Promise<void>((resolve) => {
    void consumer.run({
      autoCommit: false,
      async eachBatch({ batch }) {
        if (seen === 0) startedAt = performance.now();
        seen += batch.messages.length;
        if (seen >= events && endedAt === 0) {
          endedAt = performance.now();
          resolve();
        }
      },
    });
  });
  await consumer.disconnect();
  return (events * 1_000) / (endedAt - startedAt);
}

function judge(raw: readonly number[], ours: readonly number[]): Outcome {
  const shares = ours.map((perSecond, round) => perSecond / raw[round]!);
  const about = { direction: 'min', samples: ours.length } as const;
  const figures: Figure[] = [
    { goal: 'G10', bar: 0.6, value: median(shares), unit: 'x', iqr: iqr(shares), ...about },
    { goal: 'G10.per-second', bar: null, value: median(ours), unit: '/s', iqr: iqr(ours), ...about },
    { goal: 'G10.raw', bar: null, value: median(raw), unit: '/s', iqr: iqr(raw), ...about },
  ];
  const noise = restlessness(raw);
  if (noise > MOST_NOISE)
    return { verdict: 'inconclusive', why: `raw consume wandered by ${Math.round(noise * 100)} %`, figures };
  return { verdict: 'measured', figures, notes: [] };
}
