import { createClient, type Client } from '@gatefold/api';
import type { BusinessClock, MachineClock, NewId } from '@gatefold/kernel';
import type { Logger, Metrics, Service, Worker } from '@gatefold/service-kit';
import type { Request } from 'express';
import { createSiteApp } from './app.ts';
import { createLookups } from './lookups.ts';
import { pages, type PagesBuild } from './pages.ts';
import { sessionCookie } from './session-cookie.ts';
import { createSessions } from './sessions.ts';
import type { TurnedAway, Visit } from './visit.ts';

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
  const { clock, machineClock, logger, newId, siteUrl, paymentOrigins, urls, workers } = world;
  const client = (baseUrl: string): Client =>
    createClient({ baseUrl, token: world.serviceToken, timeoutMs: 5_000 });
  const clients = {
    billing: client(urls.billing),
    content: client(urls.content),
    entitlement: client(urls.entitlement),
    identity: client(urls.identity),
  };
  const cookies = sessionCookie({ siteUrl, clock: machineClock });
  const sessions = createSessions({ client: clients.identity, clock: machineClock });
  const lookups = createLookups({ ...clients, clock: machineClock });

  const visitFor = async (req: Request, turnedAway: TurnedAway | null): Promise<Visit> => {
    const cookie = cookies.read(req.get('cookie'));
    const session = await sessions.of(cookie);
    const token = session.kind === 'reader' ? session.session.token : null;
    const traceparent = req.get('traceparent');
    const requestId = String(req.res?.locals['requestId']);
    return {
      requestId,
      now: clock.now(),
      turnedAway,
      session,
      cookie,
      cookies,
      from: req.ip ?? null,
      asReader: {
        content: speakingAs(clients.content, { token, traceparent }),
        billing: speakingAs(clients.billing, { token, traceparent }),
        entitlement: speakingAs(clients.entitlement, { token, traceparent }),
      },
      asSite: { billing: clients.billing, identity: clients.identity },
      lookups,
      siteUrl,
      newId,
      isPaymentPage: (url) => URL.canParse(url) && paymentOrigins.includes(new URL(url).origin),
      forgetSession: () => void (cookie !== null && sessions.forget(cookie)),
      report: (error, what) => logger.warn({ err: error, requestId }, what),
    };
  };

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

type Voice = { readonly token: string | null; readonly traceparent: string | undefined };

const speakingAs = (client: Client, { token, traceparent }: Voice): Client => {
  const voice = { token, ...(traceparent === undefined ? {} : { traceparent }) };
  return {
    call: (endpoint, input) => client.call(endpoint, { ...input, ...voice }),
    exchange: (endpoint, input) => client.exchange(endpoint, { ...input, ...voice }),
  };
};

async function answers(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}
