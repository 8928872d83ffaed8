import { createClient, type Client } from '@gatefold/api';
import type { Service } from '@gatefold/service-kit';
import {
  answers,
  createPagesApp,
  createSessions,
  pages,
  sessionCookie,
  type PagesBuild,
  type PagesWorld,
} from '@gatefold/web-kit';
import { createLanguages } from './languages.ts';
import { createLookups } from './lookups.ts';
import { createMeters } from './meter.ts';
import { createPasses } from './pass.ts';
import { createPlaces } from './places.ts';
import { contentProxy } from './proxy.ts';
import { createTroubles } from './troubles.ts';
import type { Visit } from './visit.ts';
import { createVisits } from './visits.ts';

/** What the site needs from the world. `main.ts` passes the real things, a test passes its own. */
export type World = PagesWorld<PagesBuild<Visit>> & {
  readonly siteUrl: string;
  readonly paymentOrigins: readonly string[];
  /** Says in this site's name from where somebody reads. */
  signPlace(address: string): Promise<string>;
  readonly urls: {
    readonly billing: string;
    readonly content: string;
    readonly entitlement: string;
    readonly identity: string;
  };
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
  const sessions = createSessions({
    client: clients.identity,
    clock: machineClock,
    logger: world.logger,
    mostKept: 200_000,
    whileAway: 'last-answer',
  });
  const kept = { url: siteUrl, clock: machineClock };
  const visitFor = createVisits({
    ...world,
    clients,
    cookies: sessionCookie({ ...kept, name: 'gatefold_session' }),
    attempts: sessionCookie({ ...kept, name: 'gatefold_attempt' }),
    ceremonies: sessionCookie({ ...kept, name: 'gatefold_ceremony', longest: 1_000 }),
    sessions,
    meterOf: createMeters({ siteUrl, clock: machineClock }),
    passOf: createPasses({ siteUrl, clock: machineClock }),
    placeOf: createPlaces({ ...world, entitlement: clients.entitlement, clock: machineClock }),
    languageOf: createLanguages({ siteUrl, clock: machineClock }),
    lookups: createLookups({ ...clients, clock: machineClock }),
    troubles: createTroubles({ clock: machineClock }),
  });

  const http = createPagesApp({
    ...world,
    title: 'Gatefold site',
    url: siteUrl,
    formTargets: world.paymentOrigins,
    parts,
    first: [],
    beside: [contentProxy({ contentUrl: urls.content })],
    readiness: {
      clock: async () => clock.now(),
      content: () => answers(urls.content),
    },
    pages: pages({ build: world.build, url: siteUrl, vary: ['cookie', 'accept-language'], visitFor }),
  });

  return { http, workers: [...workers, sessions.worker], close: async () => undefined };
}

/** First parts of the paths that metrics tell apart. */
const parts = [
  ...['articles', 'sections', 'columns', 'authors', 'galleries', 'search', 'offer', 'checkout'],
  ...['give', 'redeem', 'teams', 'seats'],
  ...['sign-in', 'sign-out', 'language', 'account', 'media', 'feed.xml'],
];
