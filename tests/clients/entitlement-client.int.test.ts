import { articleTopic } from '@gatefold/events';
import { createEntitlementClient } from '@gatefold/entitlement-client';
import { plus } from '@gatefold/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ada,
  aFact,
  afterDays,
  ben,
  SETTLEMENT,
  someArticle,
  STALE,
} from '../../apps/entitlement/test/builders.ts';
import { articleEvent, startEntitlement, type Entitlement } from '../../apps/entitlement/test/harness.ts';

const end = plus(afterDays(28), SETTLEMENT);
const anyone = '01990000-0000-7000-8000-0000000000ee';
let service: Entitlement;
let now = afterDays(1);
let isGone = false;
const silences: unknown[] = [];

beforeAll(async () => {
  service = await startEntitlement();
  await service.tell(articleTopic, [articleEvent(someArticle())]);
  await service.hear(aFact());
}, 30_000);
afterAll(() => isGone || service.stop());

const client = (overrides: { baseUrl?: string; cacheSeconds?: number } = {}) =>
  createEntitlementClient({
    baseUrl: service.url,
    token: service.people.content,
    failurePolicy: 'open-for-known-payers',
    cacheSeconds: 10,
    businessClock: { kind: 'business', now: () => now },
    onSilence: (error) => silences.push(error),
    ...overrides,
  });
const question = { article: 'the-harbour', publication: 'courier' };

describe('a content service that asks through the client', () => {
  test.each([
    { who: 'a payer', reader: ada, granted: true, reason: 'subscription' },
    { who: 'a stranger', reader: null, granted: false, reason: 'not-signed-in' },
    { who: 'one who never paid', reader: ben, granted: false, reason: 'no-plan' },
  ])('hears of $who what the service says: $reason', async ({ reader, granted, reason }) => {
    expect(await client().check({ ...question, reader })).toMatchObject({
      granted,
      reason,
      decidedBy: 'service',
    });
    expect(silences).toEqual([]);
  });

  test('hears the answer of a moment ago from its own memory', async () => {
    const gate = client();
    await gate.check({ ...question, reader: ada });

    expect(await gate.check({ ...question, reader: ada })).toMatchObject({
      granted: true,
      decidedBy: 'cache',
    });
  });

  test('waits with a reader who has just paid', async () => {
    const bought = aFact({ data: { readerId: ben, subscriptionId: ben }, eventId: ben });
    const asked = client().check({ ...question, reader: ben, atLeast: `1.${ben}.1` });
    await service.hear(bought);

    expect(await asked).toMatchObject({ granted: true, decidedBy: 'service' });
  });

  test('meets the end on the dot, although it has a memory', async () => {
    const gate = client();
    now = plus(end, -1);
    await service.turnTo(now);
    expect((await gate.check({ ...question, reader: ada })).granted).toBe(true);
    now = end;
    await service.turnTo(now);

    expect(await gate.check({ ...question, reader: ada })).toMatchObject({ granted: false, reason: 'ended' });
  });
});

describe('while the service is gone', () => {
  test('a payer reads on as long as the service had said that one may trust it, and no one else does', async () => {
    await service.hear(aFact({ sequence: 2, at: end, data: { paidThrough: afterDays(56).toISOString() } }));
    const nextEnd = plus(afterDays(56), SETTLEMENT);
    const gate = client({ cacheSeconds: 0 });
    await gate.check({ ...question, reader: ada });
    await service.stop();
    isGone = true;

    expect(await gate.check({ ...question, reader: ada })).toMatchObject({
      granted: true,
      decidedBy: 'policy',
    });
    expect(await gate.check({ ...question, reader: anyone })).toMatchObject({
      granted: false,
      reason: 'unknown',
    });
    now = plus(nextEnd, STALE - 1);
    expect((await gate.check({ ...question, reader: ada })).granted).toBe(true);
    now = plus(nextEnd, STALE);
    expect((await gate.check({ ...question, reader: ada })).granted).toBe(false);
  });
});
