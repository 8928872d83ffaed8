import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg, { type Pool } from 'pg';
import { createDice, type Dice } from '../../process/dice.ts';
import { openFolder } from '../../process/folder.ts';
import { openBrokers, openServer } from '../../process/ground.ts';
import type { Campaign, Check, Round, Setting } from '../campaign.ts';
import { audit, logOf, makeTopic, tables, untilDrained } from './audit.ts';
import { writeRows } from './rows.ts';
import { supervise } from './supervised.ts';

const MEMBERS = 6;
const EVERY_MS = 5_000;
const FOR_MS = 60_000;
/** Sixty rows each time: some 500 a second. */
const REST_MS = 115;
const MOST_LAG_SECONDS = 10;
const MOST_STILL_SECONDS = 60;

/** A group that never comes to rest: every five seconds one of six members goes and another comes. Who dies
 * without a word is the business of `kills`. */
export const rebalance: Campaign = {
  name: 'rebalance',
  says: `a member goes and another comes every ${EVERY_MS / 1_000} s for a minute, ${MEMBERS} at a time`,
  rounds: 1,
  plants: [],
  async round(setting): Promise<Round> {
    const folder = await openFolder('rebalance');
    const closing: (() => Promise<unknown>)[] = [];
    try {
      const server = await openServer(folder);
      closing.push(() => server.close());
      const brokers = await openBrokers(folder);
      if (brokers === null) throw new Error('Kafka does not run here');
      closing.push(() => brokers.close());
      const { addresses } = brokers;
      const url = await server.createDatabase('campaign', tables);
      const pool = new pg.Pool({ connectionString: url, max: 4 });
      closing.push(() => pool.end());
      const log = logOf(addresses);
      closing.push(() => log.close());
      await makeTopic(log);
      const worker = (role: 'relay' | 'consumer', name: string) =>
        supervise(
          { databaseUrl: url, brokers: [...addresses], plant: null, role },
          path.join(folder, `${name}.log`),
        );
      const relay = worker('relay', 'relay');
      closing.push(() => relay.stop());
      const members = Array.from({ length: MEMBERS }, (_, n) => worker('consumer', `member-${n}`));
      closing.push(() => Promise.all(members.map((member) => member.stop())));
      const writer = writeRows(pool, { restMs: REST_MS });
      closing.push(() => writer.stop());

      const join = (number: number) => worker('consumer', `member-${number}`);
      const changes = await change(members, join, { dice: createDice(setting.seed), say: setting.say });
      await writer.stop();
      await untilDrained({ pool, log, addresses });
      const { checks, notes } = await audit({ pool, log, addresses });
      const timely = await timeliness(pool);
      return {
        checks: [...checks, ...(await wholeness(pool)), ...timely.checks],
        notes: [`${changes} changes, ${writer.written()} rows`, ...notes, ...timely.notes],
      };
    } finally {
      for (const close of closing.toReversed()) await close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

type Member = ReturnType<typeof supervise>;

/** Says how often a member was replaced. */
async function change(
  members: Member[],
  join: (number: number) => Member,
  { dice, say }: Pick<Setting, 'say'> & { readonly dice: Dice },
): Promise<number> {
  const until = performance.now() + FOR_MS;
  let changes = 0;
  while (performance.now() < until) {
    await sleep(EVERY_MS);
    const place = dice.between(0, MEMBERS - 1);
    await members[place]!.stop('SIGTERM');
    changes += 1;
    members[place] = join(MEMBERS + changes);
    say(`member ${place} went, and another came`);
  }
  return changes;
}

/** What was published has its effect, and in the order of its key. */
async function wholeness(pool: Pool): Promise<Check[]> {
  const { rows } = await pool.query<{ all: number; lost: number; back: number }>(
    `SELECT (SELECT count(*)::int FROM outbox) AS all,
       (SELECT count(*)::int FROM outbox o WHERE NOT EXISTS (SELECT 1 FROM effect e WHERE e.event_id = o.event_id)) AS lost,
       (SELECT count(*)::int FROM (
          SELECT sequence < lag(sequence) OVER (PARTITION BY key ORDER BY id) AS is_back FROM effect) s WHERE is_back) AS back`,
  );
  const { all = 0, lost = 0, back = 0 } = rows[0] ?? {};
  return [
    { invariant: 'an event has its effect', runs: all, faults: lost },
    { invariant: 'events of a key come in order', runs: all, faults: back },
  ];
}

async function timeliness(pool: Pool): Promise<Round> {
  const { rows } = await pool.query<{ lag: number; still: number }>(
    `SELECT (SELECT percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM e.at - o.time))
               FROM effect e JOIN outbox o USING (event_id)) AS lag,
       (SELECT max(extract(epoch FROM gap))::float8 FROM (SELECT at - lag(at) OVER (ORDER BY at) AS gap FROM effect) g) AS still`,
  );
  const { lag = Infinity, still = Infinity } = rows[0] ?? {};
  return {
    checks: [
      {
        invariant: `99 of 100 are in effect within ${MOST_LAG_SECONDS} s`,
        runs: 1,
        faults: lag <= MOST_LAG_SECONDS ? 0 : 1,
      },
      {
        invariant: `nothing stands still for ${MOST_STILL_SECONDS} s`,
        runs: 1,
        faults: still <= MOST_STILL_SECONDS ? 0 : 1,
      },
    ],
    notes: [
      `p99 from the row to its effect ${lag.toFixed(1)} s; the longest standstill ${still.toFixed(1)} s`,
    ],
  };
}
