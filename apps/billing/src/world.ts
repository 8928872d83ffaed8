import { PrismaPg } from '@prisma/adapter-pg';
import { noticeTopic, paymentTopic, subscriptionTopic } from '@gatefold/events';
import { connectTransport, createConsumer, createRelay, openPool } from '@gatefold/messaging';
import {
  bearerAuthentication,
  createMetrics,
  createServiceTokens,
  newId,
  systemMachineClock,
  type Logger,
} from '@gatefold/service-kit';
import { identityReaders } from './adapters/identity-client.ts';
import { addressHash, sha256 } from './adapters/keyed-hash.ts';
import { postgresFinance } from './adapters/postgres/finance.ts';
import { postgresRefunds } from './adapters/postgres/refunds.ts';
import { postgresLevels } from './adapters/postgres/levels.ts';
import { postgresSubscriptions } from './adapters/postgres/subscriptions.ts';
import { postgresTransfers } from './adapters/postgres/transfers.ts';
import { prismaAnswers } from './adapters/prisma/answers.ts';
import { prismaCheckouts } from './adapters/prisma/checkouts.ts';
import { PrismaClient } from './adapters/prisma/generated/client.ts';
import { keepOffers } from './adapters/prisma/offers.ts';
import { sealer } from './adapters/sealed.ts';
import { webhookReader } from './adapters/stripe/webhook-reader.ts';
import { catalogue } from './catalogue.ts';
import type { World } from './compose.ts';
import { readerConsumer } from './consumers/reader.consumer.ts';
import type { Env } from './env.ts';
import { createDrain } from './jobs/drain.ts';
import { applyCatalogue } from './jobs/apply-catalogue.ts';
import { measureLevels } from './levels.ts';
import { businessTime, databaseOf, stripeOf, sweepEvery, workOf } from './work.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The real world, as the environment names it. */
export function realWorld(env: Env, logger: Logger): World {
  const pool = openPool({ url: env.DATABASE_URL, name: 'billing', max: 12, logger });
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: env.DATABASE_URL, max: 6 }) });
  const transport = connectTransport({
    events: env.EVENTS,
    kafkaBrokers: env.KAFKA_BROKERS,
    eventsDatabaseUrl: env.EVENTS_DATABASE_URL,
    clientId: 'billing',
    logger,
  });
  const relay = createRelay({
    pool,
    transport,
    topics: [subscriptionTopic, paymentTopic, noticeTopic],
    clock: systemMachineClock,
    newId,
    logger,
  });
  const time = businessTime(env, logger);
  const { clock } = time;
  const database = databaseOf(env, { pool, clock, relay });
  const stripe = stripeOf(env);
  const seal = sealer(env.ENCRYPTION_KEYS);
  const work = workOf({ database, seal, db, stripe, logger });
  const consumer = createConsumer({
    group: 'billing',
    pool,
    transport,
    subscriptions: [readerConsumer({ transferAll: postgresTransfers(database) })],
    clock: systemMachineClock,
    newId,
    logger,
    onHandled: () => {
      relay.wake();
      work.folds.wake();
    },
  });
  time.drainWith(createDrain({ ...work, sweepEveryMs: sweepEvery(env), consumer, relay, logger }));
  const metrics = createMetrics('billing');
  measureLevels(metrics, {
    ...postgresLevels(pool, () => clock.now()),
    outboxSeconds: () => relay.oldestSeconds(),
    readsLeft: stripe.readsLeft,
  });

  return {
    clock,
    newId,
    hash: sha256,
    pause: () => sleep(50),
    logger,
    metrics,
    authenticate: bearerAuthentication({
      serviceKeys: env.SERVICE_JWKS,
      readerKeysUrl: new URL('/v1/jwks', env.IDENTITY_URL),
      clock: systemMachineClock,
    }),
    offers: { current: () => catalogue },
    checkouts: prismaCheckouts({ db, clock, machineClock: systemMachineClock }),
    subscriptions: postgresSubscriptions(database),
    refunds: postgresRefunds(database),
    answers: prismaAnswers(db),
    inbox: work.inbox,
    finance: postgresFinance(pool, seal),
    readers: identityReaders({
      url: env.IDENTITY_URL,
      tokens: createServiceTokens({
        service: 'billing',
        privateJwk: env.SERVICE_PRIVATE_JWK,
        clock: systemMachineClock,
      }),
    }),
    addresses: addressHash(env.HMAC_KEYS),
    webhooks: webhookReader({
      secrets: env.STRIPE_WEBHOOK_SECRETS,
      isLive: /^(rk|sk)_live_/.test(env.STRIPE_SECRET_KEY),
      clock: systemMachineClock,
    }),
    stripe: stripe.client,
    settleCustomer: work.settleCustomer,
    collectCash: work.collectCash,
    onKept: work.folds.wake,
    parking: consumer.parking,
    epoch: env.EVENTS_EPOCH,
    readiness: {
      database: () => pool.query('SELECT 1'),
      events: () => transport.ping(),
      clock: async () => clock.now(),
    },
    workers: [
      applyCatalogue({
        offers: catalogue,
        keep: () => keepOffers(db, catalogue),
        apply: stripe.client.applyOffer,
        logger,
      }),
      relay,
      time.worker,
      consumer,
      work.folds,
    ],
    close: async () => {
      await transport.close();
      await db.$disconnect();
      await pool.end();
    },
  };
}
