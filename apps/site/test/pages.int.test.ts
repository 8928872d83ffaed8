import { anId } from '@gatefold/test-kit';
import { problem } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CANARY } from './paper.ts';
import { startSite, type Site, visitor } from './site.ts';
import { ada, newcomer, REVISION } from './world.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => site.reset());

/** How content is asked for an article: as one of this paper. */
const ofPaper = { publication: 'meridian' };

const SLUG = 'harbour-dredging-stalls';
const guest = () => visitor(site.url);
const as = (who: { session: string }) => visitor(site.url, who.session);

const readable = [
  '/',
  '/sections/coast',
  '/columns',
  '/columns/tidelines',
  '/authors/ines-okafor',
  '/galleries',
  '/search',
  '/search?q=sand',
  `/articles/${SLUG}`,
  '/articles/free-to-read',
];
const service = ['/offer', '/sign-in', '/sign-in/sent', '/sign-in/confirm?token=good'];

describe('every page', () => {
  test.each([...readable, ...service])('%s carries no script but that for passkeys', async (path) => {
    const { status, document, headers } = await guest().get(path);

    expect(status).toBe(200);
    expect(document.querySelectorAll('script').map((script) => script.getAttribute('type'))).toEqual(
      path.startsWith('/articles/') ? ['application/ld+json'] : path === '/sign-in' ? [undefined] : [],
    );
    expect(headers.get('content-security-policy')).toContain(
      path === '/sign-in' ? "script-src 'nonce-" : "script-src 'none'",
    );
  });

  test.each([...readable, ...service])(
    '%s leads out of a subscription and into the account',
    async (path) => {
      const { document } = await guest().get(path);
      const links = document.querySelectorAll('footer a').map((a) => a.getAttribute('href'));

      expect(links).toContain('/cancel');
      expect(links).toContain('/account');
      expect(links.some((href) => href?.startsWith('/sign-in'))).toBe(true);
    },
  );

  test.each(readable)('%s is small', async (path) => {
    expect((await guest().get(path)).html.length).toBeLessThan(60_000);
  });

  test('cannot be put into a frame, and says nothing of itself to other sites', async () => {
    const { headers } = await guest().get('/');

    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('what a shared cache may keep', () => {
  test.each(readable)('%s: for a moment, when nobody is signed in', async (path) => {
    const { headers } = await guest().get(path);

    expect(headers.get('cache-control')).toBe('public, max-age=0, s-maxage=15, must-revalidate');
    expect(headers.get('vary')).toBe('cookie, accept-language');
  });

  test.each(readable)('%s: nothing that was made for a reader', async (path) => {
    expect((await as(ada).get(path)).headers.get('cache-control')).toBe('private, no-store');
  });

  test.each(service)('%s: never', async (path) => {
    expect((await guest().get(path)).headers.get('cache-control')).toBe('private, no-store');
  });

  test('a browser with any session cookie, even a forged one, gets nothing that may be kept', async () => {
    const { headers } = await visitor(site.url, 'forged').get(`/articles/${SLUG}`);

    expect(headers.get('cache-control')).toBe('private, no-store');
  });

  test('a whole text that content gives to an anonymous reader is kept nowhere unless it is free', async () => {
    site.world.content.answer('readArticle', () => ({ answer: wholeByGiftLink }));

    expect((await guest().get(`/articles/${SLUG}`)).headers.get('cache-control')).toBe('private, no-store');
  });

  test('no problem page is kept', async () => {
    expect((await guest().get('/articles/no-such-thing')).headers.get('cache-control')).toBe(
      'private, no-store',
    );
  });
});

describe('an article', () => {
  test('shows a guest the teaser and the wall, and not one word more', async () => {
    const { html, document } = await guest().get(`/articles/${SLUG}`);

    expect(document.querySelector('[data-article-text]')?.textContent).toContain(
      'The dredger has been at anchor',
    );
    expect(document.querySelector('.wall')).not.toBeNull();
    expect(html).not.toContain(CANARY);
  });

  test('shows a subscriber all of it, and no wall', async () => {
    const { html, document } = await as(ada).get(`/articles/${SLUG}`);

    expect(html).toContain(CANARY);
    expect(document.querySelector('.wall')).toBeNull();
    expect(
      document.querySelectorAll('a').filter((a) => a.getAttribute('href')?.startsWith('/offer')),
    ).toEqual([]);
  });

  test('that is free has no wall', async () => {
    const { document } = await guest().get('/articles/free-to-read');

    expect(document.querySelector('.wall')).toBeNull();
  });

  test('tells search engines what is not free, and names an element that is there', async () => {
    for (const who of [guest(), as(ada)]) {
      const { document } = await who.get(`/articles/${SLUG}`);
      const json = JSON.parse(document.querySelector('script')?.textContent ?? '') as {
        hasPart: { cssSelector: string };
      };

      expect(json).toMatchObject({ isAccessibleForFree: false });
      expect(document.querySelectorAll(json.hasPart.cssSelector)).toHaveLength(1);
    }
  });

  test('that does not exist is a page that says so', async () => {
    const { status, document } = await guest().get('/articles/no-such-thing');

    expect(status).toBe(404);
    expect(document.querySelector('h1')?.textContent).toBe('There is nothing at this address');
  });

  test.each([
    `/articles/${SLUG}.data`,
    `/_root.data`,
    `/articles/${SLUG}.data?_routes=root`,
    '/__manifest?paths=/',
  ])('%s: there is no second way to ask for it', async (path) => {
    const { status, html } = await as(ada).get(path);

    expect(status).toBe(404);
    expect(html).not.toContain(CANARY);
  });

  test('HEAD answers as GET does, without the text', async () => {
    const { status, html, headers } = await as(ada).get(`/articles/${SLUG}`, { method: 'HEAD' });

    expect([status, html, headers.get('cache-control')]).toEqual([200, '', 'private, no-store']);
  });
});

describe('the wall', () => {
  const wallOf = async (reason: string) => {
    site.world.content.answer('readArticle', () => ({ answer: deniedFor(reason) }));
    const { document } = await as(ada).get(`/articles/${SLUG}`);
    return document.querySelector('.wall');
  };

  test('names the three amounts with their dates and the zone', async () => {
    const { document } = await guest().get(`/articles/${SLUG}`);
    const wall = document.querySelector('.wall')?.textContent ?? '';

    expect(wall).toContain('Only $1 for four weeks');
    expect(
      document.querySelectorAll('.wall .price-steps .amount').map((amount) => amount.textContent),
    ).toEqual(['$1 today', '$9 every four weeks', '$15 every four weeks']);
    expect(wall).toContain('until December 22, 2026');
    expect(wall).toContain('from December 22, 2026 until December 21, 2027');
    expect(wall).toContain('from December 21, 2027, until you cancel');
    expect(wall).toContain('New York time');
  });

  test.each([
    'Unlimited access to all reporting, investigations and analysis',
    'The Daily Update',
    'searchable archive',
    'Photo galleries',
    'Special columns',
    'tips or requests',
    'All major cards',
    'No commitments: cancel any time',
  ])('promises: %s', async (promise) => {
    expect((await guest().get(`/articles/${SLUG}`)).document.querySelector('.wall')?.textContent).toContain(
      promise,
    );
  });

  test.each(['All major cards', 'cancel any time'])('says once: %s', async (promise) => {
    for (const path of [`/articles/${SLUG}`, '/offer'])
      expect(
        (await guest().get(path)).document.querySelector('main')?.textContent.split(promise),
      ).toHaveLength(2);
  });

  test('its dates follow the clock of the business', async () => {
    site.clock.set('2027-05-01T12:00:00Z');
    const { document } = await guest().get(`/articles/${SLUG}`);
    site.clock.set('2026-11-24T23:00:00Z');

    expect(document.querySelector('.price-steps')?.textContent).toContain('until May 29, 2027');
  });

  test('leads to the offer and to the sign-in, and both come back to the paragraph at which it stands', async () => {
    const { document } = await guest().get(`/articles/${SLUG}`);
    const links = document.querySelectorAll('.wall a').map((a) => a.getAttribute('href'));

    expect(links).toContain(`/offer?returnTo=%2Farticles%2F${SLUG}%23rest`);
    expect(links).toContain(`/sign-in?returnTo=%2Farticles%2F${SLUG}%23rest`);
  });

  test('asks a reader whose payment failed for a card, and for nothing else', async () => {
    const wall = await wallOf('payment-problem');

    expect(wall?.textContent).toContain('Your last payment did not go through');
    expect(wall?.querySelector('form')?.getAttribute('action')).toBe('/account/card');
    expect(wall?.querySelector('a')).toBeNull();
  });

  test.each([
    { reason: 'ended', says: 'Your subscription has ended' },
    { reason: 'wrong-plan', says: 'Your plan does not include this' },
    { reason: 'unknown', says: 'We cannot see your subscription just now' },
  ])('$reason: $says', async ({ reason, says }) => {
    expect((await wallOf(reason))?.textContent).toContain(says);
  });
});

describe('after a purchase', () => {
  test('content is told which purchase the reader comes from', async () => {
    await as(newcomer).get(`/articles/${SLUG}?revision=${REVISION}`);

    expect(site.world.calls('readArticle').map(({ query }) => query)).toEqual([
      { ...ofPaper, atLeast: REVISION, meter: '' },
    ]);
  });

  test.each(['1', 'x'.repeat(400), `1.${'0'.repeat(36)}`, `${REVISION}/../`, "1' OR 1=1"])(
    'a forged revision (%s) is left out, and the article is shown as always',
    async (revision) => {
      const { status } = await as(ada).get(`/articles/${SLUG}?revision=${encodeURIComponent(revision)}`);

      expect(status).toBe(200);
      expect(site.world.calls('readArticle').map(({ query }) => query)).toEqual([{ ...ofPaper, meter: '' }]);
    },
  );

  test('a revision that is never known costs a wait and not the page', async () => {
    site.world.content.answer('readArticle', ({ query }) =>
      query['atLeast'] === undefined ? { answer: deniedFor('no-plan') } : problem(503, 'not-yet-known'),
    );

    expect((await as(ada).get(`/articles/${SLUG}?revision=${REVISION}`)).status).toBe(200);
  });

  test('one without a session cannot make content wait', async () => {
    await guest().get(`/articles/${SLUG}?revision=${REVISION}`);

    expect(site.world.calls('readArticle').map(({ query }) => query)).toEqual([{ ...ofPaper, meter: '' }]);
  });
});

describe('free reading', () => {
  const token = `01990000-0000-7000-8000-0000000000aa.${'x'.repeat(86)}`;
  const meter = { used: 2, of: 3, ofRegistered: 5, resetsAt: '2026-12-01T05:00:00.000Z', token };
  const byMeter = {
    ...wholeByGiftLink,
    isMetered: true,
    access: { granted: true, reason: 'meter', meter },
  };
  const asked = () => site.world.calls('readArticle').map(({ query }) => query);

  test('says “2 of 3”, is kept nowhere on the way, and the browser keeps its token out of reach of scripts', async () => {
    site.world.content.answer('readArticle', () => ({ answer: byMeter }));
    const { document, headers } = await guest().get(`/articles/${SLUG}`);

    expect(document.querySelector('.meter')?.textContent).toBe(
      'You have read 2 of 3 free articles of this month.',
    );
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('set-cookie')).toMatch(
      /^gatefold_meter=.+; Path=\/; Max-Age=5356800; HttpOnly; SameSite=Lax$/,
    );
  });

  test('is counted under the token that the browser kept, and under no other form of it', async () => {
    await guest().get(`/articles/${SLUG}`, { headers: { cookie: `gatefold_meter=${token}` } });
    await guest().get(`/articles/${SLUG}`, { headers: { cookie: 'gatefold_meter=forged' } });

    expect(asked()).toEqual([
      { ...ofPaper, meter: token },
      { ...ofPaper, meter: '' },
    ]);
  });

  test('is not counted by a browser that only looks ahead', async () => {
    await guest().get(`/articles/${SLUG}`, { headers: { 'sec-purpose': 'prefetch' } });
    await guest().get(`/articles/${SLUG}`, { method: 'HEAD' });

    expect(asked()).toEqual([ofPaper, ofPaper]);
  });

  test('ends at a wall that says when it begins again and what a sign-in adds', async () => {
    const access = { granted: false, reason: 'meter-used-up', meter: { ...meter, used: 3 } };
    site.world.content.answer('readArticle', () => ({
      answer: { ...deniedFor('ended'), isMetered: true, access },
    }));
    const { document, headers } = await guest().get(`/articles/${SLUG}`);

    expect(document.querySelector('.wall')?.textContent).toContain('Read 2 more with your e-mail address');
    expect(document.querySelector('.wall')?.textContent).toContain('on December 1, 2026 it begins again');
    expect(headers.get('cache-control')).toBe('private, no-store');
  });
});

describe('what content signed for a reader', () => {
  const pass = `${'h'.repeat(60)}.${'b'.repeat(400)}.${'s'.repeat(86)}`;
  const cookie = `gatefold_session=${ada.session}; gatefold_pass=${pass}`;
  const asked = () => site.world.calls('readArticle').map(({ query }) => query);

  test('is kept by the browser out of reach of scripts, stands on no page, and is shown with the next article', async () => {
    const access = { granted: true, reason: 'subscription', pass };
    site.world.content.answer('readArticle', () => ({ answer: { ...wholeByGiftLink, access } }));
    const { headers, html } = await as(ada).get(`/articles/${SLUG}`);

    expect(headers.get('set-cookie')).toMatch(/^gatefold_pass=h+.*; Max-Age=86400; HttpOnly; SameSite=Lax$/);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(html).not.toContain('bbbb');
    await guest().get(`/articles/${SLUG}`, { headers: { cookie } });
    expect(asked().at(-1)).toEqual({ ...ofPaper, pass, meter: '' });
  });

  test('opens articles while identity is away, and never the account', async () => {
    site.world.identity.setAway(true);
    await guest().get(`/articles/${SLUG}`, { headers: { cookie } });
    const account = await guest().get('/account', { headers: { cookie } });

    expect(asked().at(-1)).toEqual({ ...ofPaper, pass, meter: '' });
    expect(account.status).not.toBe(200);
  });

  test('is not shown for one who is signed out, nor in any other form', async () => {
    await guest().get(`/articles/${SLUG}`, { headers: { cookie: `gatefold_pass=${pass}` } });
    await guest().get(`/articles/${SLUG}`, {
      headers: { cookie: `gatefold_session=${ada.session}; gatefold_pass=forged` },
    });

    expect(asked()).toEqual([
      { ...ofPaper, meter: '' },
      { ...ofPaper, meter: '' },
    ]);
  });

  test('goes with the session when the reader signs out', async () => {
    const { headers } = await as(ada).post('/sign-out', {});
    expect(headers.getSetCookie()).toContainEqual(
      expect.stringMatching(/^gatefold_pass=; Path=\/; Max-Age=0/),
    );
  });
});

describe('giving an article away', () => {
  const link = {
    id: anId(70),
    token: `${anId(70)}.${'y'.repeat(86)}`,
    articleId: anId(1000),
    from: '2026-11-25T00:00:00.000Z',
    until: '2026-12-02T00:00:00.000Z',
    opens: 0,
    mostOpens: 50,
    isRevoked: false,
  };

  test('a subscriber presses one button and has a link, which opens the article for whoever has it', async () => {
    expect((await as(ada).get(`/articles/${SLUG}`)).document.querySelector('form.give')).not.toBeNull();
    site.world.entitlement.answer('giveArticle', () => ({ status: 201, answer: link }));
    const { document } = await as(ada).post(`/articles/${SLUG}`, {});
    const href = document.querySelector('.notice a')?.getAttribute('href') ?? '';

    expect(href).toContain(`/articles/${SLUG}?gift=${link.token}`);
    expect(site.world.calls('giveArticle')[0]).toMatchObject({ token: ada.token, body: { article: SLUG } });
    await guest().get(new URL(href).pathname + new URL(href).search);
    expect(site.world.calls('readArticle').at(-1)?.query).toMatchObject({ giftLink: link.token });
  });

  test('is not offered to those who do not read by a subscription', async () => {
    expect((await guest().get(`/articles/${SLUG}`)).document.querySelector('form.give')).toBeNull();
  });

  test('says why there is no link after ten', async () => {
    site.world.entitlement.answer('giveArticle', () => problem(409, 'gift-links-used-up'));
    const { document } = await as(ada).post(`/articles/${SLUG}`, {});

    expect(document.querySelector('.notice')?.textContent).toContain('ten articles in thirty days');
  });

  test('what is no token in the address is left out', async () => {
    await guest().get(`/articles/${SLUG}?gift=${'z'.repeat(300)}`);
    expect(site.world.calls('readArticle')[0]?.query).toEqual({ ...ofPaper, meter: '' });
  });
});

describe('when a service is away', () => {
  test('billing: the article is there, and the wall without prices still leads on', async () => {
    site.machineClock.advance(3_600_000);
    site.world.billing.setAway(true);
    const { status, document } = await guest().get(`/articles/${SLUG}`);

    expect(status).toBe(200);
    expect(document.querySelector('.wall')?.textContent).toContain('prices cannot be shown');
    expect((await as(ada).get(`/articles/${SLUG}`)).html).toContain(CANARY);
  });

  test('entitlement: a subscriber reads, since content decides', async () => {
    site.world.entitlement.setAway(true);

    expect((await as(ada).get(`/articles/${SLUG}`)).html).toContain(CANARY);
  });

  test('identity: who was here a moment ago reads on', async () => {
    await as(ada).get('/');
    site.world.identity.setAway(true);
    site.machineClock.advance(60_000);

    expect((await as(ada).get(`/articles/${SLUG}`)).html).toContain(CANARY);
  });

  test('identity: others are told that we cannot see who they are, and are not told to buy', async () => {
    site.world.identity.setAway(true);
    const { status, document } = await as(ada).get(`/articles/${SLUG}`);

    expect(status).toBe(200);
    expect(document.querySelector('.wall')?.textContent).toContain(
      'We cannot see your subscription just now',
    );
    expect(document.querySelector('.wall')?.innerHTML).not.toContain('Subscribe');
  });

  test('content: the page says so, and is not kept', async () => {
    site.world.content.setAway(true);
    const { status, document, headers } = await guest().get(`/articles/${SLUG}`);

    expect(status).toBe(503);
    expect(document.querySelector('h1')?.textContent).toBe('This page cannot be shown just now');
    expect(headers.get('cache-control')).toBe('private, no-store');
  });

  test('billing: the account says that reading goes on', async () => {
    site.world.billing.setAway(true);
    const { status, document } = await as(ada).get('/account');

    expect(status).toBe(503);
    expect(document.querySelector('main')?.textContent).toContain('you can go on reading');
  });
});

describe('lists', () => {
  test('a section that does not exist', async () => {
    expect((await guest().get('/sections/nowhere')).status).toBe(404);
  });

  test('older pieces have an address', async () => {
    const { document } = await guest().get('/search');
    const older = document.querySelector('a[rel=next]')?.getAttribute('href') ?? '';

    expect(older).toBe('/search?after=20');
    expect((await guest().get(older)).status).toBe(200);
  });

  test('what was searched for is shown as text', async () => {
    const { html } = await guest().get(`/search?q=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);

    expect(html).not.toContain('<img src=x');
  });
});

const summary = {
  id: '00000000-0000-7000-8000-0000000003e8',
  slug: SLUG,
  kind: 'article',
  title: 'Sand',
  dek: 'Two ministries.',
  section: { slug: 'coast', name: 'Coast' },
  author: { slug: 'ines-okafor', name: 'Ines Okafor' },
  column: null,
  publishedAt: '2026-11-24T12:40:00Z',
  readingMinutes: 3,
  picture: null,
  feature: 'articles',
  publication: 'meridian',
  rule: 'feature',
  pictures: [],
} as const;

const deniedFor = (reason: string) => ({
  ...summary,
  access: { granted: false, reason },
  teaser: '<p>The beginning.</p>',
});
const wholeByGiftLink = {
  ...summary,
  access: { granted: true, reason: 'gift-link' },
  body: '<p>All of it.</p>',
};
