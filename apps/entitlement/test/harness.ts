import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, type Client } from '@gatefold/api';
import {
  articleTopic,
  readerTopic,
  subscriptionTopic,
  type ArticleData,
  type EntitlementData,
  type ReaderData,
} from '@gatefold/events';
import { plus } from '@gatefold/kernel';
import { connectTransport, encode, openPool, type OutgoingEvent, type Topic } from '@gatefold/messaging';
import { bearerAuthentication, createLogger, newId, systemMachineClock } from '@gatefold/service-kit';
import { aDatabase, eventually, fakeBusinessClock, testKafkaBrokers } from '@gatefold/test-kit';
import { ed25519Signer } from '../src/adapters/ed25519-signer.ts';
import { addBundleVersions } from '../src/adapters/postgres/bundles.ts';
import { compose } from '../src/compose.ts';
import type { BillingEvidence } from '../src/domain/explain.ts';
import type { SubscriptionFact } from '../src/domain/subscription-fact.ts';
import type { Drain } from '../src/drain.ts';
import { afterDays, someBundles } from './builders.ts';
import { createPeople, type People } from './people.ts';

/** Where every reader of a test has a verified address. */
export const OWN_DOMAIN = 'library.example';

type Options = {
  readonly heartbeatSeconds?: number;
  readonly snapshotFile?: string | null;
  /** Kafka's topics are shared with every other test that uses them. */
  readonly events?: 'kafka' | 'postgres';
  /** What billing shows of any subscription; null when it does not answer. */
  readonly evidence?: BillingEvidence | null;
};

/** The whole service in this process: real database, real event log, real keys, and a clock that the test sets. */
export async function startEntitlement({
  heartbeatSeconds = 0,
  evidence = null,
  snapshotFile = null,
  events: kind = 'postgres',
}: Options = {}) {
  const [database, events] = await Promise.all([
    aDatabase({ app: 'entitlement' }),
    aDatabase({ empty: true }),
  ]);
  const logger = createLogger('entitlement', 'fatal');
  const pool = openPool({ url: database.url, name: 'entitlement', logger });
  const openLog = (clientId: string) =>
    connectTransport({
      events: kind,
      kafkaBrokers: testKafkaBrokers() ?? [],
      eventsDatabaseUrl: events.url,
      clientId,
      logger,
    });
  const [transport, log] = [openLog('entitlement'), openLog('test')];
  // A broker that has just made a topic may not know of it yet.
  await eventually(() => log.ensureTopics([subscriptionTopic, articleTopic, readerTopic]));
  const people = await createPeople();
  await addBundleVersions(pool, someBundles);

  const clock = fakeBusinessClock(afterDays(1).toISOString());
  const drains: Drain[] = [];
  const letters: { id: string; to: string; title: string; invitation?: string }[] = [];
  let isMailAway = false;
  const service = compose({
    machineClock: systemMachineClock,
    newId,
    logger,
    pool,
    transport,
    evidence: { of: async () => evidence },
    addresses: { domainsOf: async (_reader, domains) => domains.filter((domain) => domain === OWN_DOMAIN) },
    letters: {
      async invite(letter) {
        if (isMailAway) throw new Error('mail is away');
        letters.push({ to: letter.email, ...letter });
      },
      taken: async (letter) => void letters.push({ to: letter.ownerId, ...letter }),
    },
    signer: ed25519Signer(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })),
    meters: [{ publication: 'courier', zone: 'America/New_York', visitors: 3, registered: 5 }],
    epoch: 1,
    heartbeatSeconds,
    snapshotFile,
    authenticate: bearerAuthentication({ ...people, clock: systemMachineClock }),
    follow(drain) {
      drains.push(drain);
      return {
        clock,
        isTurning: () => false,
        worker: { start: async () => undefined, stop: async () => undefined },
      };
    },
    close: () => transport.close().then(() => pool.end()),
  });
  const server = createServer(service.http).listen(0, '127.0.0.1');
  await once(server, 'listening');
  for (const worker of service.workers) await worker.start();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const tell = async (topic: Topic, events: readonly OutgoingEvent[]) => {
    await eventually(() => log.ensureTopics([topic]));
    await log.publish(
      topic,
      events.map((event) => encode(topic, event)),
    );
  };
  /** Everything that was told has been taken in, and all that followed is out. */
  const settle = async () =>
    drains[0]!(clock.now(), await log.endOffsets([subscriptionTopic, articleTopic, readerTopic]));

  return {
    url,
    app: service.app,
    /** One token of a service's that stays the same. */
    token: await people.content(),
    pool,
    log,
    people,
    /** What mail was asked to send. */
    letters,
    mailIsAway: (isAway: boolean): void => void (isMailAway = isAway),
    client: clientOf(url, people),
    /** The clock shows `instant`, and everything due by then is done; says what is due next. */
    async turnTo(instant: Date) {
      clock.set(instant.toISOString());
      return settle();
    },
    settle,
    tell,
    /** Every set of a reader's that was announced, oldest first. */
    async announced(readerId: string) {
      const { rows } = await pool.query<{
        type: string;
        sequence: number;
        data: EntitlementData;
        published: boolean;
      }>(
        `SELECT type, sequence::int, data, published_at IS NOT NULL AS published FROM outbox WHERE key = $1 ORDER BY id`,
        [readerId],
      );
      return rows;
    },
    /** A request as it goes over the wire; `token` null for nobody. */
    async ask(path: string, { token, ...init }: RequestInit & { token?: string | null } = {}) {
      const bearer = token === undefined ? await people.content() : token;
      const headers = {
        ...(init.headers as Record<string, string>),
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      };
      const response = await fetch(`${url}${path}`, { ...init, headers });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === '' ? null : JSON.parse(text),
      };
    },
    /** Tells facts of billing's to the log, in this order, and waits until they have had their effect. */
    async hear(...facts: readonly SubscriptionFact[]) {
      await tell(subscriptionTopic, facts.map(toEvent));
      return settle();
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await Promise.all(service.workers.map((worker) => worker.stop()));
      await Promise.all([service.close(), log.close(), people.close()]);
      await Promise.all([database.drop(), events.drop()]);
    },
  };
}

export type Entitlement = Awaited<ReturnType<typeof startEntitlement>>;

const clientOf = (baseUrl: string, people: People): Client =>
  createClient({ baseUrl, token: people.content, timeoutMs: 10_000 });

export const toEvent = ({ eventId, type, at, epoch, sequence, data }: SubscriptionFact): OutgoingEvent => ({
  id: eventId,
  source: 'gatefold/billing',
  type,
  subject: data.subscriptionId,
  time: at.toISOString(),
  key: data.readerId,
  sequence,
  epoch,
  traceparent: null,
  data,
});

export const articleEvent = (
  data: ArticleData,
  { type = 'article.published', sequence = 1 }: { type?: string; sequence?: number } = {},
): OutgoingEvent => ({
  id: newId(),
  source: 'gatefold/content',
  type,
  subject: data.articleId,
  time: plus(afterDays(0), sequence * 1_000).toISOString(),
  key: data.articleId,
  sequence,
  epoch: 1,
  traceparent: null,
  data,
});

export const readerEvent = (data: ReaderData): OutgoingEvent => ({
  id: newId(),
  source: 'gatefold/identity',
  type: `reader.${data.state}`,
  subject: data.readerId,
  time: afterDays(0).toISOString(),
  key: data.readerId,
  sequence: 1,
  epoch: 1,
  traceparent: null,
  data,
});
