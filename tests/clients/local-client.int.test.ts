import {
  createLocalClient,
  overKafka,
  type LocalClient,
  type LocalClientOptions,
} from '@gatefold/entitlement-client';
import { articleTopic } from '@gatefold/events';
import { plus } from '@gatefold/kernel';
import { eventually, testKafkaBrokers } from '@gatefold/test-kit';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
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

const brokers = testKafkaBrokers();

describe('over a stream of entitlement’s', () => promises('postgres'));
describe.skipIf(brokers === null)('over Kafka', () => promises('kafka'));

function promises(events: 'kafka' | 'postgres'): void {
  let service: Entitlement;
  let now = afterDays(1);
  let isGone = false;
  const open: LocalClient[] = [];

  beforeAll(async () => {
    service = await startEntitlement({ heartbeatSeconds: 1, events });
    await service.tell(articleTopic, [articleEvent(someArticle())]);
    await service.hear(aFact());
  }, 60_000);
  afterEach(() => Promise.all(open.splice(0).map((gate) => gate.stop())));
  afterAll(() => isGone || service.stop());

  const local = async (overrides: Partial<LocalClientOptions> = {}) => {
    const gate = createLocalClient({
      baseUrl: service.url,
      token: service.people.content,
      failurePolicy: 'open-for-known-payers',
      businessClock: { now: () => now },
      ...(events === 'kafka'
        ? { source: overKafka(new Kafka({ brokers: [...(brokers ?? [])], logLevel: logLevel.NOTHING })) }
        : {}),
      ...overrides,
    });
    open.push(gate);
    await gate.start();
    return gate;
  };

  test('a client that begins decides as the service does', async () => {
    const gate = await local();

    expect(gate.check(ada, 'the-harbour')).toMatchObject({
      granted: true,
      reason: 'subscription',
      decidedBy: 'local',
    });
    expect(gate.check(ben, 'the-harbour')).toMatchObject({ granted: false, reason: 'no-plan' });
    expect(gate.check(null, 'the-harbour')).toMatchObject({ granted: false, reason: 'not-signed-in' });
  });

  test('hears of what is bought and of what is written, and stays fresh by signs of life', async () => {
    const gate = await local();
    await service.hear(aFact({ data: { readerId: ben, subscriptionId: ben }, eventId: ben }));
    await eventually(() => gate.check(ben, 'the-harbour').granted);
    await service.tell(articleTopic, [articleEvent(someArticle({ articleId: ben, slug: 'news' }))]);
    await eventually(() => gate.check(ben, 'news').granted);

    expect(gate.isFresh()).toBe(true);
  });

  test('goes on when everything else is gone, as long as the service had said that one may trust it', async () => {
    const gate = await local({ staleAfterSeconds: 1 });
    expect(gate.check(ada, 'the-harbour').granted).toBe(true);
    await service.stop();
    isGone = true;
    await eventually(() => !gate.isFresh() || events === 'kafka', 15_000);
    const end = plus(afterDays(28), SETTLEMENT);
    now = plus(end, -1);
    expect(gate.check(ada, 'the-harbour').granted).toBe(true);
    await eventually(() => !gate.isFresh(), 15_000);
    now = plus(end, STALE - 1);
    expect(gate.check(ada, 'the-harbour')).toMatchObject({ granted: true, decidedBy: 'policy' });
    now = plus(end, STALE);
    expect(gate.check(ada, 'the-harbour').granted).toBe(false);
  });
}
