import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createDice } from '../../process/dice.ts';
import { openFolder } from '../../process/folder.ts';
import { openServer } from '../../process/ground.ts';
import type { Campaign, Round, Setting } from '../campaign.ts';
import { audit, IN_THE_LOG, logOf, makeTopic, tables, untilDrained, type Parts } from './audit.ts';
import { openCluster, type Cluster } from './cluster.ts';
import { topic, writeRows } from './rows.ts';
import { supervise } from './supervised.ts';

const KILLS = 5;
/** A planted mistake has to show within this many. */
const MOST_KILLS = 20;
const LEAST_ROWS = 20_000;

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
      const url = await server.createDatabase('campaign', tables);
      const pool = new pg.Pool({ connectionString: url, max: 4 });
      closing.push(() => pool.end());
      const log = logOf(cluster.addresses);
      closing.push(() => log.close());
      await makeTopic(log);
      const order = { databaseUrl: url, brokers: cluster.addresses, plant: setting.plant };
      const relay = supervise({ ...order, role: 'relay' }, path.join(folder, 'relay.log'));
      closing.push(() => relay.stop());
      const consumer = supervise({ ...order, role: 'consumer' }, path.join(folder, 'consumer.log'));
      closing.push(() => consumer.stop());

      const done = await killUnderLoad({ pool, cluster, log, addresses: cluster.addresses }, setting);
      const restarts = `${relay.restarts()} restarts of the relay, ${consumer.restarts()} of the consumer`;
      return { ...done, notes: [...done.notes, restarts] };
    } finally {
      for (const close of closing.toReversed()) await close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

type Cut = Parts & { readonly cluster: Cluster };

async function killUnderLoad(parts: Cut, { seed, say, plant }: Setting): Promise<Round> {
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
