import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createProjection, putSet, takeRecords, takeSnapshot, type FollowedRecord } from '@gatefold/access';
import { at, DAY, HOUR, plus, SECOND } from '@gatefold/kernel';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anAnswer, createLocalClient, type LocalClient, type LocalClientOptions } from './local.ts';
import type { Follower, Positions } from './local-source.ts';

const start = at('2026-03-01');
const end = plus(start, 10 * DAY);
const trusted = plus(end, 3 * DAY);
const [payer, leaver, former, nobody] = [1, 2, 3, 4].map(
  (n) => `01990000-0000-7000-8000-00000000000${n}`,
) as [string, string, string, string];
const topics = { sets: 'entitlement.reader.v1', articles: 'content.article.v1' };

const grantUntil = (until: Date, untilIfStale: Date) => ({
  id: '01990000-0000-7000-8000-0000000000f1',
  publication: 'courier',
  features: ['articles'],
  source: 'subscription' as const,
  from: start,
  until,
  untilIfStale,
  version: 1,
});

const encode = (json: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(json));
const aSet = (readerId: string, sequence: number, grants: readonly object[]): FollowedRecord => ({
  partition: 0,
  offset: String(sequence + 10),
  type: 'reader.grants',
  epoch: 1,
  sequence,
  value: encode({ readerId, version: sequence, grants }),
});
const anArticle = (slug: string, access: string, n: number): FollowedRecord => ({
  partition: 0,
  offset: String(n),
  type: 'article.published',
  epoch: 1,
  sequence: 1,
  value: encode({
    articleId: `01990000-0000-7000-8000-0000000000c${n}`,
    slug,
    publication: 'courier',
    section: 'city',
    rule: { access, feature: access === 'feature' ? 'articles' : null, notBefore: null, notAfter: null },
    publishedAt: start.toISOString(),
  }),
});

function aSnapshot(): Buffer {
  const projection = createProjection({ ids: true });
  const set = (readerId: string, grants: readonly ReturnType<typeof grantUntil>[]) =>
    putSet(projection.table, projection.draft, { readerId, epoch: 1, version: 1, grants, past: [] });
  set(payer, [grantUntil(end, trusted)]);
  set(leaver, [grantUntil(end, end)]);
  set(former, [grantUntil(start, start)]);
  takeRecords(
    projection,
    {
      topic: topics.articles,
      topics,
      records: [
        anArticle('paid', 'feature', 1),
        anArticle('free', 'free', 2),
        anArticle('open', 'registered', 3),
      ],
    },
    (_, error) => {
      throw error;
    },
  );
  return Buffer.concat(takeSnapshot(projection));
}

let server: Server;
let now: Date;
let machine: Date;
let isAway: boolean;
let follower: Follower | null;
let followedFrom: Positions | null;
let open: LocalClient[];

beforeEach(async () => {
  now = plus(start, DAY);
  machine = at('2030-01-01');
  isAway = false;
  follower = null;
  open = [];
  server = createServer((_req, res) => (isAway ? void res.writeHead(503).end() : void res.end(aSnapshot())));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  await Promise.all(open.map((client) => client.stop()));
  server.closeAllConnections();
  server.close();
});

const client = (overrides: Partial<LocalClientOptions> = {}): LocalClient => {
  const created = createLocalClient({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: async () => 'a.b.c',
    failurePolicy: 'open-for-known-payers',
    source: {
      follow(from, given) {
        followedFrom = from;
        follower = given;
        return { stop: async () => undefined };
      },
    },
    businessClock: { now: () => now },
    machineClock: { now: () => machine },
    ...overrides,
  });
  open.push(created);
  return created;
};

describe('while news comes', () => {
  test.each([
    { reader: payer, article: 'paid', granted: true, reason: 'subscription' },
    { reader: former, article: 'paid', granted: false, reason: 'ended' },
    { reader: nobody, article: 'paid', granted: false, reason: 'no-plan' },
    { reader: null, article: 'paid', granted: false, reason: 'not-signed-in' },
    { reader: null, article: 'free', granted: true, reason: 'free' },
    { reader: nobody, article: 'open', granted: true, reason: 'registered' },
    { reader: payer, article: 'never-written', granted: false, reason: 'unknown' },
    { reader: 'no id', article: 'paid', granted: false, reason: 'no-plan' },
  ])('$reader and $article: $reason', async ({ reader, article, granted, reason }) => {
    const gate = client();
    await gate.start();

    expect(gate.check(reader, article)).toMatchObject({ granted, reason, decidedBy: 'local' });
  });

  test('a change counts at once, and an older one never again', async () => {
    const gate = client();
    await gate.start();
    follower!.take(topics.sets, [aSet(payer, 3, [])]);
    expect(gate.check(payer, 'paid').granted).toBe(false);
    follower!.take(topics.sets, [aSet(payer, 2, [grantUntil(end, trusted)])]);
    expect(gate.check(payer, 'paid')).toMatchObject({ granted: false, version: 3 });
    follower!.take(topics.sets, [aSet(payer, 4, [grantUntil(end, trusted)])]);
    expect(gate.check(payer, 'paid')).toMatchObject({ granted: true, version: 4, until: end.getTime() });
    expect(followedFrom).toEqual({ [topics.articles]: { 0: '4' } });
  });

  test('an end comes on the dot, without any news', async () => {
    const gate = client();
    await gate.start();
    now = plus(end, -1);
    expect(gate.check(payer, 'paid').granted).toBe(true);
    now = end;
    expect(gate.check(payer, 'paid').granted).toBe(false);
  });

  test('poison is told of and skipped, and the next heals it', async () => {
    const troubles: unknown[] = [];
    const gate = client({ onTrouble: (error) => troubles.push(error) });
    await gate.start();
    follower!.take(topics.sets, [
      { ...aSet(payer, 3, []), value: encode({ readerId: payer, grants: 'all' }) },
      aSet(payer, 4, []),
    ]);

    expect(troubles).toHaveLength(1);
    expect(gate.check(payer, 'paid').granted).toBe(false);
  });

  test('an answer that is handed in is the one that is filled', async () => {
    const gate = client();
    await gate.start();
    const answer = anAnswer();

    expect(gate.check(payer, 'paid', answer)).toBe(answer);
  });

  test('a gap is filled from a new snapshot', async () => {
    const gate = client();
    await gate.start();
    follower!.take(topics.sets, [aSet(payer, 3, [])]);
    const before = follower;
    follower!.onGap();
    await expect.poll(() => follower).not.toBe(before);

    expect(gate.check(payer, 'paid').granted).toBe(true);
  });
});

describe('once nothing was heard for long', () => {
  const silent = async (overrides: Partial<LocalClientOptions> = {}) => {
    const gate = client(overrides);
    await gate.start();
    machine = plus(machine, 30 * SECOND);
    return gate;
  };

  test.each([
    {
      who: 'a payer, before the trust ends',
      reader: payer,
      at: plus(trusted, -1),
      granted: true,
      reason: 'subscription',
    },
    { who: 'a payer, when the trust ends', reader: payer, at: trusted, granted: false, reason: 'ended' },
    { who: 'one who leaves, at the end', reader: leaver, at: end, granted: false, reason: 'ended' },
    {
      who: 'one who leaves, before it',
      reader: leaver,
      at: plus(end, -1),
      granted: true,
      reason: 'subscription',
    },
    {
      who: 'one whose end was heard of',
      reader: former,
      at: plus(start, HOUR),
      granted: false,
      reason: 'ended',
    },
    {
      who: 'one who may have paid since',
      reader: nobody,
      at: plus(start, HOUR),
      granted: false,
      reason: 'unknown',
    },
    { who: 'a visitor', reader: null, at: plus(start, HOUR), granted: false, reason: 'not-signed-in' },
  ])('$who: $reason', async ({ reader, at: instant, granted, reason }) => {
    const gate = await silent();
    now = instant;

    expect(gate.check(reader, 'paid')).toMatchObject({ granted, reason, decidedBy: 'policy' });
  });

  test('the policy `closed` opens nothing that takes a grant, and what is free stays free', async () => {
    const gate = await silent({ failurePolicy: 'closed' });

    expect(gate.check(payer, 'paid')).toMatchObject({ granted: false, reason: 'unknown' });
    expect(gate.check(null, 'free')).toMatchObject({ granted: true, reason: 'free' });
  });

  test('a sign of life is enough', async () => {
    const gate = await silent();
    expect(gate.isFresh()).toBe(false);
    follower!.take(topics.sets, [{ ...aSet(payer, 1, []), type: 'reader.heartbeat' }]);
    expect(gate.isFresh()).toBe(true);
  });
});

describe('a start without the service', () => {
  test('opens nothing as long as nothing is known', async () => {
    isAway = true;
    const gate = client();
    void gate.start();

    expect(gate.check(payer, 'paid')).toMatchObject({
      granted: false,
      reason: 'unknown',
      decidedBy: 'policy',
    });
  });

  test('goes by a kept snapshot, as one who hears nothing', async () => {
    isAway = true;
    const folder = await mkdtemp(path.join(tmpdir(), 'gatefold-local-'));
    await writeFile(path.join(folder, 'snapshot'), aSnapshot());
    const gate = client({ snapshotFile: path.join(folder, 'snapshot') });
    await gate.start();

    expect(gate.check(payer, 'paid')).toMatchObject({ granted: true, decidedBy: 'policy' });
    expect(gate.check(nobody, 'paid')).toMatchObject({ granted: false, reason: 'unknown' });
    await rm(folder, { recursive: true });
  });
});
