import { anId } from '@gatefold/test-kit';
import { problem } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSite, type Site, visitor } from './site.ts';
import { ada, aSubscription, newcomer, offer, SUBSCRIPTION } from './world.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => site.reset());

const guest = () => visitor(site.url);
const as = (who: { session: string }) => visitor(site.url, who.session);
const FOREIGN = '00000000-0000-7000-8000-0000000000ff';

describe('signing in', () => {
  test('a known and an unknown address get the same answer', async () => {
    const answers = await Promise.all(
      [ada.email, 'nobody@example.com'].map((email) =>
        guest().post('/sign-in', { email, returnTo: '/account' }),
      ),
    );

    expect(answers[0]?.location).toBe('/sign-in/sent?returnTo=%2Faccount');
    expect(answers.map(({ status, location, html }) => [status, location, html])[0]).toEqual(
      answers.map(({ status, location, html }) => [status, location, html])[1],
    );
  });

  test('identity is told for which browser the link is asked, so that its limits hold', async () => {
    await guest().post('/sign-in', { email: ada.email, returnTo: '/' });

    expect(site.world.calls('requestSignIn')[0]?.forwardedFor).toMatch(/127\.0\.0\.1|::1/);
  });

  test('a browser cannot claim another network address to get round the limits', async () => {
    await guest().post('/sign-in', { email: ada.email, returnTo: '/' }, { 'x-forwarded-for': '203.0.113.9' });

    expect(site.world.calls('requestSignIn')[0]?.forwardedFor).not.toContain('203.0.113.9');
  });

  test('too many links: the page says to wait', async () => {
    site.world.identity.answer('requestSignIn', () => problem(429, 'too-many-requests'));
    const { status, document } = await guest().post('/sign-in', { email: ada.email, returnTo: '/' });

    expect(status).toBe(429);
    expect(document.querySelector('[role=alert]')?.textContent).toContain('wait');
  });

  test('no address: the page asks for one and mails nothing', async () => {
    expect((await guest().post('/sign-in', { email: 'x', returnTo: '/' })).status).toBe(422);
    expect(site.world.calls('requestSignIn')).toEqual([]);
  });

  test('opening the mailed link uses nothing up, however often programs look at it', async () => {
    for (const method of ['GET', 'HEAD', 'GET']) await guest().get('/sign-in/confirm?token=good', { method });
    const { document } = await guest().get('/sign-in/confirm?token=good');

    expect(site.world.calls('redeemSignIn')).toEqual([]);
    expect(
      document.querySelector('form[action$="/sign-in/confirm"] input[name=token]')?.getAttribute('value'),
    ).toBe('good');
  });

  test('the button signs in and leads on', async () => {
    const { status, location, headers } = await guest().post('/sign-in/confirm', { token: 'good' });

    expect([status, location]).toEqual([303, '/account']);
    expect(headers.get('set-cookie')).toContain(`gatefold_session=${ada.session}; `);
  });

  test('a session that was in the browser before is replaced, never kept', async () => {
    const { headers } = await visitor(site.url, 'planted').post('/sign-in/confirm', { token: 'good' });

    expect(headers.getSetCookie()).toHaveLength(1);
    expect(headers.get('set-cookie')).toContain(`gatefold_session=${ada.session}; `);
  });

  test.each(['spent', '', 'x'.repeat(2_000)])(
    'a link that is no good (%s) signs nobody in',
    async (token) => {
      const { status, headers, document } = await guest().post('/sign-in/confirm', { token });

      expect([status, headers.get('set-cookie')]).toEqual([410, null]);
      expect(document.querySelector('main a')?.getAttribute('href')).toBe('/sign-in');
    },
  );

  test('a link that would lead to another site leads to the front page', async () => {
    site.world.identity.answer('redeemSignIn', () => ({
      status: 201,
      answer: {
        sessionToken: ada.session,
        expiresAt: '2100-01-01T00:00:00Z',
        returnTo: '//evil.example',
        readerId: ada.id,
      },
    }));

    expect((await guest().post('/sign-in/confirm', { token: 'good' })).location).toBe('/');
  });

  test('signing out ends the session here and at identity', async () => {
    const { location, headers } = await as(ada).post('/sign-out', {});

    expect(location).toBe('/');
    expect(headers.getSetCookie()).toContain('gatefold_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax');
    expect(site.world.calls('endSession').map(({ body }) => body)).toEqual([{ sessionToken: ada.session }]);
  });

  test('signing out by a link does nothing', async () => {
    await as(ada).get('/sign-out');

    expect(site.world.calls('endSession')).toEqual([]);
  });

  test('a session that identity has ended is taken out of the browser', async () => {
    const { headers } = await visitor(site.url, 'ended').get('/');

    expect(headers.get('set-cookie')).toContain('Max-Age=0');
  });
});

describe('the account', () => {
  test.each(['/account', '/account/cancel'])('%s leads a guest to the sign-in and back', async (path) => {
    const { status, location } = await guest().get(path);

    expect([status, location]).toEqual([303, `/sign-in?returnTo=${encodeURIComponent(path)}`]);
  });

  test('answers on its first screen: what, until when, what next and when, with which card', async () => {
    const { document } = await as(ada).get('/account');
    const facts = document.querySelector('dl')?.textContent ?? '';

    expect(document.querySelector('section.card h2')?.textContent).toBe('The Meridian, all access');
    expect(facts).toContain('December 22, 2026');
    expect(facts).toContain('$9 on December 22, 2026');
    expect(facts).toContain('Visa ending 4242');
    expect(document.querySelector('.price-track')?.textContent).toContain('5 of 13 paid');
    expect(document.querySelector('.price-track')?.textContent).toContain('from August 3, 2027');
  });

  test('lists the payments, newest first', async () => {
    const { document } = await as(ada).get('/account');
    const amounts = document.querySelectorAll('td.right').map((cell) => cell.textContent);

    expect(amounts).toEqual(['$9.00', '$9.00', '$9.00', '$9.00', '$9.00', '$1.00']);
  });

  test('leads from each payment of any year to its invoice, as PDF', async () => {
    const old = aSubscription({ id: anId(61), phase: 'ended', endedAt: '2025-11-20T12:00:00Z' });
    site.world.billing.answer('readersSubscriptions', () => ({
      answer: { data: [aSubscription(), old], nextCursor: null },
    }));
    const { document } = await as(ada).get('/account');
    const links = document.querySelectorAll('main td a').map((link) => link.getAttribute('href') ?? '');
    const { status, location } = await as(ada).get(links[0] ?? '');

    expect(links).toHaveLength(12);
    expect(links.filter((href) => href.includes(anId(61)))).toHaveLength(6);
    expect([status, location]).toEqual([303, 'http://localhost:4020/i/in_1/pdf']);
    expect(site.world.calls('chargeInvoice')[0]?.token).toBe(ada.token);
  });

  test('an invoice is nobody’s who asks for it without an account or by a made-up number', async () => {
    expect((await guest().get('/account/receipt?subscription=a&charge=b')).location).toMatch(/^\/sign-in/);
    expect((await as(ada).get('/account/receipt?subscription=../..&charge=b')).status).toBe(404);
    site.world.billing.answer('chargeInvoice', () => ({
      answer: { page: 'https://evil.example/i', pdf: 'https://evil.example/pdf' },
    }));
    const away = await as(ada).get(`/account/receipt?subscription=${anId(61)}&charge=${anId(71)}`);
    expect([away.status, away.location]).toEqual([500, null]);
  });

  test('asks billing with the token of the reader, never with that of the site', async () => {
    await as(ada).get('/account');

    expect(site.world.calls('readersSubscriptions').map(({ token }) => token)).toEqual([ada.token]);
  });

  test('cancel stands beside the other actions, in the same size and weight', async () => {
    const { document } = await as(ada).get('/account');
    const actions = document.querySelectorAll('.card .choices .button');

    expect(actions.slice(0, 2).map(({ textContent }) => textContent)).toEqual(['Change card', 'Cancel']);
    expect(new Set(actions.map((action) => action.getAttribute('class')))).toEqual(new Set(['button']));
  });

  test('shows one who bought a moment ago nothing but how to confirm the address', async () => {
    const { document } = await as(newcomer).get('/account');

    expect(document.querySelector('h1')?.textContent).toBe('Confirm your address first');
    expect(site.world.calls('readersSubscriptions')).toEqual([]);
  });

  test('a reader without a subscription is told so', async () => {
    site.world.holds(null);

    expect((await as(ada).get('/account')).document.querySelector('h2')?.textContent).toBe(
      'You have no subscription',
    );
  });

  test('a failing payment: when it is tried again, until when one reads on, and the way to a new card', async () => {
    site.world.holds(aSubscription({ standing: 'collecting', retryAt: '2026-11-27T12:00:00Z' }));
    site.world.entitlement.answer('readersGrants', () => ({
      answer: {
        data: [
          {
            id: SUBSCRIPTION,
            publication: 'meridian',
            features: ['articles'],
            source: 'subscription',
            from: '2026-01-01T00:00:00Z',
            until: '2026-12-05T12:00:00Z',
            untilIfStale: '2026-12-05T12:00:00Z',
            version: 1,
          },
        ],
        nextCursor: null,
        version: 1,
      },
    }));
    const { document } = await as(ada).get('/account');
    const notice = document.querySelector('.notice')?.textContent ?? '';

    expect(notice).toContain('did not go through');
    expect(notice).toContain('November 27, 2026');
    expect(notice).toContain('December 5, 2026');
    expect(document.querySelector('form[action="/account/card"]')).not.toBeNull();
  });

  test('is shown without payments and end of access when these cannot be had', async () => {
    site.world.billing.answer('listCharges', () => problem(503, 'temporarily-unavailable'));
    site.world.entitlement.setAway(true);

    expect((await as(ada).get('/account')).status).toBe(200);
  });
});

describe('leaving', () => {
  test('takes two screens: what will happen, and done with the number of the certificate', async () => {
    const first = await as(ada).get('/account/cancel');
    const posted = await as(ada).post('/account/cancel', { subscription: SUBSCRIPTION });
    const second = await as(ada).get(posted.location ?? '');

    expect(first.document.querySelector('main')?.textContent).toContain(
      'December 22, 2026 at 7:40 AM (New York time)',
    );
    expect(posted.status).toBe(303);
    expect(second.document.querySelector('h1')?.textContent).toBe('Your subscription is cancelled');
    expect(second.document.querySelector('main')?.textContent).toContain('C-2026-00042');
  });

  test('asks no question and offers both ways in the same size and weight', async () => {
    const { document } = await as(ada).get('/account/cancel');

    expect(document.querySelectorAll('main input:not([type=hidden]), main select, main textarea')).toEqual(
      [],
    );
    expect(document.querySelectorAll('main .button').map((button) => button.getAttribute('class'))).toEqual([
      'button',
      'button',
    ]);
  });

  test('asks why when all is done, with nothing chosen, and takes no answer for one', async () => {
    const posted = await as(ada).post('/account/cancel', { subscription: SUBSCRIPTION });
    const { document } = await as(ada).get(posted.location ?? '');
    expect(document.querySelectorAll('form[action="/account/why"] input[type=radio]')).toHaveLength(8);
    expect(document.querySelectorAll('input[checked], input[required]')).toEqual([]);

    const without = await as(ada).post('/account/why', { subscription: SUBSCRIPTION });
    expect(without.location).toBe(`/account/cancel/done?subscription=${SUBSCRIPTION}&said=no`);
    const other = await as(ada).post('/account/why', { subscription: SUBSCRIPTION, reason: 'the weather' });
    expect(other.status).toBe(404);
    expect(site.world.calls('sayWhyLeft')).toEqual([]);

    const said = await as(ada).post('/account/why', { subscription: SUBSCRIPTION, reason: 'unused' });
    const thanks = await as(ada).get(said.location ?? '');
    expect(site.world.calls('sayWhyLeft').map(({ params, body, token }) => [params, body, token])).toEqual([
      [{ id: SUBSCRIPTION }, { reason: 'unused' }, ada.token],
    ]);
    expect(thanks.document.querySelector('[role=status]')?.textContent).toContain('Thank you');
    expect(thanks.document.querySelector('form[action="/account/why"]')).toBeNull();
  });

  test('by the address alone, without naming a subscription, means the one that lives', async () => {
    await as(ada).post('/account/cancel', {});

    expect(site.world.calls('cancel').map(({ params, token }) => [params, token])).toEqual([
      [{ id: SUBSCRIPTION }, ada.token],
    ]);
  });

  test('can be taken back', async () => {
    await as(ada).post('/account/cancel', {});
    const { document } = await as(ada).get('/account');
    const undone = await as(ada).post('/account/undo-cancel', { subscription: SUBSCRIPTION });

    expect(document.querySelector('form[action="/account/undo-cancel"]')).not.toBeNull();
    expect(undone.location).toBe('/account');
    expect(site.world.calls('undoCancel')).toHaveLength(1);
  });

  test('twice says that it is done', async () => {
    site.world.holds(aSubscription({ intent: 'cancelling', certificateNumber: 'C-2026-00042' }));
    const { document } = await as(ada).get('/account/cancel');

    expect(document.querySelector('h1')?.textContent).toBe('You have already cancelled');
    expect(document.querySelector('main')?.textContent).toContain('C-2026-00042');
  });

  test('the second screen cannot be reached without having cancelled', async () => {
    expect((await as(ada).get('/account/cancel/done')).location).toBe('/account');
  });

  test.each(['/account/cancel', '/account/undo-cancel', '/account/card'])(
    '%s: the subscription of another reader is none',
    async (path) => {
      expect((await as(ada).post(path, { subscription: FOREIGN })).status).toBe(404);
      expect([
        ...site.world.calls('cancel'),
        ...site.world.calls('undoCancel'),
        ...site.world.calls('updateCard'),
      ]).toEqual([]);
    },
  );

  test.each(['/account/cancel', '/account/undo-cancel', '/account/card'])(
    '%s: needs a confirmed address',
    async (path) => {
      expect((await as(newcomer).post(path, {})).location).toBe('/account');
      expect((await guest().post(path, {})).location).toMatch(/^\/sign-in/);
      expect(site.world.calls('readersSubscriptions')).toEqual([]);
    },
  );
});

describe('one who is gone', () => {
  const over = {
    phase: 'ended',
    endReason: 'cancelled',
    endedAt: '2026-11-20T12:00:00Z',
    nextCharge: null,
  } as const;

  test('reads in the account that it has ended, and comes back with one form', async () => {
    site.world.holds(aSubscription(over));
    site.world.billing.answer('winBack', () => ({ answer: { offer } }));
    const { document } = await as(ada).get('/account');
    const back = await as(ada).get('/account/return');
    const presets = back.document
      .querySelectorAll('main [type=hidden]')
      .map((field) => [field.getAttribute('name') ?? '', field.getAttribute('value') ?? '']);
    const sent = await as(ada).post('/account/return', { consent: 'on', ...Object.fromEntries(presets) });

    expect(document.querySelector('main')?.textContent).toContain('ended');
    expect(document.querySelector('main a[href="/account/return"]')).not.toBeNull();
    expect(back.document.querySelector('main')?.textContent).toContain(offer.consent.text);
    expect(back.document.querySelectorAll('[type=checkbox][checked]')).toEqual([]);
    expect([sent.status, sent.location]).toEqual([303, 'http://localhost:4020/pay/cs_1']);
  });

  test('orders nothing without accepting the terms', async () => {
    site.world.billing.answer('winBack', () => ({ answer: { offer } }));
    const { status } = await as(ada).post('/account/return', { returnTo: '/account' });

    expect(status).toBe(422);
    expect(site.world.calls('startCheckout')).toEqual([]);
  });
});

describe('the calendar file', () => {
  test('is offered while something will be charged, and can be kept by nobody else', async () => {
    const { document } = await as(ada).get('/account');
    const href = document.querySelector('a[href*=renewal]')?.getAttribute('href') ?? '';
    const { headers, html } = await as(ada).get(href);

    expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(html).toContain('SUMMARY:The Meridian: $9 is charged');
  });

  test('is not there after a cancellation, for guests and for the subscription of another reader', async () => {
    expect((await guest().get('/account/renewal.ics')).location).toMatch(/^\/sign-in/);
    expect((await as(newcomer).get('/account/renewal.ics')).location).toBe('/account');
    expect((await as(ada).get(`/account/renewal.ics?subscription=${FOREIGN}`)).status).toBe(404);
    site.world.holds(aSubscription({ intent: 'cancelling' }));

    expect((await as(ada).get('/account/renewal.ics')).location).toBe('/account');
    expect((await as(ada).get('/account')).document.querySelector('a[href*=renewal]')).toBeNull();
  });
});

describe('a new card', () => {
  test('is given on the hosted page, from the account or from the wall', async () => {
    const { status, location } = await as(ada).post('/account/card', { returnTo: '/articles/a' });

    expect([status, location]).toEqual([303, 'http://localhost:4020/pay/cs_setup_1']);
    expect(site.world.calls('updateCard')[0]?.body).toEqual({
      ...{ returnTo: '/articles/a', title: 'meridian', locale: 'en-US' },
    });
  });

  test('never on a page that is not a payment page', async () => {
    site.world.billing.answer('updateCard', () => ({
      status: 201,
      answer: { url: 'https://evil.example/' },
    }));

    expect((await as(ada).post('/account/card', {})).status).toBe(500);
  });
});

describe('forms of other sites', () => {
  const forms = [
    ['/offer', { email: 'a@example.com', consent: 'on' }],
    ['/sign-in', { email: 'a@example.com' }],
    ['/sign-in/confirm', { token: 'good' }],
    ['/sign-out', {}],
    ['/account/cancel', {}],
    ['/account/undo-cancel', {}],
    ['/account/card', {}],
    ['/', {}],
    ['/articles/harbour-dredging-stalls', {}],
  ] as const;
  const senders = [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: 'http://localhost.evil.example', 'sec-fetch-site': 'same-site' },
    { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' },
  ];

  test.each(
    forms.flatMap(([path, form]) =>
      senders.map((sender) => ({ path, form, sender, from: JSON.stringify(sender) })),
    ),
  )('$path is refused from $from, and nothing is asked of anyone', async ({ path, form, sender }) => {
    const { status, headers, document } = await as(ada).post(path, form, sender);

    expect(status).toBe(403);
    expect(headers.get('set-cookie')).toBeNull();
    expect(document.querySelector('h1')?.textContent).toBe('This form did not come from our pages');
    for (const operation of [
      'startCheckout',
      'requestSignIn',
      'redeemSignIn',
      'endSession',
      'cancel',
      'undoCancel',
      'updateCard',
    ])
      expect(site.world.calls(operation)).toEqual([]);
  });

  test('a form without any sign of where it comes from is refused', async () => {
    const { status } = await as(ada).ask('/account/cancel', { method: 'POST', form: {}, headers: {} });

    expect(status).toBe(403);
  });

  test('our own form passes even where the browser hides the origin', async () => {
    expect((await as(ada).post('/account/cancel', {}, { origin: 'null' })).status).toBe(303);
  });

  test('another host in the headers changes neither the check nor where anyone is sent', async () => {
    const { status } = await as(ada).post(
      '/account/cancel',
      {},
      { origin: 'http://evil.example', 'x-forwarded-host': 'evil.example' },
    );

    expect(status).toBe(403);
  });
});

describe('what is too much or broken', () => {
  test('a form larger than ours could be', async () => {
    const { status, document } = await guest().post('/sign-in', { email: 'a'.repeat(40_000) });

    expect(status).toBe(413);
    expect(document.querySelector('h1')?.textContent).toBe('This is too much to send');
  });

  test('a body that is no form', async () => {
    const { status } = await as(ada).ask('/account/cancel', {
      method: 'POST',
      headers: { origin: new URL(site.url).origin, 'content-type': 'application/json' },
      form: {},
    });

    expect(status).toBe(400);
    expect(site.world.calls('cancel')).toEqual([]);
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s: there is nothing', async (method) => {
    expect((await as(ada).ask('/account/cancel', { method })).status).toBe(404);
  });

  test.each(['=', ';;;', 'gatefold_session=%E0%A4%A', `gatefold_session=${'x'.repeat(5_000)}`])(
    'a broken cookie (%s) is no session',
    async (cookie) => {
      const { status } = await guest().get('/', { headers: { cookie } });

      expect(status).toBe(200);
      expect(site.world.calls('currentSession')).toEqual([]);
    },
  );

  test('nothing that identifies anyone is in the log', async () => {
    site.world.identity.answer('requestSignIn', () => problem(500, 'unexpected'));
    await guest().post('/sign-in', { email: 'private@example.com', returnTo: '/' });
    site.world.billing.setAway(true);
    await as(ada).get('/account');
    const log = JSON.stringify(site.log.lines);

    expect(log).not.toContain('private@example.com');
    expect(log).not.toContain(ada.email);
    expect(log).not.toContain(ada.session);
    expect(log).not.toContain(ada.token);
  });
});

describe('for those who run it', () => {
  test('it says that it lives, that it is ready, and what it measures', async () => {
    expect((await guest().get('/healthz')).html).toBe('{"ok":true}');
    expect((await guest().get('/readyz')).html).toBe('{"ready":true,"failing":[]}');
    await guest().get('/articles/harbour-dredging-stalls');
    const { html } = await guest().get('/metrics');

    expect(html).toContain('route="/articles"');
    expect(html).not.toContain('harbour');
    expect(JSON.parse((await guest().get('/openapi.json')).html)).toMatchObject({ openapi: '3.1.0' });
  });

  test('it is not ready without content', async () => {
    site.world.content.setAway(true);
    const { status, html } = await guest().get('/readyz');

    expect([status, html]).toEqual([503, '{"ready":false,"failing":["content"]}']);
  });

  test('every answer has a request id, and a problem page shows it', async () => {
    const { headers, document } = await guest().get('/articles/no-such-thing');

    expect(document.querySelector('main')?.textContent).toContain(headers.get('x-request-id') ?? 'none');
  });
});

describe('over https', () => {
  test('the session cookie is bound to this host and never sent in the clear', async () => {
    const secure = await startSite({ siteUrl: 'https://meridian.example' });
    const { headers } = await visitor(secure.url).post(
      '/sign-in/confirm',
      { token: 'good' },
      { origin: 'https://meridian.example' },
    );
    secure.close();

    expect(headers.get('set-cookie')).toMatch(
      /^__Host-gatefold_session=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(headers.get('strict-transport-security')).toContain('max-age=31536000');
  });
});
