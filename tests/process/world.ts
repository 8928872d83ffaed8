import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { billing, createClient, type Client } from '@gatefold/api';
import { connectTransport, type Transport } from '@gatefold/messaging';
import { createLogger } from '@gatefold/service-kit';
import { migrationsOf } from '@gatefold/test-kit';
import pg from 'pg';
import type Stripe from 'stripe';
import { paperFile } from '../../apps/billing/test/paper.ts';
import { frugalEnv } from '../../infra/process/bootstrap.mjs';
import { freePorts } from '../../infra/process/free-port.mjs';
import { developmentToken, newSecrets, publicJwks, type Secrets } from '../../infra/stack/src/secrets.ts';
import { stripeAt } from '../simulator/control.ts';
import { openFolder } from './folder.ts';
import { openBrokers, openServer, type Brokers, type Server } from './ground.ts';
import { createProgram, type Program } from './program.ts';

/** Where the simulator's clock starts. */
const START = '2026-02-01T09:00:00.000Z';
const NOBODY = 'http://127.0.0.1:9';

export type World = {
  readonly events: 'kafka' | 'postgres';
  readonly folder: string;
  readonly server: Server;
  /** Null on the log in PostgreSQL. */
  readonly brokers: Brokers | null;
  readonly simulator: Program;
  readonly billing: Program;
  readonly entitlement: Program;
  /** Straight into the services' databases, as nobody but a test may. */
  readonly sql: Readonly<Record<'billing' | 'entitlement' | 'events', pg.Pool>>;
  readonly stripe: Stripe;
  readonly secrets: Secrets;
  readonly toBilling: Client;
  readonly toEntitlement: Client;
  /** A connection of the test's own to the log; the caller closes it. */
  openLog(clientId: string): Transport;
  close(): Promise<void>;
};

type Options = {
  readonly purpose?: string;
  /** `postgres`: without Kafka, also where it could run. */
  readonly log?: 'kafka' | 'postgres';
  /** More of a service's environment, by its name. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/**
 * The simulator, billing and entitlement as real processes on a PostgreSQL server and, where it can run, an Apache
 * Kafka broker of their own.
 */
export async function openWorld({
  purpose = 'faults',
  log = 'kafka',
  settings = {},
}: Options = {}): Promise<World> {
  const folder = await openFolder(purpose);
  mkdirSync(path.join(folder, 'logs'));
  const [server, brokers, ports] = await Promise.all([
    openServer(folder),
    log === 'kafka' ? openBrokers(folder) : null,
    freePorts(3) as Promise<number[]>,
  ]);
  const events = brokers === null ? 'postgres' : 'kafka';
  const urls = await databasesOn(server);
  const secrets = newSecrets();
  const place: Place = { ports, urls, events, brokers: brokers?.addresses ?? [] };
  const programs = programsOf(place, { secrets, folder, settings });
  for (const program of programs.all) await program.start();

  const client = await clientsOf(secrets);
  await client(programs.billing).call(billing.applyCatalogue, { body: { file: paperFile } });
  const sql = poolsOf(urls);
  return {
    events,
    folder,
    server,
    brokers,
    simulator: programs.simulator,
    billing: programs.billing,
    entitlement: programs.entitlement,
    sql,
    secrets,
    stripe: stripeAt(programs.simulator.url, secrets.stripeSecretKey),
    toBilling: client(programs.billing),
    toEntitlement: client(programs.entitlement),
    openLog: logOpener(place),
    async close() {
      for (const program of programs.all.toReversed()) await program.kill();
      await Promise.all(Object.values(sql).map((pool) => pool.end()));
      await Promise.all([server.close(), brokers?.close()]);
      if (process.env['FAULT_KEEP'] === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

const logOpener =
  ({ events, brokers, urls }: Place): World['openLog'] =>
  (clientId) =>
    connectTransport({
      events,
      kafkaBrokers: brokers,
      eventsDatabaseUrl: urls.events,
      clientId,
      logger: createLogger(clientId, 'silent'),
      exit: () => undefined,
    });

const databasesOn = async (server: Server): Promise<Place['urls']> => ({
  billing: await server.createDatabase('billing', scriptsOf('billing')),
  entitlement: await server.createDatabase('entitlement', scriptsOf('entitlement')),
  events: await server.createDatabase('events', []),
});

async function clientsOf(secrets: Secrets): Promise<(program: Program) => Client> {
  const token = await developmentToken(secrets);
  return ({ url }) => createClient({ baseUrl: url, token: async () => token, timeoutMs: 10_000 });
}

const at = (port: number): string => `http://127.0.0.1:${port}`;

const scriptsOf = (app: string): string[] => migrationsOf(app).map((file) => readFileSync(file, 'utf8'));

const poolsOf = (urls: Place['urls']): World['sql'] => ({
  billing: poolOf(urls.billing),
  entitlement: poolOf(urls.entitlement),
  events: poolOf(urls.events),
});

/** The server behind it may go away at any time. */
function poolOf(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

type Place = {
  readonly ports: readonly number[];
  readonly urls: Readonly<Record<'billing' | 'entitlement' | 'events', string>>;
  readonly events: 'kafka' | 'postgres';
  readonly brokers: readonly string[];
};

type Given = {
  readonly secrets: Secrets;
  readonly folder: string;
  readonly settings: NonNullable<Options['settings']>;
};

function programsOf(place: Place, { secrets, folder, settings }: Given) {
  const [stripePort = 0, billingPort = 0, entitlementPort = 0] = place.ports;
  const program = (app: string, port: number, env: Record<string, string>): Program =>
    createProgram({
      app,
      env: { ...surroundings(), PORT: String(port), ...env, ...settings[app] },
      url: at(port),
      logFile: path.join(folder, 'logs', `${app}.log`),
    });
  const simulator = program('stripe-simulator', stripePort, {
    SIM_START: START,
    SIM_PUBLIC_URL: at(stripePort),
    SIM_SECRET_KEY: secrets.stripeSecretKey,
    SIM_WEBHOOK_URL: `${at(billingPort)}/webhooks/stripe`,
    SIM_WEBHOOK_SECRET: secrets.webhookSecret,
  });
  const billing = program('billing', billingPort, {
    ...serviceEnv(place, secrets, 'billing'),
    STRIPE_SECRET_KEY: secrets.stripeSecretKey,
    STRIPE_WEBHOOK_SECRETS: secrets.webhookSecret,
    STRIPE_API_URL: at(stripePort),
    SITE_URL: NOBODY,
    CONTENT_URL: NOBODY,
    MAIL_URL: NOBODY,
    HMAC_KEYS: secrets.hmacKeys,
    ENCRYPTION_KEYS: secrets.encryptionKeys,
  });
  const entitlement = program('entitlement', entitlementPort, {
    ...serviceEnv(place, secrets, 'entitlement'),
    BILLING_URL: at(billingPort),
    MAIL_URL: NOBODY,
  });
  return { simulator, billing, entitlement, all: [simulator, billing, entitlement] };
}

const serviceEnv = (place: Place, secrets: Secrets, app: 'billing' | 'entitlement') => ({
  EVENTS: place.events,
  KAFKA_BROKERS: place.brokers.join(','),
  EVENTS_DATABASE_URL: place.urls.events,
  DATABASE_URL: place.urls[app],
  SERVICE_PRIVATE_JWK: JSON.stringify(secrets.privateJwks[app]),
  SERVICE_JWKS: JSON.stringify(publicJwks(secrets)),
  // Everything here is asked for with a service's token, so no reader's key is ever fetched.
  IDENTITY_URL: NOBODY,
  SIMULATOR_CLOCK_URL: at(place.ports[0] ?? 0),
});

/** What every process here is given. */
export const surroundings = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  TZ: 'UTC',
  HOST: '127.0.0.1',
  NODE_ENV: 'production',
  ...frugalEnv,
  LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'warn',
});
