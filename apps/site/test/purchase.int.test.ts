import { problem } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { team } from './group-fakes.ts';
import { startSite, type Site, visitor } from './site.ts';
import { ada, CHECKOUT, newcomer, offer, REVISION } from './world.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => site.reset());

const guest = () => visitor(site.url);
const as = (who: { session: string }) => visitor(site.url, who.session);
const ARTICLE = '/articles/harbour-dredging-stalls';

/** The fields of a form as the page shows them, hidden ones included. */
async function orderForm(who = guest()) {
  const { document } = await who.get(`/offer?returnTo=${encodeURIComponent(ARTICLE)}`);
  const inputs = document.querySelectorAll('form.order input');
  return {
    document,
    inputs,
    hidden: Object.fromEntries(
      inputs
        .filter((input) => input.getAttribute('type') === 'hidden')
        .map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']),
    ),
  };
}

test.each(['/offer', '/give', '/teams?seats=5'])(
  '%s says that its amounts are whole, with tax in them and nothing added',
  async (path) => {
    site.world.billing.answer('listOffers', () => ({ answer: { data: [offer, team], nextCursor: null } }));
    const page = async (language: string) =>
      (await guest().get(path, { headers: { 'accept-language': language } })).document.querySelector('main');

    expect((await page('en'))?.textContent).toContain('any tax is in them, and nothing is added');
    expect((await page('de'))?.textContent).toContain('Steuern sind enthalten, und nichts kommt hinzu');
  },
);

describe('the offer page', () => {
  test('shows the whole price path before anything can be pressed', async () => {
    const { html } = { html: (await orderForm()).document.outerHTML };

    expect(html.indexOf('price-steps')).toBeGreaterThan(0);
    expect(html.indexOf('price-steps')).toBeLessThan(html.indexOf('<form'));
  });

  test('has no box that is ticked for the reader', async () => {
    const { inputs } = await orderForm();
    const boxes = inputs.filter((input) => input.getAttribute('type') === 'checkbox');

    expect(boxes.map((box) => [box.getAttribute('name'), box.hasAttribute('checked')])).toEqual([
      ['consent', false],
    ]);
  });

  test('asks to accept what billing sells, word for word', async () => {
    const { document, hidden } = await orderForm();

    expect(document.querySelector('label[for=field-consent]')?.textContent).toBe(offer.consent.text);
    expect(hidden['consentVersion']).toBe(offer.consent.version);
  });

  test('asks a signed-in reader for no address', async () => {
    const { document, inputs } = await orderForm(as(ada));

    expect(inputs.some((input) => input.getAttribute('name') === 'email')).toBe(false);
    expect(document.textContent).toContain(ada.email);
  });

  test.each(['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)'])(
    'a link that would lead to %s after the purchase leads to the front page',
    async (returnTo) => {
      const { document } = await guest().get(`/offer?returnTo=${encodeURIComponent(returnTo)}`);

      expect(document.querySelector('input[name=returnTo]')?.getAttribute('value')).toBe('/');
    },
  );

  test('says that nothing can be bought while billing is away', async () => {
    site.world.billing.setAway(true);
    const { status, document } = await guest().get('/offer');

    expect(status).toBe(503);
    expect(document.querySelector('h1')?.textContent).toBe('Nothing can be bought just now');
  });
});

describe('an order', () => {
  const order = async (fields: Record<string, string> = {}, who = guest()) => {
    const { hidden } = await orderForm(who);
    return who.post('/offer', { ...hidden, email: newcomer.email, consent: 'on', ...fields });
  };

  test('leads to the hosted page, with a session for this browser', async () => {
    const { status, location, headers } = await order();

    expect([status, location]).toEqual([303, 'http://localhost:4020/pay/cs_1']);
    expect(headers.get('set-cookie')).toMatch(
      new RegExp(`^gatefold_session=${newcomer.session}; Path=/; Max-Age=\\d+; HttpOnly; SameSite=Lax$`),
    );
    expect(site.world.calls('startCheckout').map(({ body }) => body)).toEqual([
      {
        email: newcomer.email,
        offer: 'digital',
        publication: 'meridian',
        returnTo: ARTICLE,
        consent: { version: offer.consent.version, accepted: true },
        locale: 'en-US',
      },
    ]);
  });

  test('sent twice is one order: both carry the same key', async () => {
    const { hidden } = await orderForm();
    const fields = { ...hidden, email: newcomer.email, consent: 'on' };
    await Promise.all([guest().post('/offer', fields), guest().post('/offer', fields)]);
    const keys = site.world.calls('startCheckout').map(({ idempotencyKey }) => idempotencyKey);

    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  test('with a corrected address is another order', async () => {
    const { hidden } = await orderForm();
    await guest().post('/offer', { ...hidden, email: 'slip@example.com', consent: 'on' });
    await guest().post('/offer', { ...hidden, email: newcomer.email, consent: 'on' });
    const keys = site.world.calls('startCheckout').map(({ idempotencyKey }) => idempotencyKey);

    expect(new Set(keys).size).toBe(2);
  });

  test('a checkout that somebody else has opened for the same address gives this browser no session', async () => {
    site.world.billing.answer('startCheckout', () => ({
      status: 200,
      answer: { id: CHECKOUT, url: 'http://localhost:4020/pay/cs_1', readerId: newcomer.id },
    }));
    const { status, headers } = await order();

    expect([status, headers.get('set-cookie')]).toEqual([303, null]);
    expect(site.world.calls('openProvisionalSession')).toEqual([]);
  });

  test('of a signed-in reader is made in the own name, whatever address is sent along', async () => {
    site.world.billing.answer('startCheckout', () => ({
      status: 201,
      answer: { id: CHECKOUT, url: 'http://localhost:4020/pay/cs_1', readerId: ada.id },
    }));
    const { headers } = await order({ email: 'other@example.com' }, as(ada));

    expect(site.world.calls('startCheckout')[0]?.body).toMatchObject({ readerId: ada.id });
    expect(site.world.calls('startCheckout')[0]?.body).not.toHaveProperty('email');
    expect(headers.get('set-cookie')).toBeNull();
  });

  test.each([
    { what: 'no consent', fields: { consent: '' }, says: 'Please confirm this' },
    { what: 'no address', fields: { email: '' }, says: 'Please give an e-mail address' },
    { what: 'no address that could be one', fields: { email: 'a@b' }, says: 'Please give an e-mail address' },
    { what: 'a form that was never shown', fields: { attempt: '1' }, says: 'The form was not complete' },
  ])('with $what is not made, and the page says why', async ({ fields, says }) => {
    const { status, document } = await order(fields);

    expect(status).toBe(422);
    expect(document.querySelector('form.order')?.textContent).toContain(says);
    expect(site.world.calls('startCheckout')).toEqual([]);
  });

  test('keeps what was typed when something is missing', async () => {
    const { document } = await order({ consent: '' });

    expect(document.querySelector('input[name=email]')?.getAttribute('value')).toBe(newcomer.email);
    expect(document.querySelector('input[name=returnTo]')?.getAttribute('value')).toBe(ARTICLE);
    expect(document.querySelector('input[name=consent]')?.hasAttribute('checked')).toBe(false);
  });

  test.each(['already-subscribed', 'consent-outdated', 'offer-not-on-sale'])(
    'that billing refuses (%s) comes back as the form, with the reason',
    async (code) => {
      site.world.billing.answer('startCheckout', () => problem(409, code));
      const { status, document } = await order();

      expect(status).toBe(409);
      expect(document.querySelectorAll('form.order .error, form.order .notice.bad')).toHaveLength(1);
    },
  );

  test('never leads to a page that is not a payment page', async () => {
    site.world.billing.answer('startCheckout', () => ({
      status: 201,
      answer: { id: CHECKOUT, url: 'https://evil.example/pay', readerId: newcomer.id },
    }));
    const { status, location, headers } = await order();

    expect([status, location, headers.get('set-cookie')]).toEqual([500, null, null]);
  });
});

describe('back from the hosted page', () => {
  const back = `/checkout/return?checkout=${CHECKOUT}&session_id=cs_1`;
  const answers = (status: 'open' | 'paid' | 'expired', returnTo = ARTICLE) =>
    site.world.billing.answer('completeCheckout', () => ({
      answer: {
        status,
        returnTo,
        readerId: newcomer.id,
        subscription: null,
        revision: status === 'paid' ? REVISION : null,
      },
    }));

  test('the browser that bought is at its article again, with the purchase', async () => {
    const { status, location, headers } = await as(newcomer).get(back);

    expect([status, location]).toEqual([303, `${ARTICLE}?revision=${REVISION}`]);
    expect(headers.get('set-cookie')).not.toContain('gatefold_session');
  });

  test('takes content’s word along for a quarter of an hour, so that late news shows no wall to who has paid', async () => {
    const pass = `${'h'.repeat(60)}.${'b'.repeat(400)}.${'s'.repeat(86)}`;
    site.world.content.answer('courtesyPass', () => ({ status: 201, answer: { pass } }));
    const { location, headers } = await as(newcomer).get(back);

    expect(location).toBe(`${ARTICLE}?revision=${REVISION}`);
    expect(headers.get('set-cookie')).toContain(`gatefold_pass=${pass}`);
    expect(site.world.calls('courtesyPass')[0]).toMatchObject({
      token: 'token-of-the-site',
      body: { reader: newcomer.id, publication: 'meridian' },
    });
    await visitor(site.url, ada.session).get(back);
    expect(site.world.calls('courtesyPass')).toHaveLength(1);
  });

  test.each([
    { who: 'no session', session: null },
    { who: 'the session of somebody else', session: ada.session },
  ])('a browser with $who learns that it is paid, and gets no session', async ({ session }) => {
    const { status, document, headers } = await visitor(site.url, session).get(back);

    expect(status).toBe(200);
    expect(document.querySelector('h1')?.textContent).toBe('Thank you: your payment has arrived');
    expect(document.querySelector('main a.button')?.getAttribute('href')).toMatch(/^\/sign-in/);
    expect(headers.get('set-cookie')).toBeNull();
  });

  test.each([
    { state: 'open', says: 'Nothing has been paid yet', href: '/offer' },
    { state: 'expired', says: 'The payment page has closed', href: '/offer' },
  ] as const)('$state: $says, and a way on', async ({ state, says, href }) => {
    answers(state);
    const { document } = await as(newcomer).get(back);

    expect(document.querySelector('h1')?.textContent).toBe(says);
    expect(document.querySelector('main a.button')?.getAttribute('href')).toContain(href);
  });

  test('a way back to another site, wherever it comes from, becomes the front page', async () => {
    answers('paid', '//evil.example/');

    expect((await as(newcomer).get(back)).location).toBe(`/?revision=${REVISION}`);
  });

  test.each(['', '?checkout=', '?checkout=1', `?checkout=${CHECKOUT}%27`])(
    'an address without a checkout (%s) is none',
    async (query) => {
      expect((await as(newcomer).get(`/checkout/return${query}`)).status).toBe(404);
      expect(site.world.calls('completeCheckout')).toEqual([]);
    },
  );

  test('while billing is away, the payer is told that the payment is not lost', async () => {
    site.world.billing.setAway(true);
    const { status, document } = await as(newcomer).get(back);

    expect(status).toBe(503);
    expect(document.querySelector('main')?.textContent).toContain('it is not lost');
  });
});
