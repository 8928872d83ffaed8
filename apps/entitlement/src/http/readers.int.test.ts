import { eventually } from '@gatefold/test-kit';
import { articleTopic, readerTopic } from '@gatefold/events';
import { plus } from '@gatefold/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ada,
  aFact,
  afterDays,
  articleId,
  ben,
  SETTLEMENT,
  someArticle,
  subscriptionId,
} from '../../test/builders.ts';
import { articleEvent, readerEvent, startEntitlement, type Entitlement } from '../../test/harness.ts';

const end = plus(afterDays(28), SETTLEMENT);
const billing = {
  stripeCustomerId: 'cus_ada',
  invoices: [{ stripeInvoiceId: 'in_ada_1', status: 'paid', period: null }],
};

let service: Entitlement;

beforeAll(async () => {
  service = await startEntitlement({ evidence: billing });
  await service.hear(aFact());
  await service.tell(articleTopic, [articleEvent(someArticle())]);
  await service.settle();
}, 30_000);
afterAll(() => service.stop());

const grants = (headers: Record<string, string> = {}, token?: string) =>
  service.ask(`/v1/readers/${ada}/grants`, { headers, ...(token === undefined ? {} : { token }) });
const explain = (readerId: string, query = '') => service.ask(`/v1/readers/${readerId}/explain${query}`);

describe('a reader’s set', () => {
  test('is told with a tag, and not again while nothing changes', async () => {
    const first = await grants();
    const tag = first.headers.get('etag') ?? '';

    expect(first.body).toMatchObject({
      data: [{ id: subscriptionId, version: 1 }],
      nextCursor: null,
      version: 1,
    });
    expect(await grants({ 'if-none-match': tag })).toMatchObject({ status: 304, body: null });
  });

  test('is for the reader, for staff and for services', async () => {
    expect((await grants({}, await service.people.reader(ada))).status).toBe(200);
    expect((await grants({}, await service.people.reader(ben, { role: 'admin' }))).status).toBe(200);
    expect((await grants({}, await service.people.reader(ben))).body.code).toBe('not-allowed');
    expect((await service.ask(`/v1/readers/${ada}/grants`, { token: null })).status).toBe(401);
  });

  test('of one who has nothing is empty', async () => {
    expect((await service.ask(`/v1/readers/${ben}/grants`)).body).toEqual({
      data: [],
      nextCursor: null,
      version: 0,
    });
  });

  test('of no id is refused', async () => {
    expect((await service.ask('/v1/readers/ada/grants')).body.code).toBe('invalid-input');
  });
});

describe('an explanation', () => {
  test('leads from the reader to Stripe', async () => {
    const { body } = await explain(ada);

    expect(body.answer).toMatchObject({ granted: true, reason: 'subscription' });
    expect(body.chain.map(({ step, id }: { step: string; id: string }) => [step, id])).toEqual([
      ['reader', ada],
      ['grant', subscriptionId],
      ['event', aFact().eventId],
      ['subscription', subscriptionId],
      ['invoice', 'in_ada_1'],
      ['stripe', 'sub_ada'],
      ['customer', 'cus_ada'],
    ]);
  });

  test('of a no leads to what the reader had last', async () => {
    const { body } = await explain(ada, `?at=${end.toISOString()}`);

    expect(body.answer).toMatchObject({ granted: false, reason: 'ended' });
    expect(body.chain).toContainEqual(
      expect.objectContaining({ step: 'grant', id: subscriptionId, at: end.toISOString() }),
    );
    expect(body.chain).toContainEqual(expect.objectContaining({ step: 'stripe', id: 'sub_ada' }));
  });

  test('of one who never had anything says so', async () => {
    expect((await explain(ben)).body.chain).toMatchObject([
      { step: 'reader', id: ben },
      { step: 'grant', id: null },
    ]);
  });

  test('names the account that a provisional reader became', async () => {
    await service.tell(readerTopic, [readerEvent({ readerId: ben, state: 'merged', mergedInto: ada })]);
    await service.settle();

    expect((await explain(ben)).body.chain[1]).toMatchObject({ step: 'account', id: ada });
  });

  test('is for staff and services', async () => {
    const path = `/v1/readers/${ada}/explain`;

    expect((await service.ask(path, { token: await service.people.reader(ada) })).body.code).toBe(
      'not-allowed',
    );
    expect(
      (await service.ask(path, { token: await service.people.reader(ben, { role: 'finance' }) })).status,
    ).toBe(200);
    expect((await service.ask(path, { token: null })).body.code).toBe('sign-in-required');
  });

  test('of an article tells its rule, what was looked at, and all grants with their events', async () => {
    const { body } = await explain(ada, '?article=the-harbour');

    expect(body.article).toMatchObject({ id: articleId, slug: 'the-harbour', access: 'feature' });
    expect(
      body.rules.map(({ rule, decides }: { rule: string; decides: boolean }) => [rule, decides]),
    ).toEqual([
      ['access', false],
      ['grant', true],
    ]);
    expect(body.timeline).toMatchObject([
      { id: subscriptionId, holds: 'digital', until: end.toISOString(), events: [{ id: aFact().eventId }] },
    ]);
    expect((await explain(ada, '?article=no-such-story')).body.code).toBe('article-not-found');
    expect((await service.ask('/v1/articles?from=the')).body.data).toMatchObject([{ slug: 'the-harbour' }]);
    expect((await service.ask('/v1/articles?from=z')).body.data).toEqual([]);
  });

  test('of a feature that no bundle holds is refused', async () => {
    expect((await explain(ada, '?feature=artciles')).body.code).toBe('feature-not-found');
  });
});

describe('for those who run it', () => {
  test('every set is said again under a new version, on request of an administrator', async () => {
    const before = await service.announced(ada);
    const { status, body } = await service.ask('/v1/announcements', { method: 'POST' });
    await service.settle();
    const after = await service.announced(ada);

    expect([status, body]).toEqual([202, { announced: 1 }]);
    expect(after.length).toBe(before.length + 1);
    expect(after.at(-1)).toMatchObject({ published: true, data: { version: before.at(-1)!.sequence + 1 } });
    const reader = await service.people.reader(ada);
    expect((await service.ask('/v1/announcements', { method: 'POST', token: reader })).status).toBe(403);
  });

  test('the last events that changed access are told, with when', async () => {
    const { body } = await service.ask('/v1/latency');

    expect(body.data).toMatchObject([
      { eventId: aFact().eventId, readerId: ada, type: 'subscription.started' },
    ]);
    expect(Date.parse(body.data[0].effectiveAt)).toBeGreaterThanOrEqual(Date.parse(body.data[0].takenAt));
    expect(Date.parse(body.since)).toBeLessThan(Date.parse(body.data[0].takenAt));
  });

  test('it says that it is ready, what it can do, and how it does', async () => {
    expect((await service.ask('/readyz')).body).toEqual({ ready: true, failing: [] });
    expect(Object.keys((await service.ask('/openapi.json')).body.paths)).toEqual(
      expect.arrayContaining([
        '/v1/check',
        '/v1/readers/{id}/grants',
        '/v1/readers/{id}/explain',
        '/v1/parked-events',
      ]),
    );
    expect((await service.ask('/v1/parked-events')).body).toEqual({ data: [], nextCursor: null });
  });

  test('payers who meet the wall by our fault are counted', async () => {
    await service.turnTo(end);
    await service.ask(`/v1/check?reader=${ada}&feature=articles`);
    let figures = '';
    // What was answered out of memory is told once a second.
    await eventually(async () => {
      figures = await (await fetch(`${service.url}/metrics`)).text();
      return figures.includes('payers_denied_total{service="entitlement"} 1');
    });

    expect(figures).toMatch(/payers_denied_total\{service="entitlement"\} 1/);
    expect(figures).toMatch(/access_answers_total\{granted="false",reason="ended",service="entitlement"\} 1/);
    expect(figures).toMatch(/billing_event_to_access_seconds_count\{service="entitlement"\} 1/);
    for (const name of ['outbox_oldest_seconds', 'parked_events', 'oldest_writing_transaction_seconds'])
      expect(figures).toContain(`${name}{service="entitlement"} 0`);
  });

  test('the tag of a set changes with the mere passing of time', async () => {
    expect((await grants()).body).toMatchObject({ data: [] });
  });
});
