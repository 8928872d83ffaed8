import { createServer } from 'node:http';
import path from 'node:path';
import { createLocalClient } from '@gatefold/entitlement-client';
import { createMetrics, type Logger } from '@gatefold/service-kit';
import { collectingLogger, countingIds, fakeBusinessClock, fakeMachineClock } from '@gatefold/test-kit';
import { meridian, signal } from '../src/publication.ts';
import { compose, type World } from '../src/server/compose.ts';
import { loadPages } from '@gatefold/web-kit';
import { ensureBuilt, listen, visitorOf } from '@gatefold/web-kit/testing';
import { startWorld } from './world.ts';

const app = path.join(import.meta.dirname, '..');

export const visitor = visitorOf('gatefold_session');

/** The instant of every page in tests: the evening after the newest article. */
export const NOW = '2026-11-24T23:00:00Z';

export const PAYMENT_ORIGIN = 'http://localhost:4020';

type Clocks = {
  readonly clock: ReturnType<typeof fakeBusinessClock>;
  readonly machineClock: ReturnType<typeof fakeMachineClock>;
};

type Addresses = {
  identityUrl?: string;
  siteUrl?: string;
  /** Where the second paper is, beside the first. */
  signalAt?: (url: string) => string;
};

/** The whole site on a port of its own, with the built pages and services that are small servers. */
export async function startSite({
  identityUrl,
  siteUrl,
  signalAt,
  clock = fakeBusinessClock(NOW),
  machineClock = fakeMachineClock(),
  ...overrides
}: Partial<World> & Partial<Clocks> & Addresses = {}) {
  await ensureBuilt(app);
  const log = collectingLogger();
  const world = await startWorld(machineClock);
  const server = createServer((req, res) => http(req, res));
  const url = (await listen(server)).replace('127.0.0.1', 'localhost');
  const {
    http,
    app: express,
    workers,
  } = compose({
    clock,
    machineClock,
    logger: log as unknown as Logger,
    metrics: createMetrics('site'),
    newId: countingIds(5_000),
    build: await loadPages('site', `${app}/build`),
    assets: `${app}/build/client`,
    papers: [
      { paper: meridian, url: siteUrl ?? url },
      ...(signalAt === undefined ? [] : [{ paper: signal, url: signalAt(url) }]),
    ],
    paymentOrigins: [PAYMENT_ORIGIN],
    trustProxy: undefined,
    urls: {
      billing: world.billing.url,
      content: world.content.url,
      entitlement: world.entitlement.url,
      identity: identityUrl ?? world.identity.url,
      mail: world.mail.url,
    },
    serviceToken: async () => 'token-of-the-site',
    signPlace: async (address) => `place-${address}`,
    workers: [],
    keptBytes: 32 * 1_048_576,
    access: createLocalClient({
      baseUrl: world.entitlement.url,
      token: async () => 'token-of-the-site',
      failurePolicy: 'closed',
      businessClock: clock,
      machineClock,
    }),
    ...overrides,
  });

  return {
    url,
    http,
    app: express,
    workers,
    world,
    log,
    clock,
    machineClock,
    reset() {
      world.reset();
      log.lines.length = 0;
      // Past everything that the site keeps for a moment.
      machineClock.advance(3_600_000);
    },
    close() {
      server.closeAllConnections();
      server.close();
      world.close();
    },
  };
}

export type Site = Awaited<ReturnType<typeof startSite>>;
