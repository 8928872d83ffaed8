import { EntitlementData, entitlementTopic, HeartbeatData } from '@gatefold/events';
import { plus } from '@gatefold/kernel';
import type { LogRecord } from '@gatefold/messaging';
import { eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada, aFact, afterDays, SETTLEMENT } from '../test/builders.ts';
import { startEntitlement, type Entitlement } from '../test/harness.ts';

const end = plus(afterDays(28), SETTLEMENT);
const MANY = 220;
const id = (what: string, index: number): string =>
  `01990000-0000-7000-8000-${what}${index.toString(16).padStart(11, '0')}`;

let service: Entitlement;
/** What stands in the log, in the order of each partition. */
const heard: LogRecord[] = [];

beforeAll(async () => {
  service = await startEntitlement({ heartbeatSeconds: 0.2 });
  await service.log.ensureTopics([entitlementTopic]);
  await service.log.consume({
    group: 'test',
    topics: [entitlementTopic],
    async take({ records, progress }) {
      for (const record of records) {
        heard.push(record);
        await progress(record);
      }
    },
  });
}, 30_000);
afterAll(() => service.stop());

const setsOf = (readerId: string) =>
  heard
    .filter(({ key, headers }) => key === readerId && headers['ce_type'] === 'reader.grants')
    .map(({ value }) => EntitlementData.parse(JSON.parse(value ?? '')));

describe('a boundary', () => {
  test('is named when it is known, and nothing is said before it', async () => {
    expect((await service.hear(aFact())).nextDueAt).toEqual(end);
    expect((await service.turnTo(plus(end, -1))).nextDueAt).toEqual(end);
    await eventually(() => setsOf(ada).length > 0);
    expect(setsOf(ada)).toHaveLength(1);
  });

  test('that has come is said as an explicit empty set under a new version, once', async () => {
    expect((await service.turnTo(end)).nextDueAt).toBeNull();
    await service.settle();
    await eventually(() => setsOf(ada).length > 1);

    expect(setsOf(ada)).toMatchObject([
      { version: 1, grants: [{}] },
      { version: 2, grants: [] },
    ]);
  });

  test('of hundreds at one instant are all said in one tick, each once', async () => {
    const facts = Array.from({ length: MANY }, (_, index) => ({
      ...aFact({ data: { readerId: id('d', index), subscriptionId: id('e', index), intent: 'cancelling' } }),
      eventId: id('f', index),
    }));
    await service.turnTo(afterDays(1));
    await service.hear(...facts);
    const { nextDueAt } = await service.turnTo(afterDays(28));
    const { rows } = await service.pool.query(
      `SELECT count(*)::int AS sets, count(DISTINCT key)::int AS readers, bool_and(published_at IS NOT NULL) AS published
       FROM outbox WHERE data->'grants' = '[]'::jsonb AND key <> $1`,
      [ada],
    );

    expect(nextDueAt).toBeNull();
    expect(rows).toEqual([{ sets: MANY, readers: MANY, published: true }]);
  }, 20_000);
});

describe('a sign of life', () => {
  test('comes on every partition while all is quiet, by keys that are no reader’s', async () => {
    const signs = () => heard.filter(({ headers }) => headers['ce_type'] === 'reader.heartbeat');
    await eventually(
      () => new Set(signs().map(({ partition }) => partition)).size === entitlementTopic.partitions,
    );

    for (const { key, value } of signs()) {
      expect(key).toMatch(/^heartbeat-\d+$/);
      expect(HeartbeatData.safeParse(JSON.parse(value ?? '')).success).toBe(true);
    }
    expect(new Set(signs().map(({ key }) => key)).size).toBe(entitlementTopic.partitions);
  });

  test('leaves no trace in the outbox', async () => {
    const { rows } = await service.pool.query(
      `SELECT count(*)::int AS count FROM outbox WHERE key LIKE 'heartbeat-%'`,
    );

    expect(rows).toEqual([{ count: 0 }]);
  });
});
