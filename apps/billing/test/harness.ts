import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createLogger, createServiceTokens, newId, systemMachineClock } from '@gatefold/service-kit';
import { readerTopic } from '@gatefold/events';
import { connectTransport, encode } from '@gatefold/messaging';
import { aDatabase, collectingLogger, eventually } from '@gatefold/test-kit';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import pg from 'pg';
import request from 'supertest';
import { postgresFolds } from '../src/adapters/postgres/folds.ts';
import { connectStripe } from '../src/adapters/stripe/connect.ts';
import { catalogue, paperFile } from './paper.ts';
import { compose } from '../src/compose.ts';
import type { Offer } from '../src/domain/offer.ts';
import { Env } from '../src/env.ts';
import { draftFrom } from '../src/http/catalogue-file.ts';
import { applySale } from '../src/usecases/sell.ts';
import { databaseOf } from '../src/work.ts';
import { realWorld } from '../src/world.ts';

export const SITE = 'http://meridian.example';
/** Where the simulator's clock starts. */
export const START = '2026-02-01T09:00:00.000Z';
export const SECRET = 'whsec_first_secret_of_the_tests';
export const OTHER_SECRET = 'whsec_second_secret_of_the_tests';

const services = ['billing', 'entitlement', 'mail', 'site', 'finance', 'cli', 'dev', 'identity'] as const;
type ServiceName = (typeof services)[number];

/**
 * The whole billing service in this process, on a database of its own, with the real simulator as Stripe in a
 * process of its own. Only identity is played: it makes provisional readers and knows no addresses.
 */
export async function startBilling(
  options: {
    settings?: Record<string, string>;
    isFollowing?: boolean;
    /** Instead of what the development paper sells. */
    sells?: typeof paperFile;
    /** What identity, content and mail answer; nothing where it is left out. */
    others?: (path: string, authorization: string | undefined) => object | null;
  } = {},
) {
  const database = await aDatabase({ app: 'billing' });
  const log = await aDatabase({ empty: true });
  let http: RequestListener = (_req, res) => void res.writeHead(503).end();
  const server = await listen((req, res) => http(req, res));
  const simulator = await startSimulator(`${server.url}/webhooks/stripe`);
  const keys = await keysOf();
  const others = await listen((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://others');
    const path = searchParams.size === 0 ? pathname : `${pathname}?${searchParams.toString()}`;
    const answer =
      pathname === '/v1/jwks'
        ? { keys: [keys.readers.jwk] }
        : (options.others?.(path, req.headers.authorization) ?? null);
    res.writeHead(answer === null ? 503 : 200, { 'content-type': 'application/json' });
    res.end(JSON.stringify(answer));
  });

  const env = Env.parse({
    DATABASE_URL: database.url,
    EVENTS: 'postgres',
    EVENTS_DATABASE_URL: log.url,
    SERVICE_PRIVATE_JWK: JSON.stringify(keys.private.get('billing')),
    SERVICE_JWKS: JSON.stringify({ keys: keys.public }),
    IDENTITY_URL: others.url,
    CONTENT_URL: others.url,
    MAIL_URL: others.url,
    SITE_URL: SITE,
    STRIPE_SECRET_KEY: 'sk_sim_tests',
    STRIPE_WEBHOOK_SECRETS: `${SECRET},${OTHER_SECRET}`,
    STRIPE_API_URL: simulator.url,
    HMAC_KEYS: `v1:${randomBytes(32).toString('base64')}`,
    ENCRYPTION_KEYS: `v1:${randomBytes(32).toString('base64')}`,
    SIMULATOR_CLOCK_URL: simulator.url,
    CLAIM_LIMIT_IP: '1000',
    ...options.settings,
  });
  const level = process.env['TEST_LOG_LEVEL'] ?? 'silent';
  const world = {
    ...realWorld(env, createLogger('billing', level)),
    readers: aDoorOfIdentity(),
  };
  const service = compose(world);
  http = service.http;
  for (const worker of service.workers) await worker.start();
  await applySale({ ...world, onChange: world.refreshOffers })({
    draft: draftFrom(options.sells ?? paperFile),
    actor: 'service:dev',
  });
  const sql = new pg.Pool({ connectionString: database.url, max: 3 });

  const identityLog = connectTransport({
    events: 'postgres',
    kafkaBrokers: [],
    eventsDatabaseUrl: log.url,
    clientId: 'identity',
    logger: collectingLogger(),
  });

  const tokenOf = (name: ServiceName): Promise<string> =>
    createServiceTokens({
      service: name,
      privateJwk: keys.private.get(name) ?? {},
      clock: systemMachineClock,
    }).token();
  type As = { role?: string; typ?: string; purpose?: string; subject?: string };
  const readerToken = (readerId: string, as: As = {}): Promise<string> =>
    new SignJWT({ typ: 'reader', role: 'reader', ...as })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'readers' })
      .setSubject(readerId)
      .setIssuer('gatefold/readers')
      .setAudience('gatefold')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(keys.readers.privateKey);

  const catalogueOf = async (): Promise<Offer> => catalogue[0]!;
  const { clock, houseRules } = world;
  const parts = { pool: sql, clock, houseRules, relay: { wake: () => undefined } };

  const heardOf = async (
    readerId: string,
    { type, ...data }: { type: string; state: string; mergedInto: string | null },
  ): Promise<void> => {
    const id = newId();
    const told = { id, source: 'gatefold/identity', type, subject: readerId, key: readerId };
    const record = encode(readerTopic, {
      ...told,
      ...{ time: new Date().toISOString(), sequence: 2, epoch: 1, traceparent: null },
      data: { readerId, ...data },
    });
    await identityLog.publish(readerTopic, [record]);
    await eventually(async () => {
      const { rowCount } = await sql.query('SELECT 1 FROM consumed_event WHERE event_id = $1', [id]);
      return rowCount === 1;
    });
  };

  return {
    env,
    world,
    sql,
    /** A second pair of hands on the database, as another process has. */
    folds: postgresFolds({
      ...databaseOf(env, parts),
      offerOf: catalogueOf,
      cards: { hash: (card) => card, all: (card) => [card], perCard: null },
    }),
    url: server.url,
    app: service.app,
    simulator,
    tokenOf,
    readerToken,
    api: request(server.url),
    /** Identity says that one reader turned out to be another; resolves when billing has taken it in. */
    merge: (from: string, to: string) =>
      heardOf(from, { type: 'reader.merged', state: 'merged', mergedInto: to }),
    /** Identity says that an account was deleted; resolves when billing has taken it in. */
    erase: (readerId: string) =>
      heardOf(readerId, { type: 'reader.erased', state: 'erased', mergedInto: null }),
    async close() {
      await identityLog.close();
      await Promise.all(service.workers.map((worker) => worker.stop()));
      await service.close();
      await sql.end();
      await simulator.stop();
      for (const { server: open } of [server, others]) {
        open.closeAllConnections();
        open.close();
      }
      await database.drop();
      await log.drop();
    },
  };
}

/** Makes readers, and finds them by their address again. */
function aDoorOfIdentity() {
  const known = new Map<string, string[]>();
  return {
    async createProvisional(email: string) {
      const readerId = newId();
      known.set(email, [...(known.get(email) ?? []), readerId]);
      return { readerId };
    },
    idsOf: async (email: string) => known.get(email) ?? [],
  };
}

export type Billing = Awaited<ReturnType<typeof startBilling>>;

async function keysOf() {
  const privateKeys = new Map<string, JWK>();
  const publicKeys: JWK[] = [];
  for (const service of services) {
    const pair = await generateKeyPair('EdDSA', { extractable: true });
    privateKeys.set(service, await exportJWK(pair.privateKey));
    publicKeys.push({ ...(await exportJWK(pair.publicKey)), kid: service, alg: 'EdDSA' });
  }
  const readers = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = { ...(await exportJWK(readers.publicKey)), kid: 'readers', alg: 'EdDSA' };
  return { private: privateKeys, public: publicKeys, readers: { jwk, privateKey: readers.privateKey } };
}

async function listen(handler: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** Stripe's stand-in as its own process, in memory, with a clock that starts at `START`. */
async function startSimulator(webhookUrl: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const main = path.resolve(import.meta.dirname, '../../stripe-simulator/src/main.ts');
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      LOG_LEVEL: 'error',
      SIM_START: START,
      SIM_SECRET_KEY: 'sk_sim_tests',
      SIM_WEBHOOK_URL: webhookUrl,
      SIM_WEBHOOK_SECRET: SECRET,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const post = async (where: string, body: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${url}${where}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${where} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  };
  await eventually(async () => (await fetch(`${url}/healthz`)).ok, 20_000);

  return {
    url,
    async now(): Promise<Date> {
      return new Date(((await (await fetch(`${url}/_sim/clock`)).json()) as { now: string }).now);
    },
    /** Turns the clock; everything that is due until then has happened when it answers. */
    async turnTo(to: Date): Promise<void> {
      const { dropped } = await post('/_sim/clock', { to: to.toISOString() });
      if ((dropped as string[]).length > 0) throw new Error(`billing did not keep up: ${String(dropped)}`);
    },
    webhooks: (body: object) => post('/_sim/webhooks', body),
    /** The bank of whoever paid this charge takes the money back. */
    dispute: (charge: string, reason = 'fraudulent') => post('/_sim/disputes', { charge, reason }),
    /** What the bank answers when this customer's card is charged next. */
    nextCharge: (customer: string, outcome: string) => post('/_sim/next-charge', { customer, outcome }),
    /** What goes wrong with the next call of billing's. */
    fault: (body: object) => post('/_sim/faults', body),
    /** What staff do in Stripe's Dashboard. */
    dashboard: connectStripe({ secretKey: 'sk_sim_tests', apiUrl: url }),
    async stop(): Promise<void> {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const { server, url } = await listen(() => undefined);
  server.close();
  await once(server, 'close');
  return Number(new URL(url).port);
}
