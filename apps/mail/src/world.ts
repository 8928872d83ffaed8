import type { BusinessClock } from '@gatefold/kernel';
import { connectTransport, createConsumer, openPool, readinessBy } from '@gatefold/messaging';
import {
  bearerAuthentication,
  createMetrics,
  createServiceTokens,
  followSimulatorClock,
  followWallClock,
  newId,
  systemBusinessClock,
  systemMachineClock as clock,
  titleNamed,
  titlesOf,
  type Logger,
  type ServiceTokens,
  type Titles,
} from '@gatefold/service-kit';
import type { Pool } from 'pg';
import { addressHash } from './adapters/address-hash.ts';
import { mailServerOf } from './adapters/handover.ts';
import { billingGifts } from './adapters/billing-client.ts';
import { entitlementAccess } from './adapters/entitlement-client.ts';
import { identityReaders } from './adapters/identity-client.ts';
import { sealedLeaveLinks } from './adapters/leave-links.ts';
import { readNewsletterFile } from './adapters/newsletter-file.ts';
import { postgresChoices } from './adapters/postgres/choices.ts';
import { postgresDeliveries } from './adapters/postgres/deliveries.ts';
import { postgresIssues } from './adapters/postgres/issues.ts';
import { postgresMessages } from './adapters/postgres/messages.ts';
import { isSignedReport } from './adapters/report-signature.ts';
import { sealWith, type Seal } from './adapters/seal.ts';
import { smtpPost } from './adapters/smtp.ts';
import type { Drain, World } from './compose.ts';
import type { Env } from './env.ts';

const OWN_NEWSLETTERS = new URL('../newsletters.json', import.meta.url);

/** The real world, as the environment names it. */
export function realWorld(env: Env, logger: Logger): World {
  const pool = openPool({ url: env.DATABASE_URL, name: 'mail', logger });
  const transport = connectTransport({
    events: env.EVENTS,
    kafkaBrokers: env.KAFKA_BROKERS,
    eventsDatabaseUrl: env.EVENTS_DATABASE_URL,
    clientId: 'mail',
    logger,
  });
  const time = businessTime(env, logger);
  const tokens = createServiceTokens({ service: 'mail', privateJwk: env.SERVICE_PRIVATE_JWK, clock });
  const titles = titlesIn(env);
  const seal = sealWith(env.ENCRYPTION_KEYS);
  const addresses = addressHash(env.ENCRYPTION_KEYS);
  const post = smtpPost({ server: mailServerOf(env.SMTP_URL), from: env.MAIL_FROM.address });

  return {
    businessClock: time.clock,
    machineClock: clock,
    logger,
    metrics: createMetrics('mail'),
    newId,
    titleNamed: (key) => titleNamed(titles, key),
    locale: env.READER_LOCALE,
    authenticate: bearerAuthentication({
      serviceKeys: env.SERVICE_JWKS,
      readerKeysUrl: new URL('/v1/jwks', env.IDENTITY_URL),
      clock,
    }),
    messages: postgresMessages({ pool, seal, addresses, businessClock: time.clock, machineClock: clock }),
    deliveries: postgresDeliveries({ pool, addresses }),
    isSignedReport: isSignedReport({ secrets: env.DELIVERY_REPORT_SECRETS, clock }),
    readers: identityReaders({ url: env.IDENTITY_URL, tokens }),
    gifts: billingGifts({ url: env.BILLING_URL, tokens }),
    ...newsletterWorld(env, { pool, seal, tokens }),
    post,
    intake: (subscriptions, onHandled) =>
      createConsumer({ group: 'mail', pool, transport, subscriptions, clock, newId, logger, onHandled }),
    roundEveryMs: 1_000,
    follow: time.follow,
    readiness: { ...readinessBy(pool, clock), events: () => transport.ping() },
    close: async () => {
      post.close();
      await transport.close();
      await pool.end();
    },
  };
}

/** The main one signs as the sender is written. */
function titlesIn(env: Env): Titles {
  const [main, ...others] = titlesOf(env);
  return [{ ...main, name: env.MAIL_FROM.name }, ...others];
}

type NewsletterWorld = Pick<
  World,
  'newsletters' | 'choices' | 'issues' | 'access' | 'leaveLinks' | 'perSecond'
>;
type Parts = { pool: Pool; seal: Seal; tokens: ServiceTokens };

const newsletterWorld = (env: Env, { pool, seal, tokens }: Parts): NewsletterWorld => ({
  newsletters: readNewsletterFile(env.NEWSLETTERS_FILE ?? OWN_NEWSLETTERS),
  choices: postgresChoices({ pool }),
  issues: postgresIssues({ pool, machineClock: clock, newId }),
  access: entitlementAccess({ url: env.ENTITLEMENT_URL, tokens }),
  leaveLinks: sealedLeaveLinks({ seal }),
  perSecond: env.NEWSLETTERS_PER_SECOND,
});

/** The clock is asked by the parts that its ticks set to work, so it is made before they are. */
function businessTime(env: Env, logger: Logger): Pick<World, 'follow'> & { clock: BusinessClock } {
  let answer: Drain = async () => ({ nextDueAt: null, published: {} });
  const drain: Drain = (now, published) => answer(now, published);
  const url = env.SIMULATOR_CLOCK_URL;
  const follower =
    url === undefined
      ? followWallClock({ clock: systemBusinessClock, logger, drain })
      : followSimulatorClock({ url, app: 'mail', machineClock: clock, logger, drain });

  return {
    clock: follower.clock,
    follow(given) {
      answer = given;
      return follower.worker;
    },
  };
}
