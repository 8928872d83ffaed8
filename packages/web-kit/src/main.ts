import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BusinessClock, MachineClock, NewId } from '@gatefold/kernel';
import {
  createLogger,
  createMetrics,
  createServiceTokens,
  followSimulatorClock,
  newId,
  systemBusinessClock,
  systemMachineClock,
  type Logger,
  type Metrics,
  type Worker,
} from '@gatefold/service-kit';
import type { PagesBuild } from './pages.ts';

/** What every app of pages needs from the world. `main.ts` passes the real things, a test passes its own. */
export type PagesWorld<Build = PagesBuild> = {
  readonly clock: BusinessClock;
  readonly machineClock: MachineClock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly newId: NewId;
  readonly build: Build;
  /** The folder of the built style sheets, fonts and pictures. */
  readonly assets: string;
  readonly trustProxy: string | undefined;
  serviceToken(): Promise<string>;
  readonly workers: readonly Worker[];
};

type Env = {
  readonly LOG_LEVEL: Parameters<typeof createLogger>[1];
  readonly SERVICE_PRIVATE_JWK: Parameters<typeof createServiceTokens>[0]['privateJwk'];
  readonly SIMULATOR_CLOCK_URL?: string | undefined;
  readonly TRUST_PROXY?: string | undefined;
};

/** The real world of the app of this name, whose pages `npm run build` has put into `builtIn`. */
export async function pagesWorld<Build>(
  app: string,
  { env, builtIn }: { readonly env: Env; readonly builtIn: string },
): Promise<PagesWorld<Build>> {
  const logger = createLogger(app, env.LOG_LEVEL);
  const tokens = createServiceTokens({
    service: app,
    privateJwk: env.SERVICE_PRIVATE_JWK,
    clock: systemMachineClock,
  });
  return {
    ...followed(app, env.SIMULATOR_CLOCK_URL, logger),
    machineClock: systemMachineClock,
    logger,
    metrics: createMetrics(app),
    newId,
    build: await loadPages<Build>(app, builtIn),
    assets: path.join(builtIn, 'client'),
    trustProxy: env.TRUST_PROXY,
    serviceToken: () => tokens.token(),
  };
}

function followed(
  app: string,
  url: string | undefined,
  logger: Logger,
): Pick<PagesWorld, 'clock' | 'workers'> {
  if (url === undefined) return { clock: systemBusinessClock, workers: [] };
  // Nothing is ever due here: pages only ask what time it is.
  const drain = async () => ({ nextDueAt: null, published: {} });
  const { clock, worker } = followSimulatorClock({
    ...{ url, app, logger, drain },
    machineClock: systemMachineClock,
  });
  return { clock, workers: [worker] };
}

/** What Vite has built into the folder. Ends the process with code 78 when there is nothing. */
export async function loadPages<Build>(app: string, builtIn: string): Promise<Build> {
  const file = path.join(builtIn, 'server/index.js');
  if (existsSync(file)) return (await import(pathToFileURL(file).href)) as Build;
  process.stderr.write(`The pages are not built. Run: npm run build -w @gatefold/${app}\n`);
  process.exit(78);
}

/** For readiness: that a service which the pages cannot do without is there. */
export async function answers(serviceUrl: string): Promise<void> {
  const url = `${serviceUrl}/healthz`;
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}
