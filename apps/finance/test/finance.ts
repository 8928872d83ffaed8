import { createServer } from 'node:http';
import path from 'node:path';
import { createMetrics, type Logger } from '@gatefold/service-kit';
import { collectingLogger, countingIds, fakeBusinessClock, fakeMachineClock } from '@gatefold/test-kit';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { compose, type World } from '../src/server/compose.ts';
import { loadPages } from '@gatefold/web-kit';
import { ensureBuilt, listen, visitorOf } from '@gatefold/web-kit/testing';
import { startWorld } from './world.ts';

const app = path.join(import.meta.dirname, '..');

export const visitor = visitorOf('gatefold_staff');

/** The instant of every page in tests: the evening after the newest event. */
const NOW = '2026-11-24T23:00:00Z';

/** All the pages on a port of their own, as they are built, with services that are small servers. */
export async function startFinance(
  overrides: Partial<World> = {},
  /** Services that are real. */
  real: Partial<World['urls']> = {},
) {
  await ensureBuilt(app);
  const log = collectingLogger();
  const machineClock = fakeMachineClock();
  const world = await startWorld(machineClock);
  const server = createServer((req, res) => http(req, res));
  const url = (await listen(server)).replace('127.0.0.1', 'localhost');
  const { http } = compose({
    clock: fakeBusinessClock(NOW),
    machineClock,
    logger: log as unknown as Logger,
    metrics: createMetrics('finance'),
    newId: countingIds(5_000),
    build: await loadPages('finance', `${app}/build`),
    assets: `${app}/build/client`,
    financeUrl: url,
    trustProxy: undefined,
    urls: {
      ...{ billing: world.billing.url, entitlement: world.entitlement.url, identity: world.identity.url },
      ...real,
    },
    serviceToken: async () => 'token-of-finance',
    workers: [],
    ...overrides,
  });

  return {
    url,
    http,
    world,
    log,
    machineClock,
    reset() {
      world.reset();
      log.lines.length = 0;
      // Past everything that is kept for a moment.
      machineClock.advance(3_600_000);
    },
    close() {
      server.closeAllConnections();
      server.close();
      world.close();
    },
  };
}

export type Finance = Awaited<ReturnType<typeof startFinance>>;

/** The pages of all tests of a file, put back before each of them. */
export function sharedFinance() {
  let started: Finance | undefined;
  const finance = (): Finance => {
    if (started === undefined) throw new Error('The pages are there only while tests run.');
    return started;
  };
  beforeAll(async () => {
    started = await startFinance();
  });
  afterAll(() => started?.close());
  beforeEach(() => finance().reset());
  return {
    get url() {
      return finance().url;
    },
    get http() {
      return finance().http;
    },
    get world() {
      return finance().world;
    },
    get log() {
      return finance().log;
    },
    get machineClock() {
      return finance().machineClock;
    },
    reset: () => finance().reset(),
    /** A browser of somebody who is signed in. */
    as: ({ session }: { readonly session: string }) => visitor(finance().url, session),
  };
}
