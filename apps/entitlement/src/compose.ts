import { entitlement, openApiOf, operations } from '@gatefold/api';
import type { MachineClock, NewId } from '@gatefold/kernel';
import type { Transport } from '@gatefold/messaging';
import {
  createHttpApp,
  createMetrics,
  parkedRoutes,
  type Authenticate,
  type Follower,
  type Logger,
  type Service,
} from '@gatefold/service-kit';
import type { Pool } from 'pg';
import { postgresAccessRecords } from './adapters/postgres/access-records.ts';
import { oldestTransactionSeconds } from './adapters/postgres/oldest-transaction.ts';
import { postgresRevisions } from './adapters/postgres/revisions.ts';
import { eventsOf, type Drain } from './events.ts';
import { accessRoutes } from './http/access.routes.ts';
import { announcementRoutes } from './http/announcements.routes.ts';
import { questionnaires } from './http/questionnaires.ts';
import { statusOf } from './http/problems.ts';
import { readerRoutes } from './http/readers.routes.ts';
import { serviceLevels } from './metrics.ts';
import { checkAccess } from './usecases/check-access.ts';
import { currentSet } from './usecases/current-set.ts';
import { explainAccess } from './usecases/explain-access.ts';
import type { Evidence } from './usecases/ports.ts';

/** What entitlement needs from the world. `world.ts` has the real things, a test passes its own. */
export type World = {
  machineClock: MachineClock;
  newId: NewId;
  logger: Logger;
  authenticate: Authenticate;
  pool: Pool;
  transport: Transport;
  evidence: Evidence;
  /** Of the events of this service; raised after a restore. */
  epoch: number;
  heartbeatSeconds: number;
  /** Business time, and who calls `drain` at its ticks. */
  follow(drain: Drain): Follower;
  close(): Promise<void>;
};

/** The only place where entitlement's parts meet: what it knows, then who is told, then who may ask. */
export function compose(world: World): Service {
  const { machineClock, newId, logger, authenticate, pool, transport, evidence, close } = world;
  const metrics = createMetrics('entitlement');
  const levels = serviceLevels(metrics, {
    outboxSeconds: () => events.relay.oldestSeconds(),
    parkedEvents: async () => (await events.parking.list()).length,
    oldestTransactionSeconds: () => oldestTransactionSeconds(pool),
  });
  const records = postgresAccessRecords(pool);
  const revisions = postgresRevisions(pool, machineClock);
  const events = eventsOf(world, {
    onRecorded: (eventId) => levels.took(eventId, machineClock.now()),
    onCommitted: revisions.wake,
  });
  const { clock, boundaries } = events;

  const http = createHttpApp({
    authenticate,
    logger,
    metrics,
    newId,
    statusOf,
    openapi: openApiOf('Gatefold entitlement', { ...entitlement, ...operations }),
    readiness: {
      database: () => pool.query('SELECT 1'),
      events: () => transport.ping(),
      clock: async () => clock.now(),
    },
    rawRoutes: [questionnaires()],
    routes: [
      accessRoutes({ checkAccess: checkAccess({ records, revisions, clock }), onAnswer: levels.answered }),
      readerRoutes({
        currentSet: currentSet({ records, clock }),
        explainAccess: explainAccess({ records, evidence, clock }),
      }),
      announcementRoutes({
        async announceAll() {
          const announced = await boundaries.announceAll();
          events.relay.wake();
          return announced;
        },
      }),
      parkedRoutes(events.parking),
    ],
  });

  return { http, workers: events.workers, close };
}
