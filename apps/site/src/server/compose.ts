import { createClient, type Client } from '@gatefold/api';
import type { BusinessClock, MachineClock, NewId } from '@gatefold/kernel';
import type { Logger, Metrics, Service, Worker } from '@gatefold/service-kit';
import { createSiteApp } from './app.ts';
import { createLookups } from './lookups.ts';
import { pages, type PagesBuild } from './pages.ts';
import { sessionCookie } from './session-cookie.ts';
import { createSessions } from './sessions.ts';
import { createTroubles } from './troubles.ts';
import { createVisits } from './visits.ts';

/** What the site needs from the world. `main.ts` passes the real things, a test passes its own. */
export type World = {
  readonly clock: BusinessClock;
  readonly machineClock: MachineClock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly newId: NewId;
  readonly build: PagesBuild;
  readonly assets: string;
  readonly siteUrl: string;
  readonly paymentOrigins: readonly string[];
  readonly trustProxy: string | undefined;
  readonly urls: {
    readonly billing: string;
    readonly content: string;
    readonly entitlement: string;
    readonly identity: string;
  };
  serviceToken(): Promise<string>;
  readonly workers: readonly Worker[];
};

/** The only place where the site's parts meet. */
export function compose(world: World): Service {
  const { clock, machineClock, siteUrl, urls, workers } = world;
  const client = (baseUrl: string): Client =>
    createClient({ baseUrl, token: world.serviceToken, timeoutMs: 5_000 });
  const clients = {
    billing: client(urls.billing),
    content: client(urls.content),
    entitlement: client(urls.entitlement),
    identity: client(urls.identity),
  };
  const visitFor = createVisits({
    ...world,
    clients,
    cookies: sessionCookie({ siteUrl, clock: machineClock }),
    sessions: createSessions({ client: clients.identity, clock: machineClock }),
    lookups: createLookups({ ...clients, clock: machineClock }),
    troubles: createTroubles({ clock: machineClock }),
  });

  const http = createSiteApp({
    ...world,
    contentUrl: urls.content,
    readiness: {
      clock: async () => clock.now(),
      content: () => answers(`${urls.content}/healthz`),
    },
    pages: pages({ build: world.build, siteUrl, visitFor }),
  });

  return { http, workers, close: async () => undefined };
}

async function answers(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}
