import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { followSimulatorClock, merge } from './clock-follower.ts';
import { createLogger } from './logger.ts';
import { followWallClock } from './wall-clock.ts';

const logger = createLogger('test', 'fatal');
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A simulator's clock of which the test says every tick. */
async function aSimulator() {
  const acks: { tick: number; app: string; nextDueAt: string | null }[] = [];
  let streams: ServerResponse[] = [];
  let onAck: () => void = () => undefined;
  const server = createServer((req, res) => {
    if (req.method === 'POST') {
      let body = '';
      req.on('data', (chunk: Buffer) => (body += chunk.toString()));
      req.on('end', () => {
        acks.push(JSON.parse(body) as (typeof acks)[number]);
        res.end('{}');
        onAck();
      });
      return;
    }
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    streams.push(res);
    res.write(
      `data: ${JSON.stringify({ tick: 0, now: '2026-01-01T00:00:00.000Z', turning: true, published: {} })}\n\n`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    acks,
    tick: (tick: object) => streams.forEach((stream) => stream.write(`data: ${JSON.stringify(tick)}\n\n`)),
    cut: () => {
      streams.forEach((stream) => stream.destroy());
      streams = [];
    },
    async acked(count: number) {
      while (acks.length < count) await new Promise<void>((resolve) => (onAck = resolve));
    },
  };
}

type Drain = Parameters<typeof followSimulatorClock>[0]['drain'];

async function follow(url: string, drain: Drain, machineNow = () => new Date()) {
  const follower = followSimulatorClock({
    url,
    app: 'test',
    machineClock: { kind: 'machine', now: machineNow },
    logger,
    drain,
  });
  await follower.worker.start();
  stops.push(() => follower.worker.stop());
  return follower;
}

test('the clock stands at the tick while it is turned, and runs at wall speed afterwards', async () => {
  let machine = 1_000;
  const simulator = await aSimulator();
  const { clock } = await follow(
    simulator.url,
    async () => ({ nextDueAt: null, published: {} }),
    () => new Date(machine),
  );
  machine += 5_000;
  expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'));

  simulator.tick({ tick: 1, now: '2026-02-01T00:00:00.000Z', turning: false, published: {} });
  await simulator.acked(2);
  machine += 5_000;

  expect(clock.now()).toEqual(new Date('2026-02-01T00:00:05Z'));
});

test('a tick is answered only when its work is done, with what is due next', async () => {
  const simulator = await aSimulator();
  let finish: () => void = () => undefined;
  await follow(simulator.url, async (now) => {
    await new Promise<void>((resolve) => (finish = resolve));
    return { nextDueAt: new Date(now.getTime() + 60_000), published: {} };
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(simulator.acks).toEqual([]);

  finish();
  await simulator.acked(1);

  expect(simulator.acks[0]).toMatchObject({ tick: 0, app: 'test', nextDueAt: '2026-01-01T00:01:00.000Z' });
});

test('a tick whose work failed is answered when a later try has done it', async () => {
  const simulator = await aSimulator();
  let tries = 0;
  await follow(simulator.url, async () => {
    tries += 1;
    if (tries === 1) throw new Error('database away');
    return { nextDueAt: null, published: {} };
  });
  await simulator.acked(1);

  expect(tries).toBe(2);
  expect(simulator.acks.map(({ tick }) => tick)).toEqual([0]);
});

test('a newer tick takes the place of one whose work failed', async () => {
  const simulator = await aSimulator();
  let tries = 0;
  await follow(simulator.url, async () => {
    tries += 1;
    if (tries === 1) throw new Error('database away');
    return { nextDueAt: null, published: {} };
  });
  while (tries < 1) await new Promise((resolve) => setTimeout(resolve, 5));

  simulator.tick({ tick: 7, now: '2026-01-01T00:00:00.000Z', turning: true, published: {} });
  await simulator.acked(1);

  expect(simulator.acks.map(({ tick }) => tick)).toEqual([7]);
});

test('a broken stream is taken up again', async () => {
  const simulator = await aSimulator();
  await follow(simulator.url, async () => ({ nextDueAt: null, published: {} }));
  await simulator.acked(1);

  simulator.cut();
  await simulator.acked(2);

  expect(simulator.acks.map(({ tick }) => tick)).toEqual([0, 0]);
});

test('of what several services published, the furthest position of each partition counts', () => {
  const merged = merge([{ a: { 0: '5', 1: '1' } }, { a: { 0: '12' }, b: { 0: '3' } }]);

  expect(merged).toEqual({ a: { 0: '12', 1: '1' }, b: { 0: '3' } });
});

test('in production due work is done again and again, also after a failure, until the stop', async () => {
  let rounds = 0;
  const follower = followWallClock({
    clock: { kind: 'business', now: () => new Date('2026-01-01T00:00:00Z') },
    logger,
    everyMs: 1,
    drain: async () => {
      rounds += 1;
      if (rounds === 1) throw new Error('database away');
    },
  });
  await follower.worker.start();
  while (rounds < 3) await new Promise((resolve) => setTimeout(resolve, 2));
  await follower.worker.stop();
  const atStop = rounds;
  await new Promise((resolve) => setTimeout(resolve, 20));

  expect(rounds).toBe(atStop);
});
