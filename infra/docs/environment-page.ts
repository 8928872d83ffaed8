import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { code, made, table } from './markdown.ts';

const apps = path.resolve(import.meta.dirname, '../../apps');

/** What a name alone does not say. A variable without words here fails the generation. */
const words: Readonly<Record<string, string>> = {
  PORT: 'where it listens',
  HOST: 'the address it binds to; in a container `0.0.0.0`',
  LOG_LEVEL: '`debug`, `info`, `warn` or `error`',
  DATABASE_URL: 'its own PostgreSQL database, with a role that owns it',
  EVENTS: '`kafka` or `postgres`; the same for all services',
  KAFKA_BROKERS: '`host:port`, commas between; with `EVENTS=kafka`',
  EVENTS_DATABASE_URL: 'the database of the event log; with `EVENTS=postgres`',
  EVENTS_EPOCH: 'raised by one after this service’s database was restored from a backup',
  SERVICE_PRIVATE_JWK: 'its Ed25519 key, with which it signs tokens for other services',
  SERVICE_JWKS: 'the public keys of all services; `kid` is the service’s name',
  IDENTITY_URL: 'identity; readers’ keys are at `/v1/jwks` there',
  BILLING_URL: 'billing',
  CONTENT_URL: 'content',
  ENTITLEMENT_URL: 'entitlement',
  MAIL_URL: 'mail',
  SITE_URL: 'the paper’s public address',
  TITLES:
    'all papers of the house as JSON, the main one first: `[{"key","name","url"}]`; one, the Meridian, without it',
  FINANCE_URL: 'the finance console’s public address',
  STRIPE_SECRET_KEY: 'a restricted key (`rk_…`) is enough; `sk_sim_…` for the simulator',
  STRIPE_WEBHOOK_SECRETS: '`whsec_…`, commas between; two while one is being replaced',
  STRIPE_API_URL: 'the simulator’s address; a real key is refused together with it',
  STRIPE_READS_PER_SECOND: 'budget of all reads from Stripe',
  HMAC_KEYS: '`<version>:<key>`, newest first; hashes addresses and the like',
  ENCRYPTION_KEYS: '`<version>:<base64 of 32 bytes>`, newest first; seals what must be readable again',
  CLAIM_LIMIT:
    'attempts in a quarter of an hour to cancel or withdraw without a sign-in, for one e-mail address and for one order number',
  CLAIM_LIMIT_IP: 'the same, for one network address',
  REFUND_LIMIT:
    'minor units that one person may alone give back of one payment, or give one reader as a credit in a day; any sum where it is not set',
  INTROS_PER_CARD:
    'how many people may have the introduction with one card, such as a household; any number where it is not set. Leave it unset with test cards, which are all one card',
  READER_ZONE: 'IANA zone in which readers count days',
  READER_LOCALE: 'BCP 47 tag of dates and amounts',
  SIMULATOR_CLOCK_URL: 'the simulator, whose clock is then business time',
  AUTH_SECRET: 'at least 32 characters; signs cookies',
  SIGN_IN_LIMIT_ADDRESS: 'links for one address in a quarter of an hour',
  SIGN_IN_LIMIT_IP: 'links for one network address in a quarter of an hour',
  STAFF_OIDC_ISSUER:
    "the organisation's own sign-in for staff, by OpenID Connect; with the next two, or none of the three",
  STAFF_OIDC_CLIENT_ID: 'as it knows us',
  STAFF_OIDC_CLIENT_SECRET:
    'what we prove that with; it sends people back to `${FINANCE_URL}/sign-in/organisation/return`',
  STAFF_OIDC_NAME: 'what the button says after "Sign in with"',
  STAFF_OIDC_SCOPES: 'what is asked of it, spaces between',
  STAFF_OIDC_ROLES:
    'the first that fits, commas between: `group:books=finance,domain:meridian.example=editor`',
  STAFF_OIDC_FACTORS:
    '`amr` values of which one counts as a second factor, commas between; `any` leaves it to the organisation, `none` asks for ours',
  SECOND_FACTOR_LIMIT: 'tries at the second factor of one of the staff in a quarter of an hour',
  SMTP_URL: '`smtp://` or `smtps://` with user and password',
  MAIL_FROM: 'the sender of every letter',
  DELIVERY_REPORT_SECRETS:
    'with what the mail provider signs its reports of bounces and complaints, several with commas between',
  NEWSLETTERS_FILE: 'which newsletters there are, as JSON; the built-in ones without it',
  NEWSLETTERS_PER_SECOND: 'mails of newsletters that one process begins in a second',
  METERS_FILE: 'articles given away in a month per publication, as JSON; the built-in one without it',
  BUNDLES_FILE: 'features per bundle, as JSON; the built-in one without it',
  HEARTBEAT_SECONDS: 'how often billing is asked whether it lives; 0 never',
  SNAPSHOT_FILE: 'where the projection is kept for a quick start',
  TRUST_PROXY: 'Express’s `trust proxy`: which proxies may say where a request came from',
  PAYMENT_ORIGINS: 'where forms may lead besides Stripe, commas between',
  KEPT_PAGES_MB: 'memory for pages of articles that were made already; 0 keeps none',
  DATABASE_FILE: 'SQLite file; in memory without it',
  SIM_START: 'the clock’s first instant; read once',
  SIM_SEED: 'ids and shuffles follow from it',
  SIM_PUBLIC_URL: 'under which browsers reach the hosted pages',
  SIM_SECRET_KEY: 'the only key taken; any test key without it',
  SIM_WEBHOOK_URL: 'an endpoint that is there from the start',
  SIM_WEBHOOK_SECRET: 'its secret',
};

type Schema = { readonly properties?: Record<string, { default?: unknown }>; readonly required?: string[] };

/** Every variable that any service reads, from the schemas by which they are checked at start. */
export async function environmentPage(): Promise<string> {
  const sections = await Promise.all(appsWithEnv().map(sectionOf));
  return [
    made('each service’s `env.ts`'),
    '# Environment',
    'A service checks all of it at start, names every mistake at once and ends with 78. **Bold** variables must be set.',
    ...sections.flat(),
  ].join('\n\n');
}

const fileOf = (app: string): string | undefined =>
  ['src/env.ts', 'src/server/env.ts'].map((file) => path.join(apps, app, file)).find(existsSync);

const appsWithEnv = (): string[] =>
  readdirSync(apps)
    .filter((app) => fileOf(app) !== undefined)
    .sort();

async function sectionOf(app: string): Promise<string[]> {
  const { Env } = (await import(fileOf(app)!)) as { Env: z.ZodType };
  const { properties = {}, required = [] } = z.toJSONSchema(Env, {
    io: 'input',
    unrepresentable: 'any',
  }) as Schema;
  const rows = Object.entries(properties).map(([name, { default: usual }]) => {
    const says = words[name];
    if (says === undefined)
      throw new Error(`${app} reads ${name}, which environment-page.ts has no words for`);
    return [
      required.includes(name) ? `**${code(name)}**` : code(name),
      says,
      usual === undefined || usual === '' ? '' : code(String(usual)),
    ];
  });
  return [`## ${app}`, table(['variable', 'says', 'without it'], rows)];
}
