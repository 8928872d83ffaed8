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
import type { RequestHandler } from 'express';
import type { Visit } from './visit.ts';
import { createVisits } from './visits.ts';

/** What these pages need from the world. `main.ts` passes the real things, a test passes its own. */
export type World = PagesWorld<PagesBuild<Visit>> & {
  readonly financeUrl: string;
  readonly urls: { readonly billing: string; readonly entitlement: string; readonly identity: string };
};

/** The only place where the parts meet. */
export function compose(world: World): Service {
  const { clock, machineClock, financeUrl, urls, workers } = world;
  const client = (baseUrl: string): Client =>
    createClient({ baseUrl, token: world.serviceToken, timeoutMs: 5_000 });
  const clients = {
    billing: client(urls.billing),
    entitlement: client(urls.entitlement),
    identity: client(urls.identity),
  };
  const sessions = createSessions({
    client: clients.identity,
    clock: machineClock,
    logger: world.logger,
    mostKept: 1_000,
    whileAway: 'nobody',
  });
  const visitFor = createVisits({
    ...world,
    clients,
    cookies: sessionCookie({ name: 'gatefold_staff', url: financeUrl, clock: machineClock }),
    leavings: sessionCookie({
      ...{ name: 'gatefold_staff_leaving', url: financeUrl, clock: machineClock, longest: 1_500 },
    }),
    sessions,
  });

  const http = createPagesApp({
    ...world,
    title: 'Gatefold finance',
    url: financeUrl,
    formTargets: [],
    parts: [
      ...['audit', 'cases', 'events', 'exports', 'gifts', 'imports', 'institutions', 'latency', 'offers'],
      ...['periods', 'playground', 'price-rises', 'readers', 'reports', 'requests', 'webhooks'],
      ...['reconciliation', 'search', 'security', 'sign-in', 'sign-out', 'staff', 'subscriptions'],
    ],
    // The file with all offers, pasted.
    largerForms: { '/offers/plan': '512kb' },
    first: [keptNowhere],
    beside: [],
    readiness: {
      clock: async () => clock.now(),
      billing: () => answers(urls.billing),
      identity: () => answers(urls.identity),
    },
    pages: pages({ build: world.build, url: financeUrl, visitFor }),
  });

  return { http, workers: [...workers, sessions.worker], close: async () => undefined };
}

/** What is written here about readers and money is kept nowhere and found by nobody. */
const keptNowhere: RequestHandler = (_req, res, next) => {
  res.set('cache-control', 'no-store').set('x-robots-tag', 'noindex, nofollow');
  next();
};
