import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger, createMetrics, systemMachineClock, type Service } from '@gatefold/service-kit';
import Stripe from 'stripe';
import { openDatabase } from './adapters/sqlite/database.ts';
import { compose } from './compose.ts';
import { playForParity } from './scenarios/parity.ts';
import { scenarios } from './scenarios/scenarios.ts';

const out = (line: string): void => void process.stdout.write(`${line}\n`);

/** Stripe lists its events a little later than it answers. Milliseconds. */
const STRIPE_LISTS_WITHIN = 3_000;

/**
 * `gatefold-stripe parity`: plays the scenarios against Stripe's sandbox where `STRIPE_TEST_KEY` is given, else
 * against a simulator of its own. Answers 0 when nothing differs, 1 when something does, 64 for a live key.
 */
export async function parity(env: NodeJS.ProcessEnv): Promise<number> {
  const key = env['STRIPE_TEST_KEY'];
  if (key !== undefined && !/^(sk|rk)_test_/.test(key)) {
    out('STRIPE_TEST_KEY is not a key of a sandbox.');
    return 64;
  }
  if (key !== undefined) {
    out("Against Stripe's sandbox.");
    return report(new Stripe(key), STRIPE_LISTS_WITHIN);
  }
  out('Against a simulator of its own: this proves the suite, not parity.');
  const own = await startOwn();
  try {
    return await report(own.stripe, 0);
  } finally {
    await own.stop();
  }
}

async function report(stripe: Stripe, eventsWithin: number): Promise<number> {
  const { played, left, differences } = await playForParity(scenarios, {
    stripe,
    start: Math.floor(systemMachineClock.now().getTime() / 1_000),
    eventsWithin,
    say: (line) => out(`  ${line}`),
  });
  for (const difference of differences) out(JSON.stringify(difference, null, 2));
  out(`${played.length} played, ${differences.length} differences.`);
  out(`Left out, for want of a page or a lever: ${left.join(', ')}.`);
  return differences.length === 0 ? 0 : 1;
}

async function startOwn() {
  const logger = createLogger('stripe-simulator', 'error');
  const now = systemMachineClock.now().getTime();
  const service = compose({
    database: openDatabase(':memory:'),
    machineClock: systemMachineClock,
    logger,
    metrics: createMetrics('stripe-simulator'),
    start: now,
    seed: 'parity',
    publicUrl: 'http://localhost',
    secretKey: null,
    endpoint: null,
  });
  const server = createServer(service.http).listen(0, '127.0.0.1');
  await once(server, 'listening');
  for (const worker of service.workers) await worker.start();
  const { port } = server.address() as AddressInfo;
  const stripe = new Stripe('sk_sim_parity', { host: '127.0.0.1', port, protocol: 'http' });
  return { stripe, stop: () => stopOwn(service, server) };
}

async function stopOwn(service: Service, server: Server): Promise<void> {
  for (const worker of service.workers) await worker.stop();
  server.closeAllConnections();
  server.close();
  await service.close();
}
