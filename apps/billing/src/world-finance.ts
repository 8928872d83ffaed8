import { randomBytes } from 'node:crypto';
import { HOUR } from '@gatefold/kernel';
import { createServiceTokens, systemMachineClock, type Logger, type Worker } from '@gatefold/service-kit';
import { addressHash } from './adapters/keyed-hash.ts';
import { sendWebhook } from './adapters/outgoing/send-webhook.ts';
import { postgresAuditCheck } from './adapters/postgres/audit-check.ts';
import { forgetBuyersPlaces } from './adapters/postgres/buyers-places.ts';
import { postgresCohorts } from './adapters/postgres/cohorts.ts';
import { postgresEventTimings } from './adapters/postgres/event-timings.ts';
import { postgresEvidence } from './adapters/postgres/evidence.ts';
import { postgresExportJobs } from './adapters/postgres/export-jobs.ts';
import { postgresFinance } from './adapters/postgres/finance.ts';
import { postgresIntroUses, type CardRule } from './adapters/postgres/intro-uses.ts';
import { countReasons } from './adapters/postgres/leaving-reasons.ts';
import { postgresMonths } from './adapters/postgres/month-totals.ts';
import { postgresPeriods } from './adapters/postgres/periods.ts';
import { postgresPriceRises } from './adapters/postgres/price-rises.ts';
import type { Database } from './adapters/postgres/subscriptions.ts';
import { postgresWebhookDeliveries } from './adapters/postgres/webhook-deliveries.ts';
import { postgresWebhookEndpoints } from './adapters/postgres/webhook-endpoints.ts';
import type { Sealer } from './adapters/sealed.ts';
import { useClients } from './adapters/use-clients.ts';
import type { FinanceWorld } from './compose-finance.ts';
import type { Env } from './env.ts';
import { createTicker } from './jobs/ticker.ts';
import { writeExports } from './usecases/export-jobs.ts';
import { lookThroughAudit } from './usecases/look-through-audit.ts';
import { makeEvidence } from './usecases/make-evidence.ts';
import { sendDueWebhooks } from './usecases/send-webhooks.ts';

type Parts = { readonly env: Env; readonly seal: Sealer; readonly logger: Logger };

/** The finance side of the real world, and what it does without being asked. */
export function financeWorld(
  database: Database,
  { env, seal, logger }: Parts,
): FinanceWorld & { financeWorkers: readonly Worker[] } {
  const { pool, clock } = database;
  const isDevelopment = env.STRIPE_API_URL !== undefined;
  const months = postgresMonths(pool);
  const webhookDeliveries = postgresWebhookDeliveries(database, seal);
  const exportJobs = postgresExportJobs(database);
  const send = sendWebhook({ clock: systemMachineClock, isDevelopment });
  return {
    clock,
    reports: {
      ...postgresCohorts(pool),
      totals: months.totals,
      leaving: (asked, offer) => countReasons(pool, asked, offer),
    },
    introUses: postgresIntroUses(database),
    periods: postgresPeriods(database),
    priceRises: postgresPriceRises(database),
    exportJobs,
    eventTimings: postgresEventTimings(pool),
    evidenceOf: evidenceIn(database, { env, seal, logger }),
    webhookEndpoints: postgresWebhookEndpoints(database, seal),
    webhookDeliveries,
    newSecret: () => `whsec_${randomBytes(32).toString('base64')}`,
    isDevelopment,
    financeWorkers: [
      ...housekeeping(database, logger),
      createTicker({ what: 'adding up months', everyMs: 30_000, work: months.fold, logger }),
      createTicker({
        what: 'writing exports',
        everyMs: 1_000,
        work: writeExports({ exportJobs, finance: postgresFinance(pool, seal) }),
        logger,
      }),
      createTicker({
        what: 'telling other systems',
        everyMs: 1_000,
        work: sendDueWebhooks({ deliveries: webhookDeliveries, send }),
        logger,
      }),
    ],
  };
}

/** What keeps the records as they should be. Of the audit log a page is looked at in five seconds: next to no work. */
const housekeeping = (database: Database, logger: Logger): Worker[] => [
  createTicker({
    what: 'forgetting from where was bought',
    everyMs: HOUR,
    work: forgetBuyersPlaces(database),
    logger,
  }),
  createTicker({
    what: 'looking through the audit log',
    everyMs: 5_000,
    work: lookThroughAudit({
      auditCheck: postgresAuditCheck(database),
      onBroken: (place) => logger.error({ place }, 'the audit log was changed'),
    }),
    logger,
  }),
];

/** What a dispute is answered with: our own records, and what the others say when they are asked. */
function evidenceIn(database: Database, { env, seal, logger }: Parts) {
  const tokens = createServiceTokens({
    service: 'billing',
    privateJwk: env.SERVICE_PRIVATE_JWK,
    clock: systemMachineClock,
  });
  return makeEvidence({
    recordsOf: postgresEvidence(database, seal),
    useOf: useClients({
      urls: { identity: env.IDENTITY_URL, content: env.CONTENT_URL, mail: env.MAIL_URL },
      tokens,
    }),
    onSilence: (err, what) => logger.warn({ err, what }, 'a part of the evidence could not be had'),
  });
}

/** How cards are known again, and how many introductions one may pay. */
export function cardRuleOf(env: Env): CardRule {
  const hashes = addressHash(env.HMAC_KEYS);
  return {
    hash: (fingerprint) => hashes.of(`card:${fingerprint}`),
    all: (fingerprint) => hashes.all(`card:${fingerprint}`),
    perCard: env.INTROS_PER_CARD ?? null,
  };
}
