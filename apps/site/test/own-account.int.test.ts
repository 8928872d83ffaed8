import { problem } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSite, visitor, type Site } from './site.ts';
import { ada, aSubscription, newcomer, sessions } from './world.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => site.reset());

const guest = () => visitor(site.url);
const asAda = () => visitor(site.url, ada.session);
const calls = (operation: string) => site.world.calls(operation).map(({ body }) => body);

describe('a code from a mail that was opened on another device', () => {
  const withAttempt = { cookie: 'gatefold_attempt=attempt-1' };
  const send = (code: string, headers: Record<string, string> = withAttempt) =>
    guest().post('/sign-in/sent', { code }, headers);

  test('signs in the browser that asked for it, written with or without a space', async () => {
    for (const code of ['12345678', ' 1234 5678 ']) {
      const { status, location, headers } = await send(code);

      expect([status, location]).toEqual([303, '/account']);
      expect(headers.getSetCookie()).toEqual([
        expect.stringContaining(`gatefold_session=${ada.session}; `),
        expect.stringContaining('gatefold_attempt=; '),
      ]);
    }
  });

  test('the browser keeps what it is good for where no script reaches it', async () => {
    const { headers } = await guest().post('/sign-in', { email: ada.email, returnTo: '/' });

    expect(headers.get('set-cookie')).toMatch(/^gatefold_attempt=attempt-1; .*HttpOnly; SameSite=Lax/);
  });

  test('is asked for only where it can work', async () => {
    const [here, elsewhere] = await Promise.all([
      guest().get('/sign-in/sent', { headers: withAttempt }),
      guest().get('/sign-in/sent'),
    ]);

    expect(here.document.querySelector('input[name=code]')).not.toBeNull();
    expect(elsewhere.document.querySelector('input[name=code]')).toBeNull();
    expect((await send('12345678', {})).status).toBe(422);
    expect(site.world.calls('redeemSignInCode')).toEqual([]);
  });

  test.each([
    ['sign-in-code-wrong', 422, 'look again'],
    ['sign-in-link-invalid', 410, 'Ask for a new mail'],
    ['too-many-requests', 429, 'wait'],
  ])('%s is said next to the field', async (code, status, words) => {
    site.world.identity.answer('redeemSignInCode', () => problem(status, code));
    const answer = await send('87654321');

    expect(answer.status).toBe(status);
    expect(answer.document.querySelector('#field-code-error')?.textContent).toContain(words);
  });
});

describe('where one is signed in', () => {
  test('is listed, with this browser marked and no way to end it from the list', async () => {
    const { document } = await asAda().get('/account/settings');
    const items = document.querySelectorAll('.plain-list li');

    expect(items.map(({ textContent }) => textContent)).toEqual([
      'Firefox on LinuxThis browser, since November 20, 2026',
      'Safari on iOSSince November 2, 2026Sign out',
    ]);
    expect(items[0]?.querySelector('form')).toBeNull();
  });

  test('one is ended, or all others', async () => {
    await asAda().post('/account/sessions/end', { id: sessions[1]?.id ?? '' });
    const { location } = await asAda().post('/account/sessions/end', {});

    expect(location).toBe('/account/settings?done=sessions-ended');
    expect(calls('endOtherSessions')).toEqual([
      { sessionToken: ada.session, id: sessions[1]?.id },
      { sessionToken: ada.session },
    ]);
  });

  test('a session is named by the device that it was opened on', async () => {
    await guest().post('/sign-in/confirm', { token: 'good' }, { 'user-agent': 'X11; Linux Firefox/140' });

    expect(calls('redeemSignIn')).toEqual([{ token: 'good', device: 'Firefox on Linux', locale: 'en-US' }]);
  });
});

describe('a new address', () => {
  test('is asked of identity with the session, and the page says what happens next', async () => {
    const { location } = await asAda().post('/account/settings', { email: ' new@example.com ' });
    const { document } = await asAda().get(location ?? '');

    expect(calls('requestEmailChange')).toEqual([
      { sessionToken: ada.session, email: 'new@example.com', title: 'meridian' },
    ]);
    expect(document.querySelector('[role=status]')?.textContent).toContain('both addresses');
  });

  test.each([
    ['not an address', null, 422],
    ['ada@example.com', 'address-unchanged', 409],
    ['new@example.com', 'too-many-requests', 429],
  ])('%s (%s) is said next to the field, and what was typed is kept', async (email, code, status) => {
    if (code !== null) site.world.identity.answer('requestEmailChange', () => problem(status, code));
    const answer = await asAda().post('/account/settings', { email });

    expect(answer.status).toBe(status);
    expect(answer.document.querySelector('#field-email-error')?.textContent).not.toBe('');
    expect(answer.document.querySelector('input[name=email]')?.getAttribute('value')).toBe(email);
  });

  test('the mailed link only shows a button, which needs no session', async () => {
    for (let n = 0; n < 3; n += 1) await guest().get('/account/email/confirm?token=good');
    expect(calls('confirmEmailChange')).toEqual([]);
    const { location } = await guest().post('/account/email/confirm', { token: 'good' });

    expect(location).toBe('/account/email/confirm?state=changed');
    expect((await guest().get(location ?? '')).html).toContain('The address is changed');
  });

  test('a spent link, and an address with an account of its own, each have their page', async () => {
    const spent = await guest().post('/account/email/confirm', { token: 'bad' });
    site.world.identity.answer('confirmEmailChange', () => problem(409, 'address-has-account'));
    const taken = await guest().post('/account/email/confirm', { token: 'good' });

    expect([spent.status, taken.status]).toEqual([410, 409]);
    expect(taken.html).toContain('Nothing was changed');
  });
});

describe('taking one’s data along', () => {
  test('gives one file with what every service keeps', async () => {
    const returned = [{ since: '2026-11-20T09:00:00Z', trustedAt: null, isCurrent: true }];
    const undeliverableSince = '2026-11-20T09:00:00Z';
    site.world.mail.answer('addressState', () => ({ answer: { undeliverableSince, returned } }));
    const { headers, html } = await asAda().get('/account/export.json');
    const file = JSON.parse(html) as {
      account: { email: string };
      subscriptions: { charges: object[]; leavingReasons: object[]; credits: object[] }[];
      access: object[];
      passkeys: { name: string }[];
      meter: object[];
      gifts: object[];
      seats: { member: object[] };
      articleGifts: object[];
      reading: { keeps: boolean; data: object[] };
      newsletters: object[];
      returnedMails: object[];
    };

    expect(headers.get('content-disposition')).toBe('attachment; filename="my-data.json"');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(file.account.email).toBe(ada.email);
    expect(file.subscriptions[0]?.charges).toHaveLength(6);
    expect(file.subscriptions[0]?.leavingReasons).toMatchObject([{ reason: 'too_expensive' }]);
    expect(file.subscriptions[0]?.credits).toMatchObject([{ amount: { amount: '200', currency: 'USD' } }]);
    expect(file.articleGifts).toMatchObject([{ opens: 2, mostOpens: 50 }]);
    expect(html).not.toContain('opens-the-article');
    expect(file.access).toEqual([]);
    expect(file.account).toMatchObject({ locale: null, zone: null, spokenLocale: 'en-US' });
    expect(file.passkeys).toMatchObject([{ name: 'My telephone' }]);
    expect(file.meter).toHaveLength(1);
    expect([file.gifts, file.seats.member]).toEqual([[], []]);
    expect(file.returnedMails).toEqual(returned);
    expect(file.newsletters).toMatchObject([{ key: 'daily-update', chosen: true }, { chosen: false }]);
    expect(file.reading).toMatchObject({ keeps: true, data: [{ readAt: expect.any(String) }, {}, {}] });
  });

  test('is all or nothing: a part that is away is not left out in silence', async () => {
    site.world.entitlement.setAway(true);

    expect((await asAda().get('/account/export.json')).status).toBe(503);
  });
});

describe('deleting one’s account', () => {
  test('says what happens before anything does, and mails a link', async () => {
    const { document } = await asAda().get('/account/delete');
    const { location } = await asAda().post('/account/delete', {});

    const says = document.querySelector('main')?.textContent ?? '';
    for (const words of [
      'Order M-2026-7K4QX is cancelled',
      'December 22, 2026',
      'books',
      'signed out everywhere',
    ])
      expect(says).toContain(words);
    expect(location).toBe('/account/settings?done=delete-mailed');
    expect(calls('requestErasure')).toEqual([{ sessionToken: ada.session, title: 'meridian' }]);
    expect([calls('confirmErasure'), site.world.calls('cancel')]).toEqual([[], []]);
  });

  test('cancels first, then deletes, and signs this browser out', async () => {
    const { headers, location } = await asAda().post('/account/delete/confirm', { token: 'good' });

    expect(location).toBe('/account/delete/confirm?deleted');
    expect(headers.get('set-cookie')).toContain('gatefold_session=; ');
    expect(site.world.calls('cancel')).toHaveLength(1);
    expect(calls('confirmErasure')).toEqual([
      { sessionToken: ada.session, token: 'good', title: 'meridian' },
    ]);
  });

  test('deletes nothing while billing is away: it would go on charging', async () => {
    site.world.billing.setAway(true);
    const { status } = await asAda().post('/account/delete/confirm', { token: 'good' });

    expect([status, calls('confirmErasure')]).toEqual([503, []]);
  });

  test('needs the session as well as the link', async () => {
    const byLinkAlone = await guest().post('/account/delete/confirm', { token: 'good' });
    const { status } = await asAda().post('/account/delete/confirm', { token: 'bad' });

    expect(byLinkAlone.location).toMatch(/^\/sign-in\?returnTo=/);
    expect(status).toBe(410);
  });

  test('opening the mailed link deletes nothing', async () => {
    site.world.holds(aSubscription());
    await asAda().get('/account/delete/confirm?token=good');

    expect([calls('confirmErasure'), site.world.calls('cancel')]).toEqual([[], []]);
  });
});

describe.each([
  ['GET', '/account/settings'],
  ['GET', '/account/reading'],
  ['GET', '/account/saved'],
  ['GET', '/account/newsletters'],
  ['GET', '/account/export.json'],
  ['GET', '/account/delete'],
  ['GET', '/account/delete/confirm?token=good'],
  ['POST', '/account/settings'],
  ['POST', '/account/reading'],
  ['POST', '/account/saved'],
  ['POST', '/account/newsletters'],
  ['POST', '/account/sessions/end'],
  ['POST', '/account/delete'],
  ['POST', '/account/delete/confirm'],
])('%s %s', (method, path) => {
  const ask = (session: string | null) =>
    method === 'GET'
      ? visitor(site.url, session).get(path)
      : visitor(site.url, session).post(path, { email: 'a@example.com', token: 'good' });

  test('leads a guest to the sign-in and does nothing', async () => {
    const { status, location } = await ask(null);

    expect([status, location?.split('?')[0]]).toEqual([303, '/sign-in']);
    expect(site.world.identity.calls.filter(({ operation }) => operation !== 'currentSession')).toEqual([]);
  });

  test('is closed to one whose address is not confirmed', async () => {
    const { status, location } = await ask(newcomer.session);

    expect([status, location]).toEqual([303, '/account']);
    expect(site.world.identity.calls.filter(({ operation }) => operation !== 'currentSession')).toEqual([]);
  });
});

describe('cancelling without an account', () => {
  const send = (form: Record<string, string>) => guest().post('/cancel', form);
  const claim = { email: ada.email, orderNumber: ' M-2026-7K4QX ' };

  test('shows what comes of it first, and two buttons of one weight', async () => {
    const { status, document, headers } = await send(claim);
    const buttons = document.querySelectorAll('main .choices .button');

    expect([status, headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    expect(buttons.map((one) => [one.textContent, one.getAttribute('class')])).toEqual([
      ['Cancel the subscription', 'button'],
      ['Keep the subscription', 'button'],
    ]);
    expect(site.world.calls('cancelByOrder')).toEqual([]);
  });

  test('is done with the second step, with the number of the certificate', async () => {
    expect((await send({ ...claim, sure: 'yes' })).html).toContain('C-2026-00042');
    expect(site.world.calls('cancelByOrder')[0]?.token).toBe('token-of-the-site');
  });

  test.each([
    { email: 'nobody@example.com', orderNumber: 'M-2026-7K4QX' },
    { email: ada.email, orderNumber: 'M-2026-00000' },
    { email: ada.email, orderNumber: 'M-2026-00000', sure: 'yes' },
  ])('tells nobody which of the two was wrong: %o', async (form) => {
    const { status, document } = await send(form);

    expect(status).toBe(422);
    expect(document.querySelector('[role=alert]')?.textContent).toBe(
      'There is no order with this number and this address. Please check both.',
    );
    expect(document.querySelector('input[name=email]')?.getAttribute('value')).toBe(form.email);
  });

  test('by a link alone nothing is cancelled', async () => {
    await guest().get('/cancel?email=ada@example.com&orderNumber=M-2026-7K4QX&sure=yes');

    expect(site.world.calls('cancelByOrder')).toEqual([]);
  });
});

describe('withdrawing from the contract without an account', () => {
  const send = (form: Record<string, string>) => guest().post('/withdraw', form);
  const claim = { email: ada.email, orderNumber: ' M-2026-7K4QX ' };

  test('shows what is paid back and that reading ends, before anything is done', async () => {
    const { status, document, headers } = await send(claim);
    const page = document.querySelector('main')?.textContent ?? '';

    expect([status, headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    expect(page).toContain('$9');
    expect(page).toContain('December 8, 2026');
    expect(new Set(document.querySelectorAll('main .choices .button').map((one) => one.classNames))).toEqual(
      new Set(['button']),
    );
    expect(site.world.calls('withdraw')).toEqual([]);
  });

  test('is done with the second step, as it was shown, with the number of the certificate', async () => {
    const { document } = await send(claim);
    const quote = document.querySelector('input[name=quote]')?.getAttribute('value') ?? '';
    const done = await send({ ...claim, quote });

    expect(done.html).toContain('W-2026-00007');
    expect(site.world.calls('withdraw')[0]?.body).toMatchObject({
      email: ada.email,
      quote: { refund: { amount: '900', currency: 'USD' } },
    });
  });

  test('tells nobody which of the two was wrong', async () => {
    const { status, document } = await send({ ...claim, orderNumber: 'M-2026-00000' });

    expect(status).toBe(422);
    expect(document.querySelectorAll('[role=alert]')).toHaveLength(1);
  });
});
