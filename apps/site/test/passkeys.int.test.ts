import { problem } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSite, visitor, type Site } from './site.ts';
import { ada, newcomer, PASSKEY } from './world.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => site.reset());

const guest = () => visitor(site.url);
const asAda = () => visitor(site.url, ada.session);
const calls = (operation: string) => site.world.calls(operation).map(({ body }) => body);
const response = JSON.stringify({ id: 'known', type: 'public-key' });
const begun = { cookie: `gatefold_ceremony=${encodeURIComponent('better-auth.passkey=two')}` };

describe('the script of a page', () => {
  test.each([
    ['/sign-in', null],
    ['/account/passkeys', ada.session],
  ])('%s runs one file, by a nonce that is another each time', async (path, session) => {
    const seen = await Promise.all([1, 2].map(() => visitor(site.url, session).get(path)));
    const nonces = seen.map(({ document }) => document.querySelector('script')?.getAttribute('nonce') ?? '');
    const policies = seen.map(({ headers }) => headers.get('content-security-policy') ?? '');

    expect(new Set(nonces).size).toBe(2);
    expect(policies.map((policy, index) => policy.includes(`script-src 'nonce-${nonces[index]}';`))).toEqual([
      true,
      true,
    ]);
    expect(policies.join()).not.toMatch(/unsafe|strict-dynamic|\*/);
    expect(seen.map(({ document }) => document.querySelectorAll('script').length)).toEqual([1, 1]);
    expect(seen[0]?.document.querySelector('script')?.textContent).toBe('');
    expect(seen[0]?.headers.get('cache-control')).toBe('private, no-store');
  });

  test('is a small file of our own, and pages of the paper have none', async () => {
    const { document } = await guest().get('/sign-in');
    const src = document.querySelector('script')?.getAttribute('src') ?? '';
    const file = await guest().get(src);
    const front = await guest().get('/');

    expect(src).toMatch(/^\/assets\/passkeys-[\w-]+\.js$/);
    expect([file.status, file.html.length < 5_000]).toEqual([200, true]);
    expect(front.document.querySelector('script:not([type="application/ld+json"])')).toBeNull();
    expect(front.headers.get('content-security-policy')).toContain("script-src 'none'");
  });
});

describe('passkeys of an account', () => {
  test('are listed, with the form that makes one hidden until the script shows it', async () => {
    const { document, html } = await asAda().get('/account/passkeys');

    expect(html).toContain('My telephone');
    expect(document.querySelector('form[data-passkey=make]')?.hasAttribute('hidden')).toBe(true);
  });

  test('are shown to nobody whose address is not verified', async () => {
    expect((await visitor(site.url, newcomer.session).get('/account/passkeys')).location).toBe('/account');
    expect((await guest().get('/account/passkeys')).location).toContain('/sign-in');
    expect(calls('listPasskeys')).toEqual([]);
  });

  test('one is added with the try that this browser has begun', async () => {
    const begin = await asAda().post('/account/passkeys/options', {});
    expect(begin.headers.get('set-cookie')).toContain('gatefold_ceremony=better-auth.passkey%3Done;');
    expect(begin.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
    const cookie = `gatefold_session=${ada.session}; gatefold_ceremony=better-auth.passkey%3Done`;
    const { location } = await guest().post(
      '/account/passkeys',
      { do: 'add', name: 'My telephone', response },
      { cookie },
    );

    expect(location).toBe('/account/passkeys?done=added');
    expect(calls('addPasskey')).toEqual([
      {
        sessionToken: ada.session,
        ceremony: 'better-auth.passkey=one',
        response: JSON.parse(response) as object,
        name: 'My telephone',
        title: 'meridian',
      },
    ]);
  });

  test('one gets another name, and is removed', async () => {
    const id = PASSKEY;
    const renamed = await asAda().post('/account/passkeys', { do: 'rename', id, [`name-${id}`]: 'Old one' });
    const removed = await asAda().post('/account/passkeys', { do: 'remove', id });

    expect([renamed.location, removed.location]).toEqual([
      '/account/passkeys?done=renamed',
      '/account/passkeys?done=removed',
    ]);
    expect(calls('renamePasskey')).toEqual([{ sessionToken: ada.session, name: 'Old one' }]);
    expect(site.world.calls('removePasskey').map(({ params }) => params)).toEqual([{ id }]);
  });

  test.each([
    ['session-not-fresh', 403, 'signed in within the last day'],
    ['passkey-refused', 422, 'not taken'],
  ])('%s is said on the page', async (code, status, words) => {
    site.world.identity.answer('addPasskey', () => problem(status, code));
    const cookie = `gatefold_session=${ada.session}; ${begun.cookie}`;
    const answer = await guest().post('/account/passkeys', { do: 'add', name: 'x', response }, { cookie });

    expect([answer.status, answer.html.includes(words)]).toEqual([status, true]);
    expect(answer.document.querySelector('script')?.getAttribute('nonce')).not.toBe('');
  });
});

describe('signing in with a passkey', () => {
  test('opens a session and leads to where the reader was', async () => {
    const { location, headers } = await guest().post(
      '/sign-in/passkey',
      { response, returnTo: '/articles/one' },
      { ...begun, 'user-agent': 'X11; Linux Firefox/140' },
    );

    expect(location).toBe('/articles/one');
    expect(headers.getSetCookie().join()).toContain(`gatefold_session=${ada.session}`);
    expect(calls('signInWithPasskey')).toEqual([
      {
        ceremony: 'better-auth.passkey=two',
        response: JSON.parse(response) as object,
        device: 'Firefox on Linux',
        locale: 'en-US',
        title: 'meridian',
      },
    ]);
  });

  test('never leads elsewhere', async () => {
    const { location } = await guest().post(
      '/sign-in/passkey',
      { response, returnTo: 'https://evil.example' },
      begun,
    );

    expect(location).toBe('/account');
  });

  test.each([
    ['an unknown passkey', { response: '{"id":"other"}' }, begun],
    ['a browser that has begun no try', { response }, {}],
    ['nothing', { response: '' }, begun],
    ['no JSON', { response: '[1' }, begun],
    ['something without an id', { response: '{"type":"public-key"}' }, begun],
  ])('%s signs nobody in, with the mail as the other way', async (_, form, headers) => {
    const answer = await guest().post('/sign-in/passkey', form, headers);

    expect(answer.status).toBe(422);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.html).toContain('A link by mail signs you in as always');
  });

  test('is not begun while identity is away, and the page stays what it is', async () => {
    site.world.identity.setAway(true);
    const begin = await guest().post('/sign-in/passkey/options', {});
    const page = await guest().get('/sign-in');

    expect([begin.status, begin.html, page.status]).toEqual([503, '{"begun":false}', 200]);
  });
});
