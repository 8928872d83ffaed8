import { readerTopic } from '@gatefold/events';
import { connectTransport } from '@gatefold/messaging';
import { createLogger } from '@gatefold/service-kit';
import { aDatabase, type TestDatabase } from '@gatefold/test-kit';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { provisionalReader, startIdentity, type Identity } from '../test/harness.ts';

const NOW = '2026-03-01T12:00:00.000Z';

let events: TestDatabase;
let simulator: Awaited<ReturnType<typeof startClock>>;
let identity: Identity;
beforeAll(async () => {
  events = await aDatabase({ empty: true });
  simulator = await startClock();
  identity = await startIdentity({ EVENTS_DATABASE_URL: events.url, SIMULATOR_CLOCK_URL: simulator.url });
  for (const worker of identity.service.workers) await worker.start();
});
afterAll(async () => {
  await Promise.all(identity.service.workers.map((worker) => worker.stop()));
  await identity.close();
  simulator.close();
  await events.drop();
});

test('a tick is answered once all that happened is published, dated in business time', async () => {
  const readerId = await provisionalReader(identity, 'ada@example.org');
  const { nextDueAt, published } = await simulator.tick();

  const transport = connectTransport({
    events: 'postgres',
    kafkaBrokers: [],
    eventsDatabaseUrl: events.url,
    clientId: 'test',
    logger: createLogger('test', 'silent'),
  });
  const end = await transport.endOffsets([readerTopic]);
  await transport.close();
  const count = (positions: Record<string, string> | undefined): number =>
    Object.values(positions ?? {}).reduce((sum, next) => sum + Number(next), 0);
  expect(count(end[readerTopic.name])).toBe(1);
  expect(count(published[readerTopic.name])).toBe(1);
  expect(nextDueAt).toBeNull();
  const { rows } = await identity.sql.query<{ subject: string; time: Date; published: boolean }>(
    'SELECT subject, time, published_at IS NOT NULL AS published FROM outbox',
  );
  expect(rows).toEqual([{ subject: readerId, time: new Date(NOW), published: true }]);
});

test('identity says that it is ready while database and event log answer', async () => {
  const { status, body } = await identity.get('/readyz', null);

  expect([status, body]).toEqual([200, { ready: true, failing: [] }]);
});

type Ack = { tick: number; nextDueAt: string | null; published: Record<string, Record<string, string>> };

/** Speaks the simulator's clock protocol to its one follower; time stands still. */
async function startClock() {
  let stream: ServerResponse | null = null;
  let answered: (ack: Ack) => void = () => undefined;
  let tick = 0;
  const say = (): void => {
    tick += 1;
    stream?.write(`data: ${JSON.stringify({ tick, now: NOW, turning: true, published: {} })}\n\n`);
  };
  const server: Server = createServer((req, res) => {
    if (req.method === 'GET') {
      stream = res.writeHead(200, { 'content-type': 'text/event-stream' });
      return say();
    }
    let text = '';
    req.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    req.on('end', () => {
      res.writeHead(200).end('{}');
      const ack = JSON.parse(text) as Ack;
      // The answer to the tick at the beginning may come after the next was said.
      if (ack.tick === tick) answered(ack);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tick: () =>
      new Promise<Ack>((resolve) => {
        answered = resolve;
        say();
      }),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
