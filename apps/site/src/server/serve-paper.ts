import type { RequestListener } from 'node:http';
import { addressOf, answers, createPagesApp, pages, sessionCookie } from '@gatefold/web-kit';
import type { PagesBuild, PagesWorld, Sessions } from '@gatefold/web-kit';
import type { Express } from 'express';
import { hotArticle, type HotDeps } from './hot-article.ts';
import { keepArticle } from './keep-article.ts';
import type { KeptPages } from './kept-pages.ts';
import { createLanguages } from './languages.ts';
import { createMeters } from './meter.ts';
import type { PaperAt } from './papers.ts';
import { createPasses } from './pass.ts';
import { contentProxy } from './proxy.ts';
import { robots } from './robots.ts';
import type { Visit } from './visit.ts';
import { createVisits, type VisitDeps } from './visits.ts';

/** What of its surroundings a paper shares with the others; cookies, forms and kept pages are its own. */
type Deps = PagesWorld<PagesBuild<Visit>> &
  Pick<VisitDeps, 'clients' | 'house' | 'paymentOrigins' | 'lookups' | 'troubles' | 'edition'> &
  Pick<HotDeps, 'access' | 'openNow' | 'onSent' | 'saidOf'> &
  PaperAt & {
    /** As it is written over the API's description. */
    readonly title: string;
    readonly sessions: Sessions;
    readonly places: VisitDeps['places'] & HotDeps['places'];
    readonly kept: KeptPages;
    readonly urls: { readonly content: string };
  };

/** One paper under its address: kept pages first, then everything else. */
export function servePaper(deps: Deps): PaperAt & { readonly http: RequestListener; readonly app: Express } {
  const { paper, url, clock, machineClock, kept, urls } = deps;
  const own = ownParts(deps);
  const app = createPagesApp({
    ...deps,
    url,
    formTargets: deps.paymentOrigins,
    parts: firstParts,
    openForms: ['/newsletters/leave'],
    first: [],
    beside: [contentProxy({ contentUrl: urls.content, publication: paper.key }), robots(url)],
    readiness: {
      clock: async () => clock.now(),
      content: () => answers(urls.content),
    },
    pages: pages({
      build: deps.build,
      url,
      vary: ['cookie', 'accept-language'],
      visitFor: createVisits({ ...deps, ...own, siteUrl: url }),
      onPage: keepArticle({ kept, machineClock }),
    }),
  });
  const hot = hotArticle({ ...deps, ...own, addressOf: (req) => addressOf(app, req) });
  const http: RequestListener = (req, res) => hot(req, res, () => app(req, res));
  return { paper, url, http, app };
}

/** What a browser keeps of this paper alone. */
function ownParts({ paper, url, machineClock: clock }: Deps) {
  const kept = { url, clock };
  return {
    cookies: sessionCookie({ ...kept, name: 'gatefold_session' }),
    attempts: sessionCookie({ ...kept, name: 'gatefold_attempt' }),
    ceremonies: sessionCookie({ ...kept, name: 'gatefold_ceremony', longest: 1_000 }),
    meterOf: createMeters({ siteUrl: url, clock }),
    passes: createPasses({ siteUrl: url, clock }),
    languages: createLanguages({ paper, siteUrl: url, clock }),
  };
}

/** First parts of the paths that metrics tell apart. */
const firstParts = [
  ...['articles', 'sections', 'columns', 'authors', 'galleries', 'search', 'offer', 'checkout'],
  ...['give', 'redeem', 'teams', 'seats', 'newsletters'],
  ...['sign-in', 'sign-out', 'language', 'account', 'media', 'feed.xml'],
  ...['sitemap.xml', 'sitemaps', 'robots.txt'],
];
