import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectTransport, type Transport } from '@gatefold/messaging';
import { createLogger } from '@gatefold/service-kit';
import type { Pool } from 'pg';
import { root } from '../../../infra/process/bootstrap.mjs';
import { tail } from '../../process/reading.ts';
import type { Round } from '../campaign.ts';
import { topic, waiting } from './rows.ts';

export const IN_THE_LOG = 'an acknowledged row is in the log';
const DRAINED_WITHIN_MS = 180_000;

export type Parts = {
  readonly pool: Pool;
  readonly log: Transport;
  readonly addresses: readonly string[];
};

const MESSAGING_TABLES = readFileSync(path.join(root, 'packages/messaging/sql/messaging.sql'), 'utf8');
/** Takes an event twice without a word, so that it can be seen. */
const EFFECT_TABLE = `CREATE TABLE effect (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id uuid NOT NULL, key text NOT NULL,
  sequence bigint NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp())`;

export const tables = [MESSAGING_TABLES, EFFECT_TABLE];

/** A connection of the campaign's own. */
export const logOf = (addresses: readonly string[]): Transport =>
  connectTransport({
    events: 'kafka',
    kafkaBrokers: [...addresses],
    eventsDatabaseUrl: undefined,
    clientId: 'campaign',
    logger: createLogger('campaign', 'silent'),
    exit: () => undefined,
  });

/** A broker may not have heard yet of a topic that another has just made; every service tries again as well. */
export async function makeTopic(log: Transport): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      return await log.ensureTopics([topic]);
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(250);
    }
}

/** Nothing waits for the relay, and the consumer has read to the end. */
export async function untilDrained({ pool, log }: Parts): Promise<void> {
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
export async function audit({ pool, addresses }: Parts): Promise<Round> {
  const { rows: marked } = await pool.query<{ id: string; partition: number; offset: string }>(
    `SELECT event_id AS id, partition, log_offset::text AS offset FROM outbox
     WHERE published_at < clock_timestamp() - interval '1 second' OR NOT EXISTS (SELECT 1 FROM outbox WHERE published_at IS NULL)`,
  );
  const reading = await tail(logOf(addresses), [topic]);
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
