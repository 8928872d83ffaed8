import { setTimeout as sleep } from 'node:timers/promises';
import { inTransaction, openPool } from '@gatefold/messaging';
import { createLogger } from '@gatefold/service-kit';
import { aDatabase, fakeBusinessClock } from '@gatefold/test-kit';
import type { Pool, PoolClient } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ada, aFact, afterDays, ben } from '../../../test/builders.ts';
import { sayAgain } from '../../domain/reader-set.ts';
import type { SubscriptionFact } from '../../domain/subscription-fact.ts';
import { postgresReaderSets } from './reader-sets.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
let pool: Pool;
const announced: number[] = [];
const readerSets = postgresReaderSets({
  clock: fakeBusinessClock(afterDays(1).toISOString()),
  announce: async (all) => void announced.push(...all.map(({ set }) => set.version)),
});

beforeAll(async () => {
  database = await aDatabase({ app: 'entitlement' });
  pool = openPool({ url: database.url, name: 'reader-sets', logger: createLogger('entitlement', 'fatal') });
});
beforeEach(async () => {
  announced.length = 0;
  await pool.query('TRUNCATE reader, subscription_fact CASCADE');
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

test('two who change one reader’s set wait for each other, so that no version is given twice', async () => {
  const change = (tx: PoolClient) => readerSets.change(ada, sayAgain, { tx, traceparent: null });
  await inTransaction(pool, change);
  let other = Promise.resolve();
  await inTransaction(pool, (tx) =>
    readerSets.keep([aFact()], tx, async (atHand) => {
      other = inTransaction(pool, change);
      await Promise.race([other, sleep(150)]);
      await atHand.change(ada, sayAgain, { tx, traceparent: null });
    }),
  );
  await other;
  const { rows } = await pool.query('SELECT version FROM reader WHERE id = $1', [ada]);

  expect(announced).toEqual([1, 2, 3]);
  expect(rows).toEqual([{ version: 3 }]);
});

test('who brings news of a subscription waits for whoever has brought some, also of another reader', async () => {
  const known: number[][] = [];
  const bring = (fact: SubscriptionFact) => (tx: PoolClient) =>
    readerSets.keep([fact], tx, async ({ upTo }) => {
      known.push(upTo(fact).map(({ sequence }) => sequence));
    });
  const other = await inTransaction(pool, async (tx) => {
    await bring(aFact())(tx);
    const waiting = inTransaction(pool, bring(aFact({ sequence: 2, data: { readerId: ben } })));
    await Promise.race([waiting, sleep(150)]);
    return { waiting };
  });
  await other.waiting;

  expect(known).toEqual([[1], [1, 2]]);
});

test('what is decided of many is saved of each, and what is not changed is not announced', async () => {
  const facts = [aFact(), aFact({ sequence: 2 }), aFact({ sequence: 3, data: { readerId: ben } })];
  await inTransaction(pool, (tx) =>
    readerSets.keep(facts, tx, async ({ upTo, change }) => {
      for (const fact of facts) {
        const isFirst = upTo(fact).length === 1;
        await change(fact.data.readerId, (set) => (isFirst ? sayAgain(set) : set), { tx, traceparent: null });
      }
    }),
  );
  const { rows } = await pool.query('SELECT id, version FROM reader ORDER BY id');
  const { rows: kept } = await pool.query('SELECT sequence FROM subscription_fact ORDER BY sequence');

  expect(announced).toEqual([1]);
  expect(rows).toEqual([
    { id: ada, version: 1 },
    { id: ben, version: 0 },
  ]);
  expect(kept).toEqual([{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }]);
});
