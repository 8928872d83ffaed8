import { randomBytes } from 'node:crypto';
import { readerTopic, type ReaderData } from '@gatefold/events';
import { connectTransport, encode } from '@gatefold/messaging';
import { createLogger, newId, type Service } from '@gatefold/service-kit';
import { aDatabase } from '@gatefold/test-kit';
import type { Express } from 'express';
import type { JWK } from 'jose';
import pg from 'pg';
import request, { type Test } from 'supertest';
import { postgresDesk } from '../src/adapters/postgres/desk.ts';
import { savePaper, type Paper } from '../src/adapters/postgres/paper.ts';
import { compose } from '../src/compose.ts';
import type { PictureSpec } from '../src/domain/picture.ts';
import { Env } from '../src/env.ts';
import type { Manuscript } from '../src/usecases/ports.ts';
import { realWorld } from '../src/world.ts';
import { startEntitlement } from './entitlement.ts';
import { startKeys } from './keys.ts';
import { listen } from './listen.ts';

export const SITE = 'https://meridian.example';
export const SIGNAL = 'https://signal.example';

/**
 * The whole content service in this process: its own database and event log, real tokens, and
 * an entitlement that decides by the same pure function as the real one, over grants that a test gives.
 */
export async function startContent() {
  const [database, log, keys] = await Promise.all([
    aDatabase({ app: 'content' }),
    aDatabase({ empty: true }),
    startKeys(),
  ]);
  const sql = new pg.Pool({ connectionString: database.url, max: 3 });
  sql.on('error', () => undefined);
  const entitlement = await startEntitlement(sql);
  const env = Env.parse({
    DATABASE_URL: database.url,
    EVENTS: 'postgres',
    EVENTS_DATABASE_URL: log.url,
    EVENTS_EPOCH: '3',
    ENTITLEMENT_URL: entitlement.url,
    IDENTITY_URL: keys.url,
    SITE_URL: SITE,
    TITLES: JSON.stringify([
      { key: 'meridian', name: 'The Meridian', url: SITE },
      { key: 'signal', name: 'The Signal', url: SIGNAL },
    ]),
    SERVICE_PRIVATE_JWK: JSON.stringify(keys.serviceKeys.get('content')?.privateJwk),
    SERVICE_JWKS: JSON.stringify({ keys: publicKeys(keys.serviceKeys) }),
    HMAC_KEYS: `v1:${randomBytes(32).toString('base64')}`,
  });
  const world = realWorld(env, createLogger('content', 'silent'));
  const service = compose(world);
  const successors: Service[] = [];
  const server = await listen((req, res) => (successors.at(-1) ?? service).http(req, res));
  await savePaper(sql, paper);

  return {
    sql,
    keys,
    entitlement,
    desk: world.desk,
    /** As after a restart: another process answers from now on, which has asked about nobody yet. */
    forgetEverybody: () => void successors.push(compose(realWorld(env, createLogger('content', 'silent')))),
    /** Another process's desk, after a restore. */
    deskOfEpoch: (epoch: number) =>
      postgresDesk({ pool: sql, clock: world.clock, newId: world.newId, epoch, announced: () => undefined }),
    http: service.http as Express,
    workers: service.workers,
    async publish(...manuscripts: readonly Manuscript[]): Promise<void> {
      for (const manuscript of manuscripts) await world.desk.publish(manuscript);
    },
    /** What identity says of a reader, at an instant. */
    async tellOf(data: ReaderData, at: Date): Promise<void> {
      const event = {
        ...{ id: newId(), source: 'gatefold/identity', type: `reader.${data.state}`, subject: data.readerId },
        ...{ time: at.toISOString(), key: data.readerId, sequence: 1, epoch: 1, traceparent: null, data },
      };
      const transport = connectTransport({
        ...{ events: 'postgres' as const, kafkaBrokers: [], eventsDatabaseUrl: log.url },
        ...{ clientId: 'test', logger: createLogger('test', 'silent') },
      });
      await transport.ensureTopics([readerTopic]);
      await transport.publish(readerTopic, [encode(readerTopic, event)]);
      await transport.close();
    },
    savePaper: (one: Paper) => savePaper(sql, one),
    savePictures: (pictures: readonly PictureSpec[]) => savePaper(sql, { ...paper, pictures }),
    /** Asks as nobody, or with a token. */
    get(path: string, token: string | null = null): Test {
      const call = request(server.url).get(path);
      return token === null ? call : call.set('authorization', `Bearer ${token}`);
    },
    post: (path: string, token: string, body: object = {}): Test =>
      request(server.url).post(path).set('authorization', `Bearer ${token}`).send(body),
    put: (path: string, token: string, body: object): Test =>
      request(server.url).put(path).set('authorization', `Bearer ${token}`).send(body),
    delete: (path: string, token: string): Test =>
      request(server.url).delete(path).set('authorization', `Bearer ${token}`),
    async stop(): Promise<void> {
      await Promise.all(service.workers.map((worker) => worker.stop()));
      const services = [service, ...successors];
      await Promise.all([server.close(), entitlement.close(), keys.close(), sql.end()]);
      await Promise.all(services.map((each) => each.close()));
      await Promise.all([database.drop(), log.drop()]);
    },
  };
}

export type Content = Awaited<ReturnType<typeof startContent>>;

const publicKeys = (all: ReadonlyMap<string, { publicJwk: JWK }>): JWK[] =>
  [...all.values()].map(({ publicJwk }) => publicJwk);

const paper = {
  publication: 'meridian',
  sections: [
    { slug: 'city', name: 'City', description: 'Streets.' },
    { slug: 'harbour', name: 'Harbour', description: 'Ships.' },
  ],
  authors: [
    { slug: 'ines-okafor', name: 'Ines Okafor', beat: 'Harbour', bio: 'Reports from the quays.' },
    { slug: 'owen-tregear', name: 'Owen Tregear', beat: 'Columnist', bio: 'Kept a light.' },
  ],
  columns: [{ slug: 'low-water', name: 'Low Water', author: 'owen-tregear', description: 'The shore.' }],
  pictures: [],
} as const;
