import { problem } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSite, visitor, type Site } from './site.ts';
import { ada, newcomer, newsletters } from './world.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => site.reset());

const asAda = () => visitor(site.url, ada.session);
const guest = () => visitor(site.url);
const ended = () => site.world.calls('endNewsletterByLink').map(({ body }) => body);

describe('the newsletters of a reader', () => {
  test('stand on the account’s first screen: which come, and where to choose', async () => {
    const { document } = await asAda().get('/account');
    const card = document.querySelector('[aria-labelledby=newsletters-title]');

    expect(card?.textContent).toContain('You get: The Daily Update');
    expect(card?.textContent).not.toContain('The Weekend');
    expect(card?.querySelector('a')?.getAttribute('href')).toBe('/account/newsletters');
  });

  test('leave the account as it is while mail is away', async () => {
    site.world.mail.setAway(true);
    const { status, html } = await asAda().get('/account');

    expect(status).toBe(200);
    expect(html).toContain('cannot be seen just now');
  });

  test('have one button each, and nothing is ticked beforehand', async () => {
    const { document } = await asAda().get('/account/newsletters');
    const buttons = document.querySelectorAll('main .card button');

    expect(buttons.map(({ textContent }) => textContent)).toEqual([
      'End The Daily Update',
      'Get The Weekend',
    ]);
    expect(document.querySelectorAll('main input[type=checkbox]')).toEqual([]);
  });

  test('come and end by that button, in the reader’s own name', async () => {
    const got = await asAda().post('/account/newsletters', { newsletter: 'weekend', do: 'get' });
    const left = await asAda().post('/account/newsletters', { newsletter: 'daily-update', do: 'end' });

    expect([got.location, left.location]).toEqual([
      '/account/newsletters?done=chosen',
      '/account/newsletters?done=ended',
    ]);
    expect(
      site.world.calls('chooseNewsletter').map(({ params, body, token }) => [params, body, token]),
    ).toEqual([
      [{ id: ada.id, newsletter: 'weekend' }, { chosen: true }, ada.token],
      [{ id: ada.id, newsletter: 'daily-update' }, { chosen: false }, ada.token],
    ]);
  });

  test('for subscribers lead to the offer, and say that one waits', async () => {
    const [first, second] = newsletters;
    site.world.mail.answer('readersNewsletters', () => ({
      answer: {
        data: [
          { ...first, included: false },
          { ...second, feature: 'newsletter', included: false },
        ],
        nextCursor: null,
      },
    }));
    const { document } = await asAda().get('/account/newsletters');
    const [waiting, offered] = document.querySelectorAll('main .card');

    expect(waiting?.textContent).toContain('It waits');
    expect(waiting?.querySelector('button')?.getAttribute('value')).toBe('end');
    expect([offered?.querySelector('button'), offered?.querySelector('a')?.getAttribute('href')]).toEqual([
      null,
      '/offer',
    ]);

    site.world.mail.answer('chooseNewsletter', () => problem(403, 'newsletter-not-included'));
    const { location } = await asAda().post('/account/newsletters', { newsletter: 'weekend', do: 'get' });
    expect(location).toBe('/account/newsletters?done=not-included');
  });

  test('are no wish that nobody offered', async () => {
    for (const form of [{ newsletter: '../x', do: 'get' }, { newsletter: 'weekend', do: 'all' }, {}])
      expect((await asAda().post('/account/newsletters', form as Record<string, string>)).status).toBe(404);
    expect(site.world.calls('chooseNewsletter')).toEqual([]);
  });

  test('are not for one whose address is not confirmed', async () => {
    const { location } = await visitor(site.url, newcomer.session).get('/account/newsletters');

    expect(location).toBe('/account');
  });
});

describe('somebody without an account', () => {
  test('sees what there is, and confirms the address by the link of the sign-in', async () => {
    const { document } = await guest().get('/newsletters');
    const form = document.querySelector('main form');

    expect(document.querySelectorAll('main .card h2').map(({ textContent }) => textContent)).toEqual([
      'The Daily Update',
      'The Weekend',
      'Get them by mail',
    ]);
    expect(form?.getAttribute('action')).toBe('/sign-in');
    expect(form?.querySelector('[name=returnTo]')?.getAttribute('value')).toBe('/account/newsletters');
  });

  test('who has one is led to their own', async () => {
    expect((await asAda().get('/newsletters')).location).toBe('/account/newsletters');
  });
});

describe('the link of a newsletter', () => {
  const link = '/newsletters/leave?token=good';

  test('opened, shows one button and ends nothing', async () => {
    const { document } = await guest().get(link);

    expect(document.querySelector('h1')?.textContent).toBe('End The Daily Update?');
    expect(document.querySelectorAll('main button')).toHaveLength(1);
    expect(ended()).toEqual([]);
  });

  test('pressed, ends it, and says so', async () => {
    const { status, document } = await guest().post(link, {});

    expect([status, document.querySelector('h1')?.textContent]).toEqual([200, 'The Daily Update has ended']);
    expect(ended()).toEqual([{ token: 'good' }]);
  });

  test.each([
    ['a form', 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    [
      'parts',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    ],
  ])('ends it from a mail program that knows no page and no cookie, as %s', async (_, type, body) => {
    const { status } = await fetch(`${site.url}${link}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });

    expect(status).toBe(200);
    expect(ended()).toEqual([{ token: 'good' }]);
  });

  test('is the one form that others may send: every other is still refused', async () => {
    for (const path of ['/account/newsletters', '/newsletters/leave/', '/newsletters', '/account/cancel']) {
      const { status } = await fetch(`${site.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' },
        body: 'newsletter=weekend&do=get',
        redirect: 'manual',
      });
      expect([path, status]).toEqual([path, 403]);
    }
  });

  test('that is none of ours ends nothing, and says where to end it', async () => {
    for (const path of ['/newsletters/leave?token=x', '/newsletters/leave']) {
      const { status, html } = await guest().get(path);
      expect([status, html.includes('/account/newsletters')]).toEqual([410, true]);
    }
    expect((await guest().post('/newsletters/leave?token=x', {})).status).toBe(410);
  });

  test('works, with its page, while everything but mail is away', async () => {
    for (const service of ['billing', 'content', 'entitlement', 'identity'] as const)
      site.world[service].setAway(true);

    expect((await guest().post(link, {})).status).toBe(200);
    expect(ended()).toEqual([{ token: 'good' }]);
  });
});

describe('an address from which mails come back', () => {
  const comesBack = () =>
    site.world.mail.answer('addressState', () => ({
      answer: { undeliverableSince: '2026-11-20T09:00:00Z', returned: [] },
    }));
  const noticeOn = async (path: string) =>
    (await asAda().get(path)).document.querySelector('main .notice.warn');

  test.each(['/account', '/account/newsletters'])(
    'is named on %s, with the way to correct it',
    async (path) => {
      expect(await noticeOn(path)).toBeNull();
      comesBack();
      const notice = await noticeOn(path);

      expect(notice?.textContent).toContain('has come back since November 20, 2026');
      expect(notice?.querySelector('a')?.getAttribute('href')).toBe('/account/settings');
    },
  );

  test('is written to again when its reader says that it is right, in their own name', async () => {
    const { location } = await asAda().post('/account/address', {});

    expect(location).toBe('/account');
    expect(site.world.calls('trustAddress').map(({ params, token }) => [params, token])).toEqual([
      [{ id: ada.id }, ada.token],
    ]);
  });

  test('is nobody’s to vouch for who is not signed in with it', async () => {
    await guest().post('/account/address', {});
    await visitor(site.url, newcomer.session).post('/account/address', {});

    expect(site.world.calls('trustAddress')).toEqual([]);
  });

  test('leaves the account as it is while nobody can say', async () => {
    site.world.mail.answer('addressState', () => problem(503, 'temporarily-unavailable'));

    expect((await asAda().get('/account')).status).toBe(200);
  });
});

describe('a newsletter that was marked as spam', () => {
  test('says so, and can be asked for again', async () => {
    const [first] = newsletters;
    const ended = { ...first, chosen: false, since: '2026-11-20T09:00:00Z', endedBy: 'complaint' };
    site.world.mail.answer('readersNewsletters', () => ({ answer: { data: [ended], nextCursor: null } }));
    const { document } = await asAda().get('/account/newsletters');

    expect(document.querySelector('main .card')?.textContent).toContain('marked it as spam');
    expect(document.querySelector('main .card button')?.textContent).toBe('Get The Daily Update');
  });
});
