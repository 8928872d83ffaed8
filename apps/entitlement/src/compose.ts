import type { RequestListener } from 'node:http';
import type { Router } from 'express';
import { entitlement, openApiOf, operations } from '@gatefold/api';
import type { BusinessClock } from '@gatefold/kernel';
import { readinessBy, secondsAhead } from '@gatefold/messaging';
import {
  createHttpApp,
  createMetrics,
  parkedRoutes,
  type Metrics,
  type Service,
} from '@gatefold/service-kit';
import { postgresAccessRecords } from './adapters/postgres/access-records.ts';
import { articlesFrom } from './adapters/postgres/articles.ts';
import { postgresComps } from './adapters/postgres/comps.ts';
import { forgetMeters } from './adapters/postgres/forget-meters.ts';
import { postgresGiftLinks } from './adapters/postgres/gift-links.ts';
import { meteredReadingsOf, postgresMeters } from './adapters/postgres/meters.ts';
import { postgresGroups } from './adapters/postgres/groups.ts';
import { goodwillMinutes, goodwillOf } from './adapters/postgres/goodwill.ts';
import { oldestTransactionSeconds } from './adapters/postgres/oldest-transaction.ts';
import { postgresRebuilding } from './adapters/postgres/rebuilding.ts';
import { postgresRevisions } from './adapters/postgres/revisions.ts';
import { knownTokens } from './adapters/memory-projection/known-tokens.ts';
import type { AccessAnswer } from './domain/answer.ts';
import { eventsOf } from './events.ts';
import { accessRoutes } from './http/access.routes.ts';
import { announcementRoutes } from './http/announcements.routes.ts';
import { compRoutes } from './http/comps.routes.ts';
import { giftLinkRoutes } from './http/gift-links.routes.ts';
import { groupRoutes, seatRoutes } from './http/groups.routes.ts';
import { membershipRoutes } from './http/memberships.routes.ts';
import { hotBatch } from './http/hot-batch.ts';
import { hotCheck } from './http/hot-check.ts';
import { insightRoutes } from './http/insight.routes.ts';
import { questionnaires } from './http/questionnaires.ts';
import { statusOf } from './http/problems.ts';
import { readerRoutes } from './http/readers.routes.ts';
import { rebuildRoutes } from './http/rebuild.routes.ts';
import { snapshotRoutes } from './http/snapshot.routes.ts';
import { serviceLevels } from './metrics.ts';
import { recentEffects } from './recent-effects.ts';
import { checkAccess } from './usecases/check-access.ts';
import { currentSet } from './usecases/current-set.ts';
import { explainAccess } from './usecases/explain-access.ts';
import { giveArticle, tokenOf } from './usecases/give-article.ts';
import { giveComp } from './usecases/give-comp.ts';
import { openInstitutions } from './usecases/open-institutions.ts';
import { openGiftLinks } from './usecases/open-gift-links.ts';
import { meterToken, readByMeter } from './usecases/read-by-meter.ts';
import { rebuildSets } from './usecases/rebuild-sets.ts';
import { joinGroups, keepGroups, type GroupDeps } from './usecases/run-groups.ts';
import type { Groups } from './usecases/group-ports.ts';
import { revokeComp } from './usecases/revoke-comp.ts';
import type { GiftLink } from './domain/gift-link.ts';
import type { AccessRecords, GiftLinks, Revisions } from './usecases/ports.ts';
import type { World } from './needs.ts';

/** The only place where entitlement's parts meet: what it knows, then who is told, then who may ask. */
export function compose(world: World): Service & { readonly app: ReturnType<typeof appOf> } {
  const { machineClock, newId, pool, close } = world;
  const metrics = createMetrics('entitlement');
  const levels = serviceLevels(metrics, {
    outboxSeconds: () => events.relay.oldestSeconds(),
    parkedEvents: async () => (await events.parking.list()).length,
    oldestTransactionSeconds: () => oldestTransactionSeconds(pool),
    goodwillMinutes: () => goodwillMinutes(pool),
    clockSecondsAhead: () => secondsAhead(pool, machineClock),
  });
  const revisions = postgresRevisions(pool, machineClock);
  const effects = recentEffects(machineClock);
  const events = eventsOf(world, {
    onRecorded(event) {
      levels.took(event.eventId, machineClock.now());
      // Said again, it changes nothing for anybody.
      if (event.type !== 'subscription.announced') effects.took(event);
    },
    onCommitted() {
      effects.committed();
      revisions.wake();
    },
  });
  const tokens = knownTokens(world.authenticate, machineClock);
  const app = appOf(
    { ...world, authenticate: tokens.authenticate },
    { metrics, levels, revisions, events, effects },
  );
  const fromMemory = {
    memory: events.front,
    isService: tokens.isService,
    clock: events.clock,
    newId,
    onAnswer: levels.answeredFromMemory,
  };
  const [check, batch] = [hotCheck(fromMemory), hotBatch(fromMemory, app)];
  const http: RequestListener = (req, res) => check(req, res) || batch(req, res) || app(req, res);

  const forgetting = forgetMeters({ pool, clock: events.clock, logger: world.logger });

  return { http, app, workers: [...events.workers, levels.worker, forgetting], close };
}

type Parts = {
  metrics: Metrics;
  levels: ReturnType<typeof serviceLevels>;
  revisions: Revisions;
  events: ReturnType<typeof eventsOf>;
  effects: ReturnType<typeof recentEffects>;
};

/** Everything that memory does not answer. */
function appOf(world: World, { metrics, levels, revisions, events, effects }: Parts): RequestListener {
  const { machineClock, newId, logger, authenticate, pool, transport } = world;
  const { clock, boundaries, front } = events;
  const records = postgresAccessRecords(pool);
  const check = checkAccess({ records, revisions, clock });
  const giftLinks = postgresGiftLinks(pool, clock);
  const groups = postgresGroups({ pool, readerSets: events.readerSets, clock });
  const onAnswer = (answer: AccessAnswer, reader: string | null): void => {
    levels.answered(answer);
    if (reader !== null) front.sawVersion(reader, answer.version);
  };
  const announceAll = (): Promise<number> => boundaries.announceAll().finally(() => events.relay.wake());

  return createHttpApp({
    authenticate,
    logger,
    metrics,
    newId,
    statusOf,
    openapi: openApiOf('Gatefold entitlement', { ...entitlement, ...operations }),
    readiness: {
      ...readinessBy(pool, machineClock),
      events: () => transport.ping(),
      clock: async () => clock.now(),
    },
    rawRoutes: [questionnaires()],
    routes: [
      accessRoutes({
        checkAccess: readingOf(world, { check, giftLinks, records, clock, groups }),
        meterToken: (visitorId) => meterToken(visitorId, world.signer),
        onAnswer,
      }),
      readerRoutes(readersOf(world, { records, clock, events, groups })),
      giftLinkRoutes(giftsOf(world, { check, records, giftLinks, clock })),
      compRoutes(compsOf(world, events)),
      ...seatsOf(world, { groups, clock, onChanged: events.relay.wake }),
      insightRoutes({ articlesFrom: articlesFrom(pool), effects }),
      snapshotRoutes({ memory: front, clock: machineClock }),
      rebuildRoutes(rebuildsOf(world, events)),
      announcementRoutes({ announceAll }),
      parkedRoutes(events.parking),
    ],
  });
}

type Told = Pick<Parts, 'events'> & { records: AccessRecords; clock: BusinessClock; groups: Groups };

/** What is told of one reader. */
const readersOf = ({ pool, evidence }: World, { records, clock, events, groups }: Told) => ({
  currentSet: currentSet({ records, clock }),
  goodwillOf: (readerId: string) => goodwillOf(pool, readerId),
  meteredReadingsOf: (readerId: string) => meteredReadingsOf(pool, readerId),
  explainAccess: explainAccess({
    ...{ records, evidence, clock, groups },
    comps: postgresComps(pool, events.readerSets),
  }),
});

/** Groups with seats: who looks after them, and who reads by them. */
function seatsOf(world: World, parts: Pick<GroupDeps, 'groups' | 'clock' | 'onChanged'>): Router[] {
  const { groups, clock } = parts;
  const deps = {
    ...world,
    ...parts,
    report: (err: unknown, what: string) => world.logger.warn({ err }, what),
  };
  const kept = keepGroups(deps);
  return [
    groupRoutes({ groups: kept, networks: groups.networks, clock }),
    seatRoutes({ groups: kept, clock }),
    membershipRoutes({ groups: joinGroups(deps), clock }),
  ];
}

/** What a question may open beyond what its reader has. */
const readingOf = (
  { pool, signer, meters, newId }: World,
  { check, giftLinks, records, clock, groups }: Omit<Gifts, 'newId'> & { groups: Groups },
) =>
  readByMeter({
    check: openGiftLinks({
      check: openInstitutions({ check, records, groups, clock }),
      giftLinks,
      signer,
      clock,
    }),
    records,
    meters: postgresMeters(pool),
    policies: meters,
    signer,
    clock,
    newId,
  });

/** What is given or taken back goes out at once. */
function compsOf({ pool, newId }: World, { clock, readerSets, relay }: Parts['events']) {
  const comps = postgresComps(pool, readerSets);
  const thenTell = async <T>(done: Promise<T>): Promise<T> => {
    const result = await done;
    relay.wake();
    return result;
  };
  const [give, revoke] = [giveComp({ comps, clock, newId }), revokeComp({ comps, clock })];
  return {
    giveComp: (...wish: Parameters<typeof give>) => thenTell(give(...wish)),
    revokeComp: (...revocation: Parameters<typeof revoke>) => thenTell(revoke(...revocation)),
    compsOf: comps.of,
  };
}

type Gifts = Omit<Parameters<typeof giveArticle>[0], 'newId' | 'giftLinks'> & { giftLinks: GiftLinks };

const giftsOf = ({ newId, signer }: World, { giftLinks, clock, ...parts }: Gifts) => ({
  giveArticle: giveArticle({ ...parts, giftLinks, clock, newId }),
  giftLinksOf: giftLinks.of,
  revokeGiftLink: (id: string, giverId: string) => giftLinks.revoke(id, giverId, clock.now()),
  tokenOf: (link: GiftLink) => tokenOf(link, signer),
});

const rebuildsOf = ({ pool, machineClock, logger }: World, { readerSets, relay }: Parts['events']) =>
  rebuildSets({
    rebuilding: postgresRebuilding(pool, readerSets),
    clock: machineClock,
    onChanged: () => relay.wake(),
    onFailure: (error) => logger.error({ err: error }, 'a rebuild broke off'),
  });
