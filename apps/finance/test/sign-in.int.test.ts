import { problem } from '@gatefold/web-kit/testing';
import { describe, expect, test } from 'vitest';
import { PAYMENT, READER, SUBSCRIPTION } from './books.ts';
import { sharedFinance, visitor } from './finance.ts';
import { ada, nora, otto, pia } from './people.ts';

const finance = sharedFinance();

const guest = () => visitor(finance.url);
const as = (who: { session: string }) => finance.as(who);
const asked = () => [...finance.world.billing.calls, ...finance.world.entitlement.calls];

const pages = ['/events', `/events/${PAYMENT.id}`, `/readers/${READER}`, '/', '/no-such-page'];

describe('who comes in', () => {
  test.each([nora, pia])('$role sees the list', async (who) => {
    const { status, document } = await as(who).get('/events');

    expect([status, document.querySelector('h1')?.textContent]).toEqual([200, 'Billing events']);
  });

  test.each(pages)('%s leads a guest to the sign-in and back, and asks no service', async (path) => {
    const { status, location } = await guest().get(path);

    expect([status, location]).toEqual([303, `/sign-in?next=${encodeURIComponent(path)}`]);
    expect(asked()).toEqual([]);
  });

  test('the way back keeps the filters', async () => {
    const { location } = await guest().get('/events?type=payment.paid&from=2026-11-01');

    expect(new URL(location ?? '', finance.url).searchParams.get('next')).toBe(
      '/events?type=payment.paid&from=2026-11-01',
    );
  });

  test.each(pages.flatMap((path) => [ada, otto].map((who) => ({ path, who, role: who.role }))))(
    '$path shows $role nothing but that they have no permission',
    async ({ path, who }) => {
      const { status, document, html, headers } = await as(who).get(path);

      expect([status, headers.get('cache-control')]).toEqual([403, 'no-store']);
      expect(document.querySelector('h1')?.textContent).toBe('You have no permission to see this');
      expect(document.querySelector('form')?.getAttribute('action')).toBe('/sign-out');
      expect(document.querySelector('nav')).toBeNull();
      expect(html).toMatch(/Request 00000000-/);
      expect(asked()).toEqual([]);
    },
  );

  test('one whose role billing no longer knows sees nothing either', async () => {
    finance.world.billing.answer('listBillingEvents', () => problem(403, 'not-allowed'));

    expect((await as(nora).get('/events')).status).toBe(403);
  });

  test('a role that was taken away lets in no longer than a quarter of a minute', async () => {
    await as(nora).get('/events');
    finance.world.identity.answer('currentSession', ({ body }) => ({
      answer: {
        readerId: nora.id,
        role: 'reader',
        provisional: false,
        email: nora.email,
        token: (body as { sessionToken: string }).sessionToken,
        tokenExpiresAt: '2100-01-01T00:00:00Z',
      },
    }));
    finance.machineClock.advance(15_000);

    expect((await as(nora).get('/events')).status).toBe(403);
  });

  test('a provisional account has no role, whatever it claims', async () => {
    finance.world.identity.answer('currentSession', () => ({
      answer: {
        readerId: nora.id,
        role: 'finance',
        provisional: true,
        email: null,
        token: nora.token,
        tokenExpiresAt: '2100-01-01T00:00:00Z',
      },
    }));

    expect((await as(nora).get('/events')).status).toBe(403);
  });

  test('while identity is away nobody is let in, and the page says so', async () => {
    finance.world.identity.setAway(true);
    const { status, document, html } = await as(nora).get('/events?type=payment.paid');

    expect(status).toBe(503);
    expect(document.querySelector('main a')?.getAttribute('href')).toBe('/events?type=payment.paid');
    expect(html).toMatch(/Request 00000000-/);
    expect(asked()).toEqual([]);
  });

  test('a session that identity has ended is taken out of the browser', async () => {
    const { status, headers } = await visitor(finance.url, 'ended').get('/events');

    expect(status).toBe(303);
    expect(headers.get('set-cookie')).toContain('Max-Age=0');
  });

  test("the reader's cookie of the paper opens nothing here", async () => {
    const { status } = await guest().get('/events', {
      headers: { cookie: `gatefold_session=${nora.session}` },
    });

    expect(status).toBe(303);
  });

  test('each page that is shown is on record with the person, and without what was typed', async () => {
    const credit = `/readers/${READER}/subscriptions/${SUBSCRIPTION}/credit`;
    await as(nora).get('/events?readerId=ada@example.com');
    await as(nora).get(`/readers/${READER}`);
    await as(nora).get('/gifts');
    await as(nora).get(`/webhooks/deliveries/${READER}`);
    await as(nora).get(credit);
    await as(nora).get('/ada@example.com');

    const requestId = expect.any(String) as string;
    expect(finance.log.lines.filter(({ message }) => message === 'page read')).toEqual(
      [
        '/events',
        `/readers/${READER}`,
        '/gifts',
        `/webhooks/deliveries/${READER}`,
        credit,
        'nothing that exists',
      ].map((path) => ({
        level: 'info',
        facts: { staffId: nora.id, path, requestId },
        message: 'page read',
      })),
    );
  });
});

describe('signing in', () => {
  test('mails a link that leads to these pages, and back to where one wanted to go', async () => {
    const next = '/events?type=payment.paid';
    const { location } = await guest().post('/sign-in', { email: nora.email, next });

    expect(location).toBe(`/sign-in/sent?next=${encodeURIComponent(next)}`);
    expect(finance.world.calls('requestSignIn').map(({ body, token }) => [body, token])).toEqual([
      [{ email: nora.email, returnTo: next, app: 'finance' }, 'token-of-finance'],
    ]);
  });

  test('staff, readers and strangers get the same answer', async () => {
    const answers = await Promise.all(
      [nora.email, ada.email, 'nobody@example.com'].map((email) => guest().post('/sign-in', { email })),
    );

    expect(new Set(answers.map(({ status, location, html }) => `${status} ${location} ${html}`)).size).toBe(
      1,
    );
  });

  test('identity is told for which browser, and no browser can claim to be another', async () => {
    await guest().post('/sign-in', { email: nora.email }, { 'x-forwarded-for': '203.0.113.9' });

    expect(finance.world.calls('requestSignIn')[0]?.forwardedFor).toMatch(/127\.0\.0\.1|::1/);
  });

  test('no address: what was typed is kept, and nothing is mailed', async () => {
    const { status, document } = await guest().post('/sign-in', { email: 'nora@', next: '/events' });

    expect(status).toBe(422);
    expect(document.querySelector('input[name=email]')?.getAttribute('value')).toBe('nora@');
    expect(document.querySelector('[role=alert]')?.textContent).toContain('e-mail address');
    expect(finance.world.calls('requestSignIn')).toEqual([]);
  });

  test('too many links: the page says to wait', async () => {
    finance.world.identity.answer('requestSignIn', () => problem(429, 'too-many-requests'));

    expect((await guest().post('/sign-in', { email: nora.email })).status).toBe(429);
  });

  test('opening the mailed link uses nothing up, however often programs look at it', async () => {
    for (const method of ['GET', 'HEAD', 'GET']) await guest().get('/sign-in/confirm?token=x', { method });
    const { document } = await guest().get('/sign-in/confirm?token=x');

    expect(finance.world.calls('redeemSignIn')).toEqual([]);
    expect(document.querySelector('main form input[name=token]')?.getAttribute('value')).toBe('x');
  });

  test('the button signs in, with a cookie that no script and no other site can use', async () => {
    const { status, location, headers } = await guest().post('/sign-in/confirm', {
      token: `link-of-${nora.email}`,
    });

    expect([status, location]).toEqual([303, '/events?type=payment.paid']);
    expect(headers.get('set-cookie')).toBe(
      `gatefold_staff=${nora.session}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax`,
    );
  });

  test('a reader who signs in gets no further than the page that says so', async () => {
    const confirmed = await guest().post('/sign-in/confirm', { token: `link-of-${ada.email}` });

    expect((await as(ada).get(confirmed.location ?? '')).status).toBe(403);
  });

  test.each(['spent', '', 'x'.repeat(2_000)])(
    'a link that is no good (%s) signs nobody in',
    async (token) => {
      const { status, headers } = await guest().post('/sign-in/confirm', { token });

      expect([status, headers.get('set-cookie')]).toEqual([410, null]);
    },
  );

  test('a link whose redeeming fails for a moment can be tried again', async () => {
    finance.world.identity.setAway(true);
    const { status, document } = await guest().post('/sign-in/confirm', { token: 'good' });

    expect(status).toBe(503);
    expect(document.querySelector('main a')?.getAttribute('href')).toBe('/sign-in/confirm?token=good');
  });

  test.each(['//evil.example', 'https://evil.example/', '/\\evil.example', '/\t/evil.example'])(
    'a way back to another site (%s) becomes the list',
    async (next) => {
      const { document } = await guest().get(`/sign-in?next=${encodeURIComponent(next)}`);

      expect(document.querySelector('input[name=next]')?.getAttribute('value')).toBe('/events');
    },
  );

  test('who is signed in is not asked again', async () => {
    expect((await as(nora).get('/sign-in?next=%2Fevents')).location).toBe('/events');
  });

  test('signing out ends the session here and at identity', async () => {
    const { location, headers } = await as(nora).post('/sign-out', {});

    expect(location).toBe('/sign-in');
    expect(headers.get('set-cookie')).toContain('gatefold_staff=; Path=/; Max-Age=0');
    expect(finance.world.calls('endSession').map(({ body }) => body)).toEqual([
      { sessionToken: nora.session },
    ]);
  });

  test('signing out by a link does nothing', async () => {
    await as(nora).get('/sign-out');

    expect(finance.world.calls('endSession')).toEqual([]);
  });
});

describe('forms of other sites', () => {
  const forms = [
    ['/sign-in', { email: 'a@example.com' }],
    ['/sign-in/confirm', { token: `link-of-${nora.email}` }],
    ['/sign-out', {}],
    ['/events', {}],
  ] as const;
  const senders = [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' },
  ];

  test.each(
    forms.flatMap(([path, form]) =>
      senders.map((sender) => ({ path, form, sender, from: JSON.stringify(sender) })),
    ),
  )('$path is refused from $from, and nothing is asked of anyone', async ({ path, form, sender }) => {
    const { status, headers, document } = await as(nora).post(path, form, sender);

    expect([status, headers.get('set-cookie')]).toEqual([403, null]);
    expect(document.querySelector('h1')?.textContent).toBe('This form did not come from our pages');
    for (const operation of ['requestSignIn', 'redeemSignIn', 'endSession'])
      expect(finance.world.calls(operation)).toEqual([]);
    expect(asked()).toEqual([]);
  });

  test('a form that is too large or damaged is refused', async () => {
    const large = await as(nora).post('/sign-in', { email: 'x'.repeat(20_000) });
    const other = await as(nora).post('/sign-out', {}, { 'content-type': 'text/plain' });

    expect([large.status, other.status]).toEqual([413, 400]);
  });
});
