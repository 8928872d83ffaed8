import type { IncomingMessage } from 'node:http';
import { createClient, type Client } from '@gatefold/api';
import type { LocalClient } from '@gatefold/entitlement-client';
import type { Service, Worker } from '@gatefold/service-kit';
import { createSessions, type PagesBuild, type PagesWorld, type SessionState } from '@gatefold/web-kit';
import type { Express } from 'express';
import { byHost } from './by-host.ts';
import { counting } from './counting.ts';
import type { Sent } from './hot-article.ts';
import { createKeptPages } from './kept-pages.ts';
import { createKeptReads } from './kept-reads.ts';
import { createLookups } from './lookups.ts';
import { createOpenNow } from './open-now.ts';
import { createPlaces } from './places.ts';
import type { PaperAt } from './papers.ts';
import { servePaper } from './serve-paper.ts';
import { createTroubles } from './troubles.ts';
import type { Visit } from './visit.ts';

/** What the site needs from the world. `main.ts` passes the real things, a test passes its own. */
export type World = PagesWorld<PagesBuild<Visit>> & {
  /** Which papers are shown and where, the main one first. */
  readonly papers: readonly [PaperAt, ...PaperAt[]];
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
  const { access, papers, workers } = world;
  const parts = partsOf(world);
  const kept = papers.map(() => createKeptPages(Math.floor(world.keptBytes / papers.length)));
  const count = counting(world.metrics, kept);
  const reads = createKeptReads({ ...world, content: parts.clients.content });
  const onSent = (sent: Sent): void => {
    count(sent);
    reads.note(sent);
  };

  const [main, ...others] = papers;
  const serve = (at: PaperAt, index: number) =>
    servePaper({
      title: 'Gatefold site',
      ...world,
      ...parts,
      ...at,
      house: papers,
      kept: kept[index]!,
      onSent,
    });
  const first = serve(main, 0);
  const http = byHost([first, ...others.map((at, index) => serve(at, index + 1))]);
  const close = async (): Promise<void> => undefined;
  const all = [...workers, parts.sessions.worker, following(access), reads];
  return { http, app: first.app, workers: all, close };
}

/** Pages are made without it too, so nothing waits until it is there. */
const following = (access: LocalClient): Worker => ({
  start: async () => void access.start(),
  stop: () => access.stop(),
});

/** What all papers ask, and remember together. */
function partsOf(world: World) {
  const { machineClock, urls, access } = world;
  const client = (baseUrl: string): Client =>
    createClient({ baseUrl, token: world.serviceToken, timeoutMs: 5_000 });
  const clients = {
    billing: client(urls.billing),
    content: client(urls.content),
    entitlement: client(urls.entitlement),
    identity: client(urls.identity),
    mail: client(urls.mail),
  };
  const places = createPlaces({ ...world, entitlement: clients.entitlement, clock: machineClock });
  const lookups = createLookups({ ...clients, clock: machineClock });
  return {
    clients,
    sessions: createSessions({
      client: clients.identity,
      clock: machineClock,
      logger: world.logger,
      mostKept: 200_000,
      whileAway: 'last-answer',
    }),
    places,
    lookups,
    saidOf: new WeakMap<IncomingMessage, SessionState>(),
    openNow: createOpenNow({ content: clients.content, clock: machineClock }),
    troubles: createTroubles({ clock: machineClock }),
    // Each only ever grows, so the sum is the same only while all of them are.
    edition: () => access.articlesHeard + lookups.edition() + places.edition,
  };
}
