import { base32 } from '@better-auth/utils/base32';
import { createOTP } from '@better-auth/utils/otp';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger, createServiceTokens, systemMachineClock } from '@gatefold/service-kit';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import pg from 'pg';
import request from 'supertest';
import { compose } from '../src/compose.ts';
import { Env } from '../src/env.ts';
import { realWorld } from '../src/world.ts';
import { aDatabase } from '@gatefold/test-kit';

export const SITE = 'https://meridian.example';
export const SIGNAL = 'https://signal.example';
export const FINANCE = 'https://finance.meridian.example';

const services = ['billing', 'entitlement', 'mail', 'site', 'finance', 'cli', 'dev', 'identity'] as const;
export type ServiceName = (typeof services)[number];

type SignInMail = {
  id: string;
  email: string;
  url: string;
  expiresAt: string;
  code?: string;
  about?: string;
  title?: string;
};

/** The whole identity service in this process, on a database of its own, with a mail service that only listens. */
export async function startIdentity(settings: Record<string, string> = {}) {
  const database = await aDatabase({ app: 'identity' });
  const keys = await keysOf(services);
  const mails: SignInMail[] = [];
  const mail = await listen(takeMailsInto(mails));
  let http: RequestListener = (_req, res) => void res.writeHead(503).end();
  const server = await listen((req, res) => http(req, res));

  const env = Env.parse({
    DATABASE_URL: database.url,
    EVENTS: 'postgres',
    EVENTS_DATABASE_URL: database.url,
    AUTH_SECRET: randomBytes(24).toString('hex'),
    SERVICE_PRIVATE_JWK: JSON.stringify(keys.private.get('identity')),
    SERVICE_JWKS: JSON.stringify({ keys: [...keys.public.values()] }),
    IDENTITY_URL: server.url,
    MAIL_URL: mail.url,
    SITE_URL: SITE,
    TITLES: JSON.stringify([
      { key: 'meridian', name: 'The Meridian', url: settings['SITE_URL'] ?? SITE },
      { key: 'signal', name: 'The Signal', url: SIGNAL },
    ]),
    FINANCE_URL: FINANCE,
    HMAC_KEYS: `v1:${randomBytes(32).toString('base64')}`,
    SIGN_IN_LIMIT_ADDRESS: '100',
    SIGN_IN_LIMIT_IP: '1000',
    ...settings,
  });
  const world = realWorld(env, createLogger('identity', 'silent'));
  const service = compose(world);
  http = service.http;
  const sql = new pg.Pool({ connectionString: database.url, max: 3 });
  const tokenOf = (name: ServiceName): Promise<string> =>
    createServiceTokens({
      service: name,
      privateJwk: keys.private.get(name) ?? {},
      clock: systemMachineClock,
    }).token();

  return {
    env,
    world,
    service,
    mails,
    mailServer: mail.server,
    url: server.url,
    sql,
    keys,
    /** Asks as nobody. */
    api: request(server.url),
    tokenOf,
    async post(path: string, as: ServiceName | null, body: object = {}) {
      const call = request(server.url).post(path).send(body);
      return as === null ? call : call.set('authorization', `Bearer ${await tokenOf(as)}`);
    },
    async get(path: string, as: ServiceName | null) {
      const call = request(server.url).get(path);
      return as === null ? call : call.set('authorization', `Bearer ${await tokenOf(as)}`);
    },
    async outbox(): Promise<OutboxRow[]> {
      const { rows } = await sql.query<OutboxRow>(
        `SELECT type, subject, sequence::int, epoch, key, data FROM outbox ORDER BY id`,
      );
      return rows;
    },
    async close() {
      await service.close();
      await sql.end();
      for (const { server: open } of [server, mail]) {
        open.closeAllConnections();
        open.close();
      }
      await database.drop();
    },
  };
}

export type Identity = Awaited<ReturnType<typeof startIdentity>>;
type OutboxRow = {
  type: string;
  subject: string;
  sequence: number;
  epoch: number;
  key: string;
  data: unknown;
};

/** What a browser does with a mailed link: shows the page, which hands the token back. */
export const tokenIn = (url: string): string => new URL(url).searchParams.get('token') ?? '';

/** From the typed address to the session, through the mail. */
export async function signIn(identity: Identity, email: string, device?: string) {
  await identity.post('/v1/sign-in-links', 'site', { email });
  // What was done to the account before is told by a mail that nobody has waited for.
  const link = identity.mails.findLast(
    (mail) => mail.email === email.toLowerCase() && mail.about === undefined,
  );
  const { body } = await identity.post('/v1/sessions', 'site', {
    token: tokenIn(link?.url ?? ''),
    device,
  });
  return body as { sessionToken: string; readerId: string; returnTo: string; expiresAt: string };
}

/** What an authenticator app shows for what it was given, `steps` half minutes from now. */
export const appCode = (uri: string, steps = 0): Promise<string> => {
  const secret = new TextDecoder().decode(base32.decode(new URL(uri).searchParams.get('secret') ?? ''));
  return createOTP(secret).hotp(Math.floor(Date.now() / 30_000) + steps);
};

type Enrolled = { sessionToken: string; expiresAt: string; backupCodes: string[]; uri: string };

/** From the first session of one of the staff to one in which the role counts. Uses the code of half a minute ago. */
export async function enrol(identity: Identity, sessionToken: string): Promise<Enrolled> {
  const begun = await identity.post('/v1/second-factors/begin', 'finance', { sessionToken });
  const { uri } = begun.body as { uri: string };
  const code = await appCode(uri, -1);
  const { body } = await identity.post('/v1/second-factors', 'finance', { sessionToken, code });
  return { ...(body as Omit<Enrolled, 'uri'>), uri };
}

/** One of the staff with a role, signed in with both factors. */
export async function signInAsStaff(identity: Identity, email: string, role: string) {
  await identity.post('/v1/accounts', 'dev', { email, role });
  const { sessionToken, readerId } = await signIn(identity, email);
  return { readerId, ...(await enrol(identity, sessionToken)) };
}

export async function provisionalReader(identity: Identity, email: string): Promise<string> {
  const { body } = await identity.post('/v1/provisional-readers', 'billing', { email });
  return (body as { readerId: string }).readerId;
}

/** A reader's token, as the site gets it for a session. */
export async function readerToken(identity: Identity, sessionToken: string): Promise<string> {
  const { body } = await identity.post('/v1/sessions/current', 'site', { sessionToken });
  return (body as { token: string }).token;
}

/** A token that only looks like one of identity's. */
export async function forgedReaderToken(kid: string, claims: Record<string, unknown>): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setSubject('0199a1b2-0000-7000-8000-000000000001')
    .setIssuer('gatefold/readers')
    .setAudience('gatefold')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey);
}

async function keysOf(names: readonly string[]) {
  const keys = { private: new Map<string, JWK>(), public: new Map<string, JWK>() };
  for (const name of names) {
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    keys.private.set(name, await exportJWK(pair.privateKey));
    keys.public.set(name, { ...(await exportJWK(pair.publicKey)), kid: name, alg: 'EdDSA' });
  }
  return keys;
}

const takeMailsInto =
  (mails: SignInMail[]): RequestListener =>
  async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    mails.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as SignInMail);
    res.writeHead(202, { 'content-type': 'application/json' }).end('{"accepted":true}');
  };

async function listen(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
