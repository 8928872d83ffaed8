import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { noticeTopic, readerTopic, type NoticeData } from '@gatefold/events';
import {
  connectTransport,
  createRelay,
  inTransaction,
  insertOutbox,
  openPool,
  outboxRow,
} from '@gatefold/messaging';
import { createServiceTokens, newId, systemMachineClock } from '@gatefold/service-kit';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { pino } from 'pino';
import request from 'supertest';
import { compose } from '../src/compose.ts';
import { Env } from '../src/env.ts';
import { realWorld } from '../src/world.ts';
import { SIGNAL, SITE } from './builders.ts';
import { aDatabase } from '@gatefold/test-kit';
import { startMailServer } from './mail-server.ts';

const services = ['billing', 'entitlement', 'identity', 'finance', 'cli', 'dev', 'mail', 'site'] as const;
type ServiceName = (typeof services)[number];

export const ADDRESS = 'ada@meridian.example';

/**
 * The whole mail service in this process: a database, an event log, a mail server and a clock that
 * is turned by hand, all real; identity is a listener that knows one address for everyone.
 */
export async function startMail(settings: Record<string, string> = {}) {
  const database = await aDatabase({ app: 'mail' });
  const events = await aDatabase({ empty: true });
  const smtp = await startMailServer();
  const keys = await keysOf(services);
  const readersKey = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const identity = createIdentity({
    ...(await exportJWK(readersKey.publicKey)),
    kid: 'readers',
    alg: 'EdDSA',
  });
  const identityServer = await listen(identity.listener);
  const entitlement = createEntitlement();
  const entitlementServer = await listen(entitlement.listener);
  const clock = createClock();
  const clockServer = await listen(clock.listener);
  const log: string[] = [];
  const logger = pino(
    { level: 'debug' },
    new Writable({
      write(line: Buffer, _encoding, done) {
        log.push(line.toString('utf8'));
        done();
      },
    }),
  );

  const env = Env.parse({
    DATABASE_URL: database.url,
    EVENTS: 'postgres',
    EVENTS_DATABASE_URL: events.url,
    SERVICE_PRIVATE_JWK: JSON.stringify(keys.private.get('mail')),
    SERVICE_JWKS: JSON.stringify({ keys: [...keys.public.values()] }),
    IDENTITY_URL: identityServer.url,
    BILLING_URL: 'http://127.0.0.1:9',
    ENTITLEMENT_URL: entitlementServer.url,
    SITE_URL: SITE,
    TITLES: JSON.stringify([
      { key: 'meridian', name: 'The Meridian', url: SITE },
      { key: 'signal', name: 'The Signal', url: SIGNAL },
    ]),
    SMTP_URL: smtp.url,
    MAIL_FROM: 'The Meridian <mail@meridian.example>',
    ENCRYPTION_KEYS: `v1:${randomBytes(32).toString('base64')}`,
    SIMULATOR_CLOCK_URL: clockServer.url,
    ...settings,
  });
  // Nothing is tried again by itself, so that a test sees one try at a time.
  const world = { ...realWorld(env, logger), roundEveryMs: 3_600_000 };
  const service = compose(world);
  const server = await listen(service.http);
  const sql = openPool({ url: database.url, name: 'test', max: 3, logger });
  const started = Promise.all(service.workers.map((worker) => worker.start()));

  const transport = connectTransport({
    events: 'postgres',
    kafkaBrokers: [],
    eventsDatabaseUrl: events.url,
    clientId: 'billing',
    logger,
  });
  const relay = createRelay({
    pool: sql,
    transport,
    topics: [noticeTopic, readerTopic],
    clock: systemMachineClock,
    newId,
    logger,
  });
  await relay.start();
  await started;

  const tokenOf = (name: ServiceName): Promise<string> =>
    createServiceTokens({
      service: name,
      privateJwk: keys.private.get(name) ?? {},
      clock: systemMachineClock,
    }).token();

  return {
    world,
    service,
    smtp,
    identity: identity.state,
    entitlement: entitlement.state,
    sql,
    log,
    api: request(server.url),
    tokenOf,
    async post(path: string, as: ServiceName | null, body: object) {
      const call = request(server.url).post(path).send(body);
      return as === null ? call : call.set('authorization', `Bearer ${await tokenOf(as)}`);
    },
    async get(path: string, as: ServiceName | null) {
      const call = request(server.url).get(path);
      return as === null ? call : call.set('authorization', `Bearer ${await tokenOf(as)}`);
    },
    /** Asks as a reader who is signed in; with `typ: 'provisional'` as one whose address nobody has confirmed. */
    async asReader(
      who: { readerId: string; typ?: 'reader' | 'provisional'; role?: string },
      method: 'get' | 'put' | 'post',
      path: string,
      body?: object,
    ) {
      const token = await new SignJWT({ typ: who.typ ?? 'reader', role: who.role ?? 'reader' })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'readers' })
        .setSubject(who.readerId)
        .setIssuer('gatefold/readers')
        .setAudience('gatefold')
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(readersKey.privateKey);
      const call = request(server.url)[method](path).set('authorization', `Bearer ${token}`);
      return body === undefined ? call : call.send(body);
    },
    /** Turns business time to `now`; resolves with the answer once all that was due is done. */
    tick: (now: string) => relay.published().then((published) => clock.tick(now, published)),
    /** Has a mail due without anybody being told, so that a test may be the process that takes it. */
    put: (notice: NoticeData) =>
      world.messages.add({
        id: notice.noticeId,
        matter: { kind: 'notice', notice },
        dueAt: new Date(notice.dueAt),
      }),
    /** As if every back-off were over. */
    async retryNow() {
      await sql.query(`UPDATE message SET next_try_at = now() WHERE status = 'due'`);
      await service.rounds.round();
    },
    /** A second process on the same database, without a clock of its own. */
    anotherProcess: () => compose({ ...world, close: async () => undefined }),
    /** Says notices as billing does, each time as a new event. */
    async announce(...notices: readonly NoticeData[]) {
      const rows = notices.map((data, index) =>
        outboxRow(noticeTopic, {
          id: newId(),
          source: 'gatefold/billing',
          type: 'notice.due',
          subject: data.noticeId,
          key: data.readerId,
          time: data.dueAt,
          sequence: index + 1,
          epoch: 1,
          traceparent: null,
          data,
        }),
      );
      await inTransaction(sql, (tx) => insertOutbox(tx, rows));
      relay.wake();
      await relay.drained();
    },
    /** Says, as identity does, that a reader has deleted the account. */
    async erase(readerId: string) {
      const said = { readerId, state: 'erased' as const, mergedInto: null };
      await inTransaction(sql, (tx) =>
        insertOutbox(tx, [
          outboxRow(readerTopic, {
            id: newId(),
            source: 'gatefold/identity',
            type: 'reader.erased',
            subject: readerId,
            key: readerId,
            time: '2026-03-01T12:00:00.000Z',
            sequence: 1,
            epoch: 1,
            traceparent: null,
            data: said,
          }),
        ]),
      );
      relay.wake();
      await relay.drained();
    },
    async rows(): Promise<Row[]> {
      const { rows } = await sql.query<Row>(
        `SELECT id, kind, status, attempts, reason, sealed, reader_id AS "readerId" FROM message ORDER BY due_at, id`,
      );
      return rows;
    },
    async close() {
      await Promise.all([relay, ...service.workers].map((worker) => worker.stop()));
      await service.close();
      await transport.close();
      await sql.end();
      await smtp.stop();
      for (const { server: open } of [server, identityServer, entitlementServer, clockServer]) {
        open.closeAllConnections();
        open.close();
      }
      await database.drop();
      await events.drop();
    },
  };
}

export type Mail = Awaited<ReturnType<typeof startMail>>;

type Row = {
  id: string;
  kind: string;
  status: string;
  attempts: number;
  reason: string | null;
  sealed: string | null;
  readerId: string | null;
};

/** Knows everyone under one address, and counts what it was asked for. */
function createIdentity(readersKey: JWK) {
  const state = {
    isAway: false,
    knowsReader: true,
    email: ADDRESS,
    isVerified: true,
    locale: 'en-US',
    returnTos: [] as string[],
    /** For links back to which title it was asked. */
    titles: [] as string[],
  };
  const listener: RequestListener = async (req, res) => {
    if (state.isAway) return void res.writeHead(503).end('{}');
    if (req.url === '/v1/jwks') return answer(res, 200, { keys: [readersKey] });
    if (req.url?.endsWith('/contact')) {
      if (!state.knowsReader) return answer(res, 404, { code: 'reader-not-found' });
      const readerId = req.url.split('/')[3];
      return answer(res, 200, {
        readerId,
        email: state.email,
        verified: state.isVerified,
        locale: state.locale,
        zone: 'America/New_York',
      });
    }
    if (req.url?.endsWith('/mailed-links')) {
      const { subject, purposes, title } = (await jsonOf(req)) as Record<'subject' | 'title', string> & {
        purposes: string[];
      };
      state.titles.push(title);
      const links = purposes.map((purpose) => [purpose, `${SITE}/by-mail/${purpose}?token=${subject}`]);
      return answer(res, 201, { links: Object.fromEntries(links) });
    }
    const { returnTo, title } = (await jsonOf(req)) as { returnTo: string; title: string };
    state.returnTos.push(returnTo);
    state.titles.push(title);
    const url = `${SITE}/sign-in/confirm?token=t${state.returnTos.length}`;
    answer(res, 201, { url, expiresAt: '2030-01-01T00:00:00Z' });
  };
  return { state, listener };
}

/** Lets everybody have everything, or nobody anything. */
function createEntitlement() {
  const state = { isAway: false, grants: true, asked: [] as string[] };
  const listener: RequestListener = (req, res) => {
    if (state.isAway) return void res.writeHead(503).end('{}');
    state.asked.push(req.url ?? '');
    answer(res, 200, {
      granted: state.grants,
      reason: state.grants ? 'subscription' : 'no-plan',
      grant: null,
      version: 1,
      cacheFor: 0,
    });
  };
  return { state, listener };
}

/** Speaks the simulator's clock protocol to its one follower. */
function createClock() {
  let stream: ServerResponse | null = null;
  let tick = 0;
  const acks = new Map<number, (ack: { nextDueAt: string | null }) => void>();
  const say = (now: string, published: object): void => {
    const data = { tick, now, turning: true, published: { billing: published } };
    stream?.write(`data: ${JSON.stringify(data)}\n\n`);
  };
  const listener: RequestListener = async (req, res) => {
    if (req.method === 'GET') {
      stream = res.writeHead(200, { 'content-type': 'text/event-stream' });
      return say('2026-02-01T00:00:00.000Z', {});
    }
    const ack = (await jsonOf(req)) as { tick: number; nextDueAt: string | null };
    acks.get(ack.tick)?.(ack);
    res.writeHead(200).end('{}');
  };

  return {
    listener,
    tick(now: string, published: object): Promise<{ nextDueAt: string | null }> {
      tick += 1;
      const answered = new Promise<{ nextDueAt: string | null }>((resolve) => acks.set(tick, resolve));
      say(now, published);
      return answered;
    },
  };
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

async function jsonOf(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

const answer = (res: ServerResponse, status: number, body: object): void =>
  void res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

async function listen(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
