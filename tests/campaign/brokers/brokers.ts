import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectTransport, type Transport } from '@gatefold/messaging';
import { createLogger } from '@gatefold/service-kit';
import pg, { type Pool } from 'pg';
import { root } from '../../../infra/process/bootstrap.mjs';
import { createDice } from '../../process/dice.ts';
import { openFolder } from '../../process/folder.ts';
import { openServer } from '../../process/ground.ts';
import { tail } from '../../process/reading.ts';
import type { Campaign, Round, Setting } from '../campaign.ts';
import { openCluster, type Cluster } from './cluster.ts';
import { topic, waiting, writeRows } from './rows.ts';
import { supervise } from './supervised.ts';

const IN_THE_LOG = 'an acknowledged row is in the log';
const KILLS = 5;
/** A planted mistake has to show within this many. */
const MOST_KILLS = 20;
const LEAST_ROWS = 20_000;
const DRAINED_WITHIN_MS = 180_000;

/**
 * The real relay and a real consumer on three brokers, one of which is killed again and again while rows are written.
 */
export const brokers: Campaign = {
  name: 'brokers',
  says: `three brokers, one of them killed ${KILLS} times while at least ${LEAST_ROWS} rows are published`,
  rounds: 1,
  plants: ['multi-partition'],
  async round(setting): Promise<Round> {
    const folder = await openFolder('brokers');
    const closing: (() => Promise<unknown>)[] = [];
    try {
      const server = await openServer(folder);
      closing.push(() => server.close());
      const cluster = await openCluster(folder);
      closing.push(() => cluster.close());
      const url = await server.createDatabase('campaign', [MESSAGING_TABLES, EFFECT_TABLE]);
      const pool = new pg.Pool({ connectionString: url, max: 4 });
      closing.push(() => pool.end());
      const log = logOf(cluster);
      closing.push(() => log.close());
      await makeTopic(log);
      const order = { databaseUrl: url, brokers: cluster.addresses, plant: setting.plant };
      const relay = supervise({ ...order, role: 'relay' }, path.join(folder, 'relay.log'));
      closing.push(() => relay.stop());
      const consumer = supervise({ ...order, role: 'consumer' }, path.join(folder, 'consumer.log'));
      closing.push(() => consumer.stop());

      const done = await killUnderLoad({ pool, cluster, log }, setting);
      const restarts = `${relay.restarts()} restarts of the relay, ${consumer.restarts()} of the consumer`;
      return { ...done, notes: [...done.notes, restarts] };
    } finally {
      for (const close of closing.toReversed()) await close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const MESSAGING_TABLES = readFileSync(path.join(root, 'packages/messaging/sql/messaging.sql'), 'utf8');
/** Takes an event twice without a word, so that it can be seen. */
const EFFECT_TABLE = `CREATE TABLE effect (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id uuid NOT NULL, key text NOT NULL, sequence bigint NOT NULL)`;

const logOf = (cluster: Cluster): Transport =>
  connectTransport({
    events: 'kafka',
    kafkaBrokers: cluster.addresses,
    eventsDatabaseUrl: undefined,
    clientId: 'campaign',
    logger: createLogger('campaign', 'silent'),
    exit: () => undefined,
  });

/** A broker may not have heard yet of a topic that another has just made; every service tries again as well. */
async function makeTopic(log: Transport): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      return await log.ensureTopics([topic]);
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(250);
    }
}

type Parts = { readonly pool: Pool; readonly cluster: Cluster; readonly log: Transport };

async function killUnderLoad(parts: Parts, { seed, say, plant }: Setting): Promise<Round> {
  const { pool, cluster } = parts;
  const dice = createDice(seed);
  await cluster.untilWhole(topic.name);
  const writer = writeRows(pool);
  let kills = 0;
  let round: Round = { checks: [], notes: [] };
  const isDone = (): boolean =>
    plant === null
      ? kills >= KILLS && writer.written() >= LEAST_ROWS
      : kills >= MOST_KILLS ||
        round.checks.some(({ invariant, faults }) => invariant === IN_THE_LOG && faults > 0);

  try {
    while (!isDone()) {
      await sleep(dice.between(1_000, 4_000));
      const id = await cluster.killOne(topic.name, dice);
      kills += 1;
      say(`kill ${kills}: broker ${id}; ${writer.written()} rows so far`);
      // A planted mistake is looked for after each kill, to say how soon it is found.
      if (plant !== null) round = await audit(parts);
    }
  } finally {
    await writer.stop();
  }
  await untilDrained(parts);
  const { checks } = await audit(parts);
  return { checks, notes: [`${kills} kills, ${writer.written()} rows`] };
}

/** Nothing waits for the relay, and the consumer has read to the end. */
async function untilDrained({ pool, log }: Parts): Promise<void> {
  const giveUpAt = performance.now() + DRAINED_WITHIN_MS;
  const isBehind = async (): Promise<boolean> => {
    const [ends, committed] = await Promise.all([
      log.endOffsets([topic]),
      log.committed('campaign', [topic]),
    ]);
    return Object.entries(ends[topic.name] ?? {}).some(
      ([partition, end]) => BigInt(end) > BigInt(committed[topic.name]?.[partition] ?? '0'),
    );
  };
  while ((await waiting(pool)) > 0 || (await isBehind().catch(() => true))) {
    if (performance.now() > giveUpAt) throw new Error('the relay or the consumer did not come to its end');
    await sleep(200);
  }
}

/** Marked rows against the log, and the log against the consumer's effects, all by the events' ids. */
async function audit({ pool, cluster }: Parts): Promise<Round> {
  const { rows: marked } = await pool.query<{ id: string; partition: number; offset: string }>(
    `SELECT event_id AS id, partition, log_offset::text AS offset FROM outbox
     WHERE published_at < clock_timestamp() - interval '1 second' OR NOT EXISTS (SELECT 1 FROM outbox WHERE published_at IS NULL)`,
  );
  const reading = await tail(logOf(cluster), [topic]);
  while (!(await reading.hasAll().catch(() => false))) await sleep(50);
  await reading.close();
  const { rows: effects } = await pool.query<{ doubled: number; all: number }>(
    `SELECT count(*)::int AS all, (count(*) - count(DISTINCT event_id))::int AS doubled FROM effect`,
  );
  const missing = marked.filter(({ id }) => !reading.places.has(id));
  const misplaced = marked.filter(
    ({ id, partition, offset }) =>
      !reading.places.get(id)?.some((one) => one.partition === partition && one.offset === BigInt(offset)),
  );
  const repeats = [...reading.places.values()].filter((places) => places.length > 1).length;
  return {
    checks: [
      { invariant: IN_THE_LOG, runs: marked.length, faults: missing.length },
      { invariant: 'a row is marked with its true place', runs: marked.length, faults: misplaced.length },
      {
        invariant: 'an event has its effect once',
        runs: effects[0]?.all ?? 0,
        faults: effects[0]?.doubled ?? 0,
      },
    ],
    notes: [`${repeats} events stand in the log more than once`],
  };
}
