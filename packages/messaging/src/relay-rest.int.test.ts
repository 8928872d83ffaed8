import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { announce, anEvent, aTopic, aWorld, oneTo, type World } from '../test/world.ts';

let world: World;
beforeAll(async () => void (world = await aWorld('postgres')));
afterAll(async () => {
  await world?.stopAll();
  await world?.end();
});

test('a relay lets rows gather after a round of many', async () => {
  const topic = aTopic();
  const many = oneTo(60).map((n) => anEvent(`reader-${n}`, n));
  await announce(world.pool, topic, many);
  const calls: { startedAt: number; endedAt: number; records: number }[] = [];
  const log = world.openTransport();
  const relay = await world.relay({
    topics: [topic],
    transport: {
      ...log,
      async publish(to, records) {
        const startedAt = performance.now();
        const places = await log.publish(to, records);
        await sleep(100);
        calls.push({ startedAt, endedAt: performance.now(), records: records.length });
        return places;
      },
    },
  });
  await eventually(() => calls.length === 1);
  await announce(world.pool, topic, [anEvent('ada', 61)]);
  relay.wake();
  await eventually(() => calls.length === 2);

  expect(calls.map(({ records }) => records)).toEqual([60, 1]);
  expect(calls[1]!.startedAt - calls[0]!.endedAt).toBeGreaterThan(45);
});
