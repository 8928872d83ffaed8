import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createLogger, createMetrics } from '@gatefold/service-kit';
import type { MachineClock } from '@gatefold/kernel';
import Stripe from 'stripe';
import { openDatabase } from '../src/adapters/sqlite/database.ts';
import { compose } from '../src/compose.ts';

export const WEBHOOK_SECRET = 'whsec_test_of_the_simulator';

type Options = {
  /** Where the virtual clock starts. */
  readonly start?: string;
  readonly file?: string;
  readonly webhooks?: boolean;
  readonly silentForMs?: number;
  readonly endpointUrl?: string;
  /** What the machine's clock says, where it is not the present. */
  readonly machineNow?: Date;
  /** Let machine time run, for what must be seen to happen by itself. */
  readonly runs?: boolean;
};

export type Simulator = Awaited<ReturnType<typeof startSimulator>>;

/**
 * The whole simulator on a free port, with the real `stripe` package pointed at it.
 *
 * Machine time stands still unless asked otherwise, so that the virtual clock moves only by turns.
 */
export async function startSimulator(options: Options = {}) {
  const standing = options.machineNow ?? new Date();
  const machineClock: MachineClock = {
    kind: 'machine',
    now: () => (options.runs === true ? new Date() : standing),
  };
  let listener: (req: IncomingMessage, res: ServerResponse) => void = (_req, res) => void res.end();
  const server = createServer((req, res) => listener(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const receiver = options.webhooks === false ? null : await startReceiver();
  const endpointUrl = options.endpointUrl ?? receiver?.url ?? null;

  const service = compose({
    database: openDatabase(options.file ?? ':memory:'),
    machineClock,
    logger: createLogger('stripe-simulator', 'error'),
    metrics: createMetrics('stripe-simulator'),
    start: new Date(options.start ?? '2026-01-05T09:00:00Z').getTime(),
    seed: 'test',
    publicUrl: url,
    secretKey: null,
    endpoint: endpointUrl === null ? null : { url: endpointUrl, secret: WEBHOOK_SECRET },
    ...(options.silentForMs === undefined ? {} : { silentForMs: options.silentForMs }),
  });
  listener = service.http;
  for (const worker of service.workers) await worker.start();

  const post = async (path: string, body: object) => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  return {
    url,
    port,
    stripe: new Stripe('sk_sim_test', { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0 }),
    receiver,
    post,
    /** Turns the clock on by this many seconds. */
    turn: (seconds: number) => post('/_sim/clock', { advance: seconds }),
    turnTo: (instant: Date) => post('/_sim/clock', { to: instant.toISOString() }),
    now: async (): Promise<Date> => {
      const { now } = (await (await fetch(`${url}/_sim/clock`)).json()) as { now: string };
      return new Date(now);
    },
    async stop(): Promise<void> {
      for (const worker of service.workers) await worker.stop();
      server.closeAllConnections();
      server.close();
      await receiver?.stop();
      await service.close();
    },
  };
}

export type Received = { readonly event: Stripe.Event; readonly headers: IncomingMessage['headers'] };

/** Listens for webhooks and believes only those whose signature the real package accepts. */
async function startReceiver() {
  const received: Received[] = [];
  const forged: string[] = [];
  let answer = 200;
  const { webhooks } = new Stripe('sk_test_receiver');
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      try {
        const body = Buffer.concat(chunks).toString('utf8');
        const event = webhooks.constructEvent(body, String(req.headers['stripe-signature']), WEBHOOK_SECRET);
        received.push({ event, headers: req.headers });
      } catch (error) {
        forged.push(String(error));
      }
      res.writeHead(answer).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    received,
    forged,
    types: (): string[] => received.map(({ event }) => event.type),
    /** Answers with this status from now on. */
    answers: (status: number): void => void (answer = status),
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
    },
  };
}
