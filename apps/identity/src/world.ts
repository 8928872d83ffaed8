import type { BusinessClock } from '@gatefold/kernel';
import { connectTransport, createRelay, openPool, readinessBy } from '@gatefold/messaging';
import { readerTopic } from '@gatefold/events';
import {
  bearerAuthentication,
  createMetrics,
  createServiceTokens,
  followSimulatorClock,
  followWallClock,
  postgresLimiter,
  titleNamed,
  titlesOf,
  newId,
  systemBusinessClock,
  systemMachineClock as clock,
  type Logger,
} from '@gatefold/service-kit';
import { addressHash } from './adapters/address-hash.ts';
import { mailedActions } from './adapters/mailed-actions.ts';
import { signInMails } from './adapters/mail-client.ts';
import { changesOf, openDatabase } from './adapters/prisma/database.ts';
import { prismaAccountActions } from './adapters/prisma/account-actions.ts';
import { prismaOutbox } from './adapters/prisma/outbox.ts';
import { prismaOwnAccount } from './adapters/prisma/own-account.ts';
import { prismaPasskeys } from './adapters/prisma/passkeys.ts';
import { prismaReaders } from './adapters/prisma/readers.ts';
import { prismaSecondFactors } from './adapters/prisma/second-factors.ts';
import { prismaSignInCodes } from './adapters/prisma/sign-in-codes.ts';
import { prismaSessionChanges } from './adapters/prisma/session-changes.ts';
import { prismaSignInRecord } from './adapters/prisma/sign-in-record.ts';
import { prismaSignIns } from './adapters/prisma/sign-ins.ts';
import { prismaStaffDesk } from './adapters/prisma/staff-log.ts';
import { prismaStaffProvider } from './adapters/prisma/staff-provider.ts';
import { readerTokens } from './adapters/reader-tokens.ts';
import { signingKeys } from './adapters/signing-keys.ts';
import type { World } from './compose.ts';
import type { Env } from './env.ts';
import { signInLimits } from './http/sign-in-limits.ts';

/** The real world, as the environment names it. */
export function realWorld(env: Env, logger: Logger): World {
  const pool = openPool({ url: env.DATABASE_URL, name: 'identity', max: 5, logger });
  const db = openDatabase(env.DATABASE_URL);
  const addresses = addressHash(env.HMAC_KEYS);
  const events = eventsOf(env, pool, logger);
  const change = changesOf(db, events.relay.wake);
  const addToOutbox = prismaOutbox({ clock: events.clock, newId, epoch: env.EVENTS_EPOCH });
  const stores = { db, change, clock, addresses, addToOutbox };
  const keys = signingKeys({ db, secret: env.AUTH_SECRET, clock, newId });
  const metrics = createMetrics('identity');
  metrics.gauge('outbox_oldest_seconds', 'Age of the oldest event that is not yet published.', () =>
    events.relay.oldestSeconds(),
  );

  return {
    clock,
    logger,
    metrics,
    newId,
    appUrls: appUrlsOf(env),
    habits: { locale: env.READER_LOCALE, zone: env.READER_ZONE },
    authenticate: bearerAuthentication({
      serviceKeys: env.SERVICE_JWKS,
      readerKeysUrl: new URL('/v1/jwks', env.IDENTITY_URL),
      clock,
    }),
    readers: prismaReaders(stores),
    signIns: prismaSignIns({ ...stores, secret: env.AUTH_SECRET, siteUrl: env.SITE_URL, newId }),
    sessionChanges: prismaSessionChanges({ db, epoch: env.EVENTS_EPOCH }),
    codes: prismaSignInCodes({ db, clock }),
    ...ownOf(db),
    secondFactors: prismaSecondFactors({ ...stores, secret: env.AUTH_SECRET, siteUrl: env.SITE_URL, newId }),
    ...staffOf(env, db),
    passkeys: passkeysOf(env, db),
    actions: prismaAccountActions({ ...stores, clock, newId }),
    mailedActions: mailedActions(env.HMAC_KEYS),
    tokens: readerTokens({ keys, clock }),
    mails: signInMails({
      url: env.MAIL_URL,
      tokens: createServiceTokens({ service: 'identity', privateJwk: env.SERVICE_PRIVATE_JWK, clock }),
    }),
    limits: limitsOf(env, pool, addresses.of),
    readiness: { ...readinessBy(pool, clock), events: events.ping },
    workers: events.workers,
    close: async () => {
      await events.close();
      await db.$disconnect();
      await pool.end();
    },
  };
}

function appUrlsOf(env: Env): World['appUrls'] {
  const titles = titlesOf(env);
  return { finance: env.FINANCE_URL, site: (title) => titleNamed(titles, title).url };
}

function passkeysOf(env: Env, db: ReturnType<typeof openDatabase>) {
  const titles = titlesOf(env);
  const named = (key: string | null | undefined) => titleNamed(titles, key);
  return prismaPasskeys({ db, clock, secret: env.AUTH_SECRET, titleNamed: named, newId });
}

/** What owners see of their account, and what is on record of its sign-ins. */
const ownOf = (db: ReturnType<typeof openDatabase>) => ({
  own: prismaOwnAccount({ db, clock }),
  signInRecord: prismaSignInRecord(db),
});

const staffOf = (env: Env, db: ReturnType<typeof openDatabase>) => ({
  staffDesk: prismaStaffDesk({ db }),
  staffProvider: staffProviderOf(env, db),
  staffPolicy: { rules: env.STAFF_OIDC_ROLES, trusted: env.STAFF_OIDC_FACTORS },
});

function staffProviderOf(env: Env, db: ReturnType<typeof openDatabase>) {
  const { STAFF_OIDC_ISSUER: issuer, STAFF_OIDC_CLIENT_ID: clientId } = env;
  const clientSecret = env.STAFF_OIDC_CLIENT_SECRET;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  const client = {
    ...{ issuer, clientId, clientSecret },
    name: env.STAFF_OIDC_NAME,
    scopes: env.STAFF_OIDC_SCOPES,
    returnUrl: new URL('/sign-in/organisation/return', env.FINANCE_URL).href,
  };
  return prismaStaffProvider({ db, clock, secret: env.AUTH_SECRET, siteUrl: env.SITE_URL, newId, client });
}

function limitsOf(env: Env, pool: ReturnType<typeof openPool>, hash: (address: string) => string) {
  const limiter = (name: string, points: number) => postgresLimiter(pool, { name, points });
  return signInLimits({
    perAddress: limiter('sign-in-address', env.SIGN_IN_LIMIT_ADDRESS),
    perIp: limiter('sign-in-ip', env.SIGN_IN_LIMIT_IP),
    triesPerIp: limiter('sign-in-code-ip', env.SIGN_IN_LIMIT_IP),
    ceremoniesPerIp: limiter('passkey-ip', env.SIGN_IN_LIMIT_IP * 10),
    perAccount: limiter('account-mails', env.SIGN_IN_LIMIT_ADDRESS),
    factorTries: limiter('second-factor', env.SECOND_FACTOR_LIMIT),
    hash,
  });
}

/** How readers' changes get out, and the clock that dates them. Nothing in identity is due at an instant. */
function eventsOf(env: Env, pool: ReturnType<typeof openPool>, logger: Logger) {
  const transport = connectTransport({
    events: env.EVENTS,
    kafkaBrokers: env.KAFKA_BROKERS,
    eventsDatabaseUrl: env.EVENTS_DATABASE_URL,
    clientId: 'identity',
    logger,
  });
  const relay = createRelay({ pool, transport, topics: [readerTopic], clock, newId, logger });
  const drain = async () => {
    await relay.drained();
    return { nextDueAt: null, published: await relay.published() };
  };
  const follower =
    env.SIMULATOR_CLOCK_URL === undefined
      ? followWallClock({ clock: systemBusinessClock, logger, drain })
      : followSimulatorClock({
          url: env.SIMULATOR_CLOCK_URL,
          app: 'identity',
          machineClock: clock,
          logger,
          drain,
        });
  const businessClock: BusinessClock = follower.clock;

  return {
    relay,
    clock: businessClock,
    workers: [relay, follower.worker],
    ping: () => transport.ping(),
    close: () => transport.close(),
  };
}
