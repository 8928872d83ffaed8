import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { forHolders, free } from '../../test/builders.ts';
import { aCanaryArticle } from '../../test/canaries.ts';
import { startContent, type Content } from '../../test/harness.ts';

const payer = anId(1);
const lapsed = anId(2);
let content: Content;

beforeAll(async () => {
  content = await startContent();
  const rules = ['subscribers', 'free', 'registered', 'feature:columns'];
  await content.publish(
    ...rules.map((rule) => aCanaryArticle({ slug: rule.replace(':', '-'), rule }).manuscript),
    {
      ...aCanaryArticle({ slug: 'over', rule: 'free' }).manuscript,
      rule: { ...free, notAfter: new Date(0) },
    },
    {
      ...aCanaryArticle({ slug: 'embargoed', rule: 'subscribers' }).manuscript,
      rule: { ...forHolders(), notBefore: new Date('2099-01-01T00:00:00Z') },
    },
  );
  content.entitlement.give(payer, ['articles']);
  content.entitlement.give(lapsed, ['articles'], { until: new Date('2026-02-01T00:00:00Z') });
  // Both have been asked about before entitlement falls silent.
  for (const readerId of [payer, lapsed]) await access('subscribers', readerId);
  content.entitlement.silence(true);
});
beforeEach(() => content.entitlement.silence(true));
afterAll(() => content.stop());

async function access(slug: string, readerId: string | null) {
  const token = readerId === null ? null : await content.keys.readerToken({ readerId });
  return (await content.get(`/v1/articles/${slug}`, token).expect(200)).body.access;
}

it('lets a subscriber who was heard of go on reading while entitlement is silent', async () => {
  expect(await access('subscribers', payer)).toEqual({ granted: true, reason: 'subscription' });
});

it('lets nobody in who was not heard of', async () => {
  expect(await access('subscribers', anId(8))).toEqual({ granted: false, reason: 'unknown' });
});

it('lets nobody in whose end was heard of', async () => {
  expect((await access('subscribers', lapsed)).granted).toBe(false);
});

it('lets no visitor in', async () => {
  expect(await access('subscribers', null)).toEqual({ granted: false, reason: 'not-signed-in' });
});

it('opens a subscriber nothing that their plan was not heard to hold', async () => {
  expect(await access('feature-columns', payer)).toEqual({ granted: false, reason: 'unknown' });
});

it('keeps free articles free', async () => {
  expect(await access('free', null)).toEqual({ granted: true, reason: 'free' });
});

it('keeps articles for the registered open to them only', async () => {
  expect((await access('registered', anId(8))).granted).toBe(true);
  expect((await access('registered', null)).granted).toBe(false);
});

it('keeps an article closed that its own dates close', async () => {
  expect(await access('over', null)).toEqual({ granted: false, reason: 'closed' });
  expect(await access('embargoed', payer)).toEqual({ granted: false, reason: 'not-open-yet' });
});
