import type { IncomingMessage, RequestListener } from 'node:http';
import { createClient, type Client } from '@gatefold/api';
import type { LocalClient } from '@gatefold/entitlement-client';
import type { Service, Worker } from '@gatefold/service-kit';
import {
  addressOf,
  answers,
  createPagesApp,
  createSessions,
  pages,
  sessionCookie,
  type PagesBuild,
  type PagesWorld,
  type SessionState,
} from '@gatefold/web-kit';
import type { Express } from 'express';
import { counting } from './counting.ts';
import { hotArticle } from './hot-article.ts';
import { keepArticle } from './keep-article.ts';
import { createKeptPages } from './kept-pages.ts';
import { createKeptReads } from './kept-reads.ts';
import { publication } from '../publication.ts';
import { createLanguages } from './languages.ts';
import { createLookups } from './lookups.ts';
import { createMeters } from './meter.ts';
import { createOpenNow } from './open-now.ts';
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
  /** What entitlement tells this process, by which kept pages are handed out. */
  readonly access: LocalClient;
  /** How many bytes of pages are kept. */
  readonly keptBytes: number;
  readonly urls: {
    readonly billing: string;
    readonly content: string;
    readonly entitlement: string;
    readonly identity: string;
    readonly mail: string;
  };
};

/** The only place where the site's parts meet. */
export function compose(world: World): Service & { readonly app: Express } {
  const { clock, machineClock, access, siteUrl, urls, workers } = world;
  const parts = partsOf(world);
  const kept = createKeptPages(world.keptBytes);
  const app = createPagesApp({
    ...world,
    title: 'Gatefold site',
    url: siteUrl,
    formTargets: world.paymentOrigins,
    parts: firstParts,
    openForms: ['/newsletters/leave'],
    first: [],
    beside: [contentProxy({ contentUrl: urls.content, publication: publication.key })],
    readiness: {
      clock: async () => clock.now(),
      content: () => answers(urls.content),
    },
    pages: pages({
      build: world.build,
      url: siteUrl,
      vary: ['cookie', 'accept-language'],
      visitFor: createVisits({ ...world, ...parts }),
      onPage: keepArticle({ kept, machineClock }),
    }),
  });

  const count = counting(world.metrics, kept);
  const reads = createKeptReads({ ...world, content: parts.clients.content });
  const hot = hotArticle({
    ...world,
    ...parts,
    kept,
    addressOf: (req) => addressOf(app, req),
    onSent(sent) {
      count(sent);
      reads.note(sent);
    },
  });
  const http: RequestListener = (req, res) => hot(req, res, () => app(req, res));
  const close = async (): Promise<void> => undefined;
  return { http, app, workers: [...workers, parts.sessions.worker, following(access), reads], close };
}

/** Pages are made without it too, so nothing waits until it is there. */
const following = (access: LocalClient): Worker => ({
  start: async () => void access.start(),
  stop: () => access.stop(),
});

/** What both the pages and their keeper ask. */
function partsOf(world: World) {
  const { machineClock, siteUrl, urls, access } = world;
  const client = (baseUrl: string): Client =>
    createClient({ baseUrl, token: world.serviceToken, timeoutMs: 5_000 });
  const clients = {
    billing: client(urls.billing),
    content: client(urls.content),
    entitlement: client(urls.entitlement),
    identity: client(urls.identity),
    mail: client(urls.mail),
  };
  const kept = { url: siteUrl, clock: machineClock };
  const places = createPlaces({ ...world, entitlement: clients.entitlement, clock: machineClock });
  const lookups = createLookups({ ...clients, clock: machineClock });
  return {
    clients,
    cookies: sessionCookie({ ...kept, name: 'gatefold_session' }),
    attempts: sessionCookie({ ...kept, name: 'gatefold_attempt' }),
    ceremonies: sessionCookie({ ...kept, name: 'gatefold_ceremony', longest: 1_000 }),
    sessions: createSessions({
      client: clients.identity,
      clock: machineClock,
      logger: world.logger,
      mostKept: 200_000,
      whileAway: 'last-answer',
    }),
    meterOf: createMeters({ siteUrl, clock: machineClock }),
    passes: createPasses({ siteUrl, clock: machineClock }),
    places,
    languages: createLanguages({ siteUrl, clock: machineClock }),
    lookups,
    saidOf: new WeakMap<IncomingMessage, SessionState>(),
    openNow: createOpenNow({ content: clients.content, clock: machineClock }),
    troubles: createTroubles({ clock: machineClock }),
    // Each only ever grows, so the sum is the same only while all of them are.
    edition: () => access.articlesHeard + lookups.edition() + places.edition,
  };
}

/** First parts of the paths that metrics tell apart. */
const firstParts = [
  ...['articles', 'sections', 'columns', 'authors', 'galleries', 'search', 'offer', 'checkout'],
  ...['give', 'redeem', 'teams', 'seats', 'newsletters'],
  ...['sign-in', 'sign-out', 'language', 'account', 'media', 'feed.xml'],
];
