import { randomBytes } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { noticeTopic, paymentTopic, subscriptionTopic } from '@gatefold/events';
import type { BusinessClock } from '@gatefold/kernel';
import {
  readinessBy,
  connectTransport,
  createConsumer,
  createRelay,
  openPool,
  type Relay,
  type Subscription,
} from '@gatefold/messaging';
import {
  bearerAuthentication,
  createMetrics,
  createServiceTokens,
  postgresLimiter,
  newId,
  systemMachineClock,
  type Logger,
  type Metrics,
  type Worker,
} from '@gatefold/service-kit';
import type { Pool } from 'pg';
import { identityReaders } from './adapters/identity-client.ts';
import { addressHash, sha256 } from './adapters/keyed-hash.ts';
import { postgresApprovalRequests } from './adapters/postgres/approval-requests.ts';
import { postgresAudit } from './adapters/postgres/audit.ts';
import { postgresAuditCheck } from './adapters/postgres/audit-check.ts';
import { postgresCases } from './adapters/postgres/cases.ts';
import { postgresCredits } from './adapters/postgres/credits.ts';
import { postgresReconciling } from './adapters/postgres/reconciling.ts';
import { postgresImports } from './adapters/postgres/imports.ts';
import { postgresSearch } from './adapters/postgres/search.ts';
import { postgresGifts } from './adapters/postgres/gifts.ts';
import { postgresFinance } from './adapters/postgres/finance.ts';
import { postgresLeavingReasons } from './adapters/postgres/leaving-reasons.ts';
import { postgresRefunds } from './adapters/postgres/refunds.ts';
import { postgresLevels } from './adapters/postgres/levels.ts';
import { postgresSubscriptions, type Database } from './adapters/postgres/subscriptions.ts';
import { postgresErasures } from './adapters/postgres/erasures.ts';
import { postgresTransfers } from './adapters/postgres/transfers.ts';
import { prismaAnswers } from './adapters/prisma/answers.ts';
import { prismaCheckouts } from './adapters/prisma/checkouts.ts';
import { PrismaClient } from './adapters/prisma/generated/client.ts';
import { sealer, type Sealer } from './adapters/sealed.ts';
import { webhookReader } from './adapters/stripe/webhook-reader.ts';
import type { World } from './compose.ts';
import { cardRuleOf, financeWorld } from './world-finance.ts';
import { readerConsumer } from './consumers/reader.consumer.ts';
import { CODE_BYTES } from './domain/gift-code.ts';
import type { GiftOffer } from './domain/gift-offer.ts';
import { claimLimits } from './http/claim-limits.ts';
import type { Env } from './env.ts';
import { createDrain } from './jobs/drain.ts';
import { measureLevels } from './levels.ts';
import { shelfIn } from './world-catalogue.ts';
import { businessTime, databaseOf, stripeOf, sweepEvery, workOf } from './work.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The real world, as the environment names it. */
export function realWorld(env: Env, logger: Logger): World {
  const pool = openPool({ url: env.DATABASE_URL, name: 'billing', max: 12, logger });
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: env.DATABASE_URL, max: 6 }) });
  const time = businessTime(env, logger);
  const log = eventLog(env, pool, logger);
  const stripe = stripeOf(env);
  const seal = sealer(env.ENCRYPTION_KEYS);
  const shelf = shelfIn({ pool, clock: time.clock, machineClock: systemMachineClock, newId }, logger);
  const { houseRules } = shelf;
  const database = databaseOf(env, { pool, clock: time.clock, relay: log.relay, houseRules });
  const isHeld = time.isTurning;
  const work = workOf({ database, cards: cardRuleOf(env), seal, db, stripe, logger, houseRules, isHeld });
  const finance = financeWorld(database, { env, seal, logger });
  const consumer = log.consume(readersHeard(database), work.folds.wake);
  time.drainWith(createDrain({ ...work, sweepEveryMs: sweepEvery(env), consumer, relay: log.relay, logger }));

  return {
    ...callersOf(env),
    ...work,
    newId,
    hash: sha256,
    pause: () => sleep(50),
    logger,
    metrics: metricsOf({ pool, log, stripe, clock: time.clock }),
    ...shelf,
    ...givingOf(database, { seal, giftOffers: shelf.giftOffers }),
    checkouts: prismaCheckouts({ db, clock: time.clock, machineClock: systemMachineClock, seal }),
    subscriptions: postgresSubscriptions(database),
    refunds: postgresRefunds(database),
    imports: postgresImports(database),
    answers: prismaAnswers(db),
    ...reviewOf(database, seal),
    ...finance,
    refundLimit: env.REFUND_LIMIT ?? null,
    ...hashedOf(env, pool),
    stripe: stripe.client,
    onKept: work.folds.wake,
    parking: consumer.parking,
    epoch: env.EVENTS_EPOCH,
    ...lifeOf({
      db,
      pool,
      time,
      log,
      consumer,
      folds: work.folds,
      ...finance,
      shelf: shelf.workerOf(stripe.client),
    }),
  };
}

/** What one reader gives to another. */
const givingOf = (
  database: Database,
  { seal, giftOffers }: { seal: Sealer; giftOffers: () => readonly GiftOffer[] },
) => ({
  gifts: postgresGifts({ database, seal, offers: giftOffers }),
  codeBytes: () => randomBytes(CODE_BYTES),
});

/** What is heard of readers. */
const readersHeard = (database: Database) =>
  readerConsumer({ transferAll: postgresTransfers(database), erase: postgresErasures(database) });

/** What knows addresses by their hashes alone. */
function hashedOf(env: Env, pool: Pool) {
  const addresses = addressHash(env.HMAC_KEYS);
  const limiter = (name: string, points: number) => postgresLimiter(pool, { name, points });
  const limits = claimLimits({
    perPlace: limiter('claim-ip', env.CLAIM_LIMIT_IP),
    perAddress: limiter('claim-address', env.CLAIM_LIMIT),
    perOrder: limiter('claim-order', env.CLAIM_LIMIT),
    hash: addresses.of,
  });
  return { addresses, claimLimits: limits };
}

/** What finance looks at and answers for. */
const reviewOf = (database: Database, seal: Sealer) => ({
  finance: postgresFinance(database.pool, seal),
  search: postgresSearch(database.pool),
  cases: postgresCases(database),
  audit: postgresAudit(database),
  auditCheck: postgresAuditCheck(database),
  reconciling: postgresReconciling(database.pool),
  approvalRequests: postgresApprovalRequests(database),
  credits: postgresCredits(database),
  leavingReasons: postgresLeavingReasons(database.pool),
});

type Life = {
  db: PrismaClient;
  pool: Pool;
  time: ReturnType<typeof businessTime>;
  log: ReturnType<typeof eventLog>;
  consumer: Worker;
  folds: Worker;
  financeWorkers: readonly Worker[];
  shelf: Worker;
};

/** What starts and stops with the service. The clock comes before everything that asks the time. */
const lifeOf = ({ db, pool, time, log, consumer, folds, financeWorkers, shelf }: Life) => ({
  readiness: {
    ...readinessBy(pool, systemMachineClock),
    events: () => log.transport.ping(),
    clock: async () => time.clock.now(),
  },
  // What is sold comes first: all else may ask for it.
  workers: [shelf, log.relay, time.worker, consumer, folds, ...financeWorkers],
  close: async () => {
    await log.transport.close();
    await db.$disconnect();
    await pool.end();
  },
});

/** The event log: what we tell, and what we hear. */
function eventLog(env: Env, pool: Pool, logger: Logger) {
  const transport = connectTransport({
    events: env.EVENTS,
    kafkaBrokers: env.KAFKA_BROKERS,
    eventsDatabaseUrl: env.EVENTS_DATABASE_URL,
    clientId: 'billing',
    logger,
  });
  const common = { pool, transport, clock: systemMachineClock, newId, logger };
  const relay = createRelay({ ...common, topics: [subscriptionTopic, paymentTopic, noticeTopic] });
  return {
    transport,
    relay,
    consume: (subscription: Subscription, onHandled: () => void) =>
      createConsumer({
        ...common,
        group: 'billing',
        subscriptions: [subscription],
        onHandled: () => {
          relay.wake();
          onHandled();
        },
      }),
  };
}

/** Who may speak to us, and whom we speak to. */
function callersOf(env: Env) {
  const clock = systemMachineClock;
  const tokens = createServiceTokens({ service: 'billing', privateJwk: env.SERVICE_PRIVATE_JWK, clock });
  return {
    authenticate: bearerAuthentication({
      serviceKeys: env.SERVICE_JWKS,
      readerKeysUrl: new URL('/v1/jwks', env.IDENTITY_URL),
      clock,
      mailedActions: true,
    }),
    readers: identityReaders({ url: env.IDENTITY_URL, tokens }),
    webhooks: webhookReader({
      secrets: env.STRIPE_WEBHOOK_SECRETS,
      isLive: /^(rk|sk)_live_/.test(env.STRIPE_SECRET_KEY),
      clock,
    }),
  };
}

type Measured = {
  pool: Pool;
  log: { relay: Relay };
  stripe: { readsLeft: () => number };
  clock: BusinessClock;
};

function metricsOf({ pool, log, stripe, clock }: Measured): Metrics {
  const metrics = createMetrics('billing');
  measureLevels(metrics, {
    ...postgresLevels(pool, () => clock.now()),
    outboxSeconds: () => log.relay.oldestSeconds(),
    readsLeft: stripe.readsLeft,
  });
  return metrics;
}
