import { problem } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CANARY } from './paper.ts';
import { startSite, type Site, visitor } from './site.ts';
import { ada, aSubscription, CHECKOUT, newcomer } from './world.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => {
  site.reset();
  site.world.holds(aSubscription({ standing: 'collecting', retryAt: '2026-11-27T12:00:00Z' }));
});

const ARTICLE = '/articles/harbour-dredging-stalls';
const as = (who: { session: string }) => visitor(site.url, who.session);
/** A page waits for billing but a moment; what comes later is on the next one. */
const bannerOn = async (path: string, who = ada) => (await bannerNow(path, who)) ?? bannerNow(path, who);
const bannerNow = async (path: string, who: typeof ada) =>
  (await as(who).get(path)).document.querySelector('.trouble');

describe('while a payment fails', () => {
  test.each(['/', '/sections/coast', '/search', ARTICLE])(
    '%s says so, when it is tried again, and leads to a new card in one step and back',
    async (path) => {
      const banner = await bannerOn(path);

      expect(banner?.textContent).toContain('Your last payment did not go through');
      expect(banner?.textContent).toContain('November 27, 2026');
      expect(banner?.querySelector('form')?.getAttribute('action')).toBe('/account/card');
      expect(banner?.querySelector('input[name=returnTo]')?.getAttribute('value')).toBe(path);
    },
  );

  test('it says until when one reads on, as entitlement knows it', async () => {
    const grant = {
      publication: 'meridian',
      features: ['articles'],
      source: 'subscription',
      version: 1,
    } as const;
    const until = '2026-12-05T12:00:00Z';
    site.world.entitlement.answer('readersGrants', () => ({
      answer: {
        data: [{ ...grant, id: CHECKOUT, from: '2026-01-01T00:00:00Z', until, untilIfStale: until }],
        nextCursor: null,
        version: 1,
      },
    }));

    expect((await bannerOn('/'))?.textContent).toContain('You can read on until December 5, 2026');
  });

  test('it does not say that reading is closed when entitlement does not answer', async () => {
    site.world.entitlement.setAway(true);

    for (const path of ['/', '/account']) {
      const { document } = await as(ada).get(path);

      expect(document.querySelector('.notice')?.textContent).toContain('did not go through');
      expect(document.textContent).not.toContain('closed');
    }
  });

  test('the account says it once', async () => {
    expect((await as(ada).get('/account')).document.querySelectorAll('.notice')).toHaveLength(1);
  });

  test('billing is asked once in a minute, however much is read', async () => {
    for (const path of ['/', ARTICLE, '/search']) await as(ada).get(path);
    expect(site.world.calls('readersSubscriptions')).toHaveLength(1);
    site.machineClock.advance(61_000);
    await as(ada).get('/');

    expect(site.world.calls('readersSubscriptions')).toHaveLength(2);
  });

  test('one who comes back with a new card is not told again', async () => {
    await as(ada).get('/');
    site.world.holds(aSubscription());
    await as(ada).get(`/checkout/return?checkout=${CHECKOUT}`);

    expect(await bannerOn('/')).toBeNull();
  });

  test('the wall of one who is shut out says it, and nothing above it', async () => {
    site.world.holds(aSubscription({ standing: 'exhausted' }));

    expect(await bannerOn(ARTICLE)).toBeNull();
    expect((await bannerOn('/'))?.textContent).toContain('Reading is closed until it is paid');
  });
});

describe('nothing is said', () => {
  test('to guests, and nobody is asked', async () => {
    expect((await visitor(site.url).get('/')).document.querySelector('.trouble')).toBeNull();
    expect(site.world.calls('readersSubscriptions')).toEqual([]);
  });

  test('to one whose address is not confirmed, and nobody is asked', async () => {
    expect(await bannerOn('/', newcomer)).toBeNull();
    expect(site.world.calls('readersSubscriptions')).toEqual([]);
  });

  test('to one whose payments are in order', async () => {
    site.world.holds(aSubscription());

    expect(await bannerOn('/')).toBeNull();
  });

  test.each(['away', 'refusing'])('while billing is %s: the paper is read', async (how) => {
    if (how === 'away') site.world.billing.setAway(true);
    else site.world.billing.answer('readersSubscriptions', () => problem(503, 'temporarily-unavailable'));
    const { status, html, document } = await as(ada).get(ARTICLE);

    expect([status, html.includes(CANARY)]).toEqual([200, true]);
    expect(document.querySelector('.trouble')).toBeNull();
  });

  test('while billing takes its time: no page waits for it longer than a moment', async () => {
    const release = site.world.billing.hold();
    const before = performance.now();
    const { status } = await as(ada).get('/');
    const waited = performance.now() - before;
    release();

    expect(status).toBe(200);
    expect(waited).toBeLessThan(2_000);
  });
});
