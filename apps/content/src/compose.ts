import { content, openApiOf, operations } from '@gatefold/api';
import type { BusinessClock, MachineClock, NewId } from '@gatefold/kernel';
import {
  createHttpApp,
  createMetrics,
  parkedRoutes,
  type Authenticate,
  type Logger,
  type Parking,
  type Service,
  type Titles,
  type Worker,
} from '@gatefold/service-kit';
import { articleRoutes } from './http/articles.routes.ts';
import { deskRoutes } from './http/desk.routes.ts';
import { emergencyRoutes } from './http/emergency.routes.ts';
import { feedRoutes } from './http/feed.routes.ts';
import { mediaRoutes } from './http/media.routes.ts';
import { pictureLinks } from './http/picture-links.ts';
import { statusOf } from './http/problems.ts';
import { readsRoutes } from './http/reads.routes.ts';
import { savedRoutes } from './http/saved.routes.ts';
import { sitemapRoutes } from './http/sitemap.routes.ts';
import { keepsReads } from './jobs/keep-reads.ts';
import type {
  ArticleStore,
  Desk,
  Gate,
  OpenAlls,
  Passes,
  Rasterise,
  ReadPlace,
  Published,
  Reads,
  Saved,
} from './usecases/ports.ts';
import { readArticle } from './usecases/read-article.ts';

/** What content needs from the world. `main.ts` passes the real things, a test passes its own. */
export type World = {
  clock: BusinessClock;
  machineClock: MachineClock;
  newId: NewId;
  logger: Logger;
  authenticate: Authenticate;
  articles: ArticleStore;
  desk: Desk;
  gate: Gate;
  passes: Passes;
  readPlace: ReadPlace;
  openAlls: OpenAlls;
  reads: Pick<Reads<never>, 'keep' | 'list' | 'areKept' | 'clear' | 'choose' | 'forgetBefore'>;
  published: Published;
  saved: Pick<Saved<never>, 'save' | 'drop' | 'list'>;
  /** What of the news from others could not be taken in. */
  parking: Parking;
  /** Where readers see the paper. */
  titles: Titles;
  pictureKey: Buffer;
  rasterise: Rasterise;
  readiness: Readonly<Record<string, () => Promise<unknown>>>;
  outboxSeconds: () => Promise<number>;
  workers: readonly Worker[];
  close(): Promise<void>;
};

/** The only place where content's parts meet. */
export function compose(world: World): Service {
  const { clock, machineClock, newId, logger, authenticate, articles, desk, readiness, workers, close } =
    world;
  const metrics = createMetrics('content');
  metrics.gauge(
    'outbox_oldest_seconds',
    'Age of the oldest event that is not yet published.',
    world.outboxSeconds,
  );
  const keeping = keepsReads(world);
  const links = pictureLinks({ key: world.pictureKey, clock: machineClock });

  const http = createHttpApp({
    authenticate,
    logger,
    metrics,
    newId,
    statusOf,
    openapi: openApiOf('Gatefold content', { ...content, ...operations }),
    readiness,
    routes: [
      mediaRoutes({ articles, links, rasterise: world.rasterise, clock }),
      articleRoutes({ articles, readArticle: readArticle(world), links, clock, note: keeping.note }),
      feedRoutes({ articles, clock, titles: world.titles }),
      sitemapRoutes(world),
      deskRoutes({ desk }),
      emergencyRoutes(world),
      readsRoutes({ reads: world.reads, flush: keeping.flush, note: keeping.note, clock }),
      savedRoutes(world),
      parkedRoutes(world.parking),
    ],
  });

  return { http, workers: [...workers, keeping], close };
}
