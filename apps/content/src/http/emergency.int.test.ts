import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { free } from '../../test/builders.ts';
import { aCanaryArticle } from '../../test/canaries.ts';
import { startContent, type Content } from '../../test/harness.ts';

/**
 * The failure policy, row by row: three kinds of reader, with entitlement answering, silent, and silent after this
 * service has forgotten everybody.
 */
const payer = anId(1);
const ended = anId(2);
const stranger = anId(3);
const gated = aCanaryArticle({ slug: 'gated', rule: 'subscribers' });
let content: Content;
let cold: Content;

beforeAll(async () => {
  [content, cold] = await Promise.all([startContent(), startContent()]);
  for (const each of [content, cold]) {
    await each.publish(
      gated.manuscript,
      aCanaryArticle({ slug: 'columns', rule: 'feature:columns' }).manuscript,
      {
        ...aCanaryArticle({ slug: 'over', rule: 'subscribers' }).manuscript,
        rule: { ...free, access: 'feature', feature: 'articles', notAfter: new Date(0) },
      },
    );
    each.entitlement.give(payer, ['articles']);
    each.entitlement.give(ended, ['articles'], { until: new Date('2026-02-01T00:00:00Z') });
  }
}, 60_000);
beforeEach(() => {
  content.entitlement.silence(false);
  cold.entitlement.silence(true);
});
afterAll(() => Promise.all([content.stop(), cold.stop()]));

type Asked = { readerId?: string | null; pass?: string | undefined; slug?: string };

async function read(from: Content, { readerId = null, pass, slug = 'gated' }: Asked = {}) {
  const token = readerId === null ? null : await from.keys.readerToken({ readerId });
  const query = pass === undefined ? '' : `?pass=${pass}`;
  const { body, headers, text } = await from.get(`/v1/articles/${slug}${query}`, token).expect(200);
  return { ...(body.access as { granted: boolean; reason: string; pass?: string }), headers, text };
}
const outcome = ({ granted, reason }: { granted: boolean; reason: string }) => [granted, reason];

describe('what is signed for a reader', () => {
  it('comes with what entitlement itself has granted, to the reader only, and is kept nowhere on the way', async () => {
    const { pass, headers } = await read(content, { readerId: payer });
    expect(pass).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{86}$/);
    expect(headers['cache-control']).toBe('private, no-store');
    expect((await read(content, { readerId: payer, pass })).pass).toBeUndefined();
    for (const readerId of [ended, stranger, null])
      expect((await read(content, { readerId })).pass).toBeUndefined();
  });

  it('opens while entitlement is silent and nothing is remembered of the reader', async () => {
    cold.entitlement.silence(false);
    const { pass } = await read(cold, { readerId: payer });
    cold.forgetEverybody();
    cold.entitlement.silence(true);

    expect(outcome(await read(cold, { readerId: payer }))).toEqual([false, 'unknown']);
    expect(outcome(await read(cold, { readerId: payer, pass }))).toEqual([true, 'subscription']);
    expect(outcome(await read(cold, { readerId: payer, pass, slug: 'columns' }))).toEqual([false, 'unknown']);
    expect(outcome(await read(cold, { readerId: payer, pass, slug: 'over' }))).toEqual([false, 'closed']);
    expect(outcome(await read(cold, { readerId: stranger, pass }))).toEqual([false, 'unknown']);
    expect(outcome(await read(cold, { pass: `${pass}x` }))).toEqual([false, 'not-signed-in']);
  });

  it('says who reads while nobody else can, and entitlement still decides', async () => {
    const { pass } = await read(content, { readerId: payer });
    const seen = await read(content, { pass });
    expect(outcome(seen)).toEqual([true, 'subscription']);
    expect(seen.headers['cache-control']).toBe('private, no-store');
    expect(content.entitlement.asked.at(-1)?.get('reader')).toBe(payer);
  });

  it('does not outlive an end that entitlement tells of', async () => {
    const { pass } = await read(content, { readerId: payer });
    content.entitlement.give(payer, ['articles'], { until: new Date('2026-02-01T00:00:00Z') });
    expect((await read(content, { readerId: payer, pass })).granted).toBe(false);
    content.entitlement.give(payer, ['articles']);
  });
});

describe('the courtesy of a quarter of an hour', () => {
  const courtesy = async (from: Content, by: string | null) => {
    const token =
      by === null ? await from.keys.readerToken({ readerId: stranger }) : await from.keys.serviceToken(by);
    return from.post('/v1/passes', token, { reader: stranger, publication: 'meridian' });
  };

  it('lets one read who has just paid, whether entitlement is silent or has not heard of it', async () => {
    for (const from of [content, cold]) {
      const { body, status } = await courtesy(from, 'site');
      expect(status).toBe(201);
      expect(outcome(await read(from, { readerId: stranger }))[0]).toBe(false);
      expect(outcome(await read(from, { readerId: stranger, pass: body.pass }))).toEqual([
        true,
        'subscription',
      ]);
      expect(outcome(await read(from, { readerId: ended, pass: body.pass }))[0]).toBe(false);
    }
  });

  it('is a service’s to give, and no reader’s', async () => {
    expect((await courtesy(content, null)).status).toBe(403);
  });
});

describe('the switch that opens the paper to everyone', () => {
  const staff = (readerId: string, role = 'editor') => cold.keys.readerToken({ readerId, role });

  it('takes two people, opens at once, closes by one of them, and is all in its log', async () => {
    const asked = await cold.post('/v1/open-all', await staff(anId(11)), {
      reason: 'entitlement lost its disk',
    });
    expect(asked.status).toBe(201);
    const path = `/v1/open-all/${asked.body.id}`;
    expect(outcome(await read(cold))).toEqual([false, 'not-signed-in']);
    expect((await cold.post(`${path}/approval`, await staff(anId(11)))).body.code).toBe(
      'second-person-required',
    );
    expect(outcome(await read(cold))).toEqual([false, 'not-signed-in']);

    const isOpen = async () => (await cold.get('/v1/open-all/now')).body as object;
    expect(await isOpen()).toEqual({ isOpen: false });
    const approved = await cold.post(`${path}/approval`, await staff(anId(12), 'admin'));
    expect(await isOpen()).toEqual({ isOpen: true });
    expect(Date.parse(approved.body.until) - Date.now()).toBeCloseTo(4 * 3_600_000, -5);
    const seen = await read(cold);
    expect(outcome(seen)).toEqual([true, 'goodwill']);
    expect(seen.headers['cache-control']).toBe('private, no-store');
    expect(outcome(await read(cold, { readerId: ended, slug: 'columns' }))).toEqual([true, 'goodwill']);
    expect(outcome(await read(cold, { slug: 'over' }))).toEqual([false, 'closed']);

    await cold.post(`${path}/closing`, await staff(anId(11)));
    expect(outcome(await read(cold))).toEqual([false, 'not-signed-in']);
    const { body } = await cold.get('/v1/open-all', await staff(anId(13)));
    expect(body.data).toMatchObject([
      { askedBy: anId(11), approvedBy: anId(12), closedBy: anId(11), reason: 'entitlement lost its disk' },
    ]);
  });

  it('is nobody’s but people of staff: no reader’s, no service’s, no visitor’s', async () => {
    const reason = { reason: 'for a friend' };
    expect((await cold.post('/v1/open-all', await staff(anId(14), 'reader'), reason)).status).toBe(403);
    expect((await cold.post('/v1/open-all', await cold.keys.serviceToken('site'), reason)).status).toBe(403);
    expect((await cold.get('/v1/open-all')).status).toBe(401);
    expect((await cold.post('/v1/open-all', await staff(anId(14)), { reason: ' ' })).status).toBe(400);
    const unknown = await cold.post(`/v1/open-all/${anId(99)}/approval`, await staff(anId(14)));
    expect(unknown.body.code).toBe('open-all-not-found');
  });
});
