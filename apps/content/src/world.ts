import { articleTopic } from '@gatefold/events';
import {
  connectTransport,
  createConsumer,
  createRelay,
  openPool,
  readinessBy,
  type Consumer,
  type Published,
  type Relay,
} from '@gatefold/messaging';
import {
  bearerAuthentication,
  createServiceTokens,
  followSimulatorClock,
  followWallClock,
  newId,
  placeReader,
  systemBusinessClock,
  systemMachineClock,
  titlesOf,
  type Logger,
} from '@gatefold/service-kit';
import { ed25519Passes } from './adapters/ed25519-passes.ts';
import { entitlementGate } from './adapters/entitlement-gate.ts';
import { lastRead } from './adapters/last-read.ts';
import { postgresArticleStore } from './adapters/postgres/article-store.ts';
import { postgresOpenAlls } from './adapters/postgres/open-alls.ts';
import { postgresDesk } from './adapters/postgres/desk.ts';
import { postgresPublished } from './adapters/postgres/published.ts';
import { postgresReads } from './adapters/postgres/reads.ts';
import { postgresSaved } from './adapters/postgres/saved.ts';
import { rasterise } from './adapters/sharp/rasterise.ts';
import type { World } from './compose.ts';
import { readerConsumer } from './consumers/reader.consumer.ts';
import type { Env } from './env.ts';

/** The real world: database, event log, entitlement, clocks. */
export function realWorld(env: Env, logger: Logger): World {
  const machineClock = systemMachineClock;
  const pool = openPool({ url: env.DATABASE_URL, name: 'content', logger });
  const transport = eventLog(env, logger);
  const log = { pool, transport, clock: machineClock, newId, logger };
  const relay = createRelay({ ...log, topics: [articleTopic] });
  const [reads, saved] = [postgresReads(pool), postgresSaved(pool)];
  const consumer = createConsumer({
    ...log,
    group: 'content',
    subscriptions: [readerConsumer({ reads, saved })],
  });
  const follower = followBusinessClock(env, { relay, consumer, logger });
  const { clock } = follower;
  return {
    clock,
    machineClock,
    newId,
    logger,
    titles: titlesOf(env),
    authenticate: bearerAuthentication({
      serviceKeys: env.SERVICE_JWKS,
      readerKeysUrl: new URL('/v1/jwks', env.IDENTITY_URL),
      clock: machineClock,
    }),
    articles: lastRead(postgresArticleStore(pool), { clock: machineClock, onSilence: whileAway(logger) }),
    desk: postgresDesk({ pool, clock, newId, epoch: env.EVENTS_EPOCH, announced: () => relay.wake() }),
    gate: gateOf(env, { clock, logger }),
    passes: ed25519Passes(env.SERVICE_PRIVATE_JWK, machineClock),
    readPlace: readPlaceOf(env),
    openAlls: postgresOpenAlls(pool),
    reads,
    saved,
    published: postgresPublished(pool),
    parking: consumer.parking,
    pictureKey: env.HMAC_KEYS,
    rasterise: rasterise(),
    readiness: {
      ...readinessBy(pool, machineClock),
      events: () => transport.ping(),
      clock: async () => clock.now(),
    },
    outboxSeconds: () => relay.oldestSeconds(),
    workers: [relay, follower.worker, consumer],
    async close() {
      await transport.close();
      await pool.end();
    },
  };
}

function gateOf(env: Env, { clock, logger }: Pick<World, 'clock' | 'logger'>) {
  const tokens = createServiceTokens({
    service: 'content',
    privateJwk: env.SERVICE_PRIVATE_JWK,
    clock: systemMachineClock,
  });
  return entitlementGate({
    baseUrl: env.ENTITLEMENT_URL,
    token: () => tokens.token(),
    businessClock: clock,
    machineClock: systemMachineClock,
    onSilence: (err) => logger.warn({ err }, 'entitlement does not answer; the failure policy does'),
  });
}

const whileAway =
  (logger: Logger) =>
  (err: unknown): void =>
    logger.warn({ err }, 'the database does not answer; what was read last does');

const eventLog = (env: Env, logger: Logger) =>
  connectTransport({
    events: env.EVENTS,
    kafkaBrokers: env.KAFKA_BROKERS,
    eventsDatabaseUrl: env.EVENTS_DATABASE_URL,
    clientId: 'content',
    logger,
  });

type Ears = { relay: Relay; consumer: Consumer; logger: Logger };

/** An instant is done here when all that others said by then is heard, and all that was announced is in the event log. */
function followBusinessClock(env: Env, { relay, consumer, logger }: Ears) {
  const drain = async (_now: Date, published: Published) => {
    await consumer.caughtUp(published);
    await relay.drained();
    return { nextDueAt: null, published: await relay.published() };
  };
  return env.SIMULATOR_CLOCK_URL === undefined
    ? followWallClock({ clock: systemBusinessClock, logger, drain })
    : followSimulatorClock({
        url: env.SIMULATOR_CLOCK_URL,
        app: 'content',
        machineClock: systemMachineClock,
        logger,
        drain,
      });
}

/** Only the site sits behind the proxy and knows from where somebody reads. */
const readPlaceOf = ({ SERVICE_JWKS: serviceKeys }: Env) =>
  placeReader({ serviceKeys, service: 'site', clock: systemMachineClock });
