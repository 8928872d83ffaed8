import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  claims,
  commands,
  elsewhere,
  extras,
  foreignPages,
  mailedLinks,
  noCodes,
  openForms,
  scanners,
  strangePaths,
} from './abuse-list.ts';
import { readFile } from 'node:fs/promises';
import routes from '../src/routes.ts';
import { uncovered } from './addresses.ts';
import { startSite, visitor, type Site } from './site.ts';
import { ada, sessions } from './world.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => site.reset());

const guest = () => visitor(site.url);
const asAda = () => visitor(site.url, ada.session);
const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Everything that was asked of a service besides whose session it is and what stands around a page. */
const frame = new Set([
  'currentSession',
  'listSections',
  'listOffers',
  'readersSubscriptions',
  'readersGrants',
  'openMailedLink',
  'getSubscription',
  'listCharges',
  'quoteWithdrawal',
]);
const done = () =>
  ['billing', 'identity', 'entitlement']
    .flatMap((name) => site.world[name as 'billing'].calls)
    .filter(({ operation }) => !frame.has(operation));

/** Where a browser would go: the same host, by the rules of browsers. */
const staysHere = (address: string): boolean =>
  new URL(address, site.url).origin === new URL(site.url).origin;

const places = [
  {
    place: 'a link to the sign-in',
    async leadsTo(target: string) {
      const path = `/sign-in?returnTo=${encodeURIComponent(target)}`;
      const { document } = await guest().get(path);
      return document.querySelector('input[name=returnTo]')?.getAttribute('value') ?? '';
    },
  },
  {
    place: 'the form of the sign-in',
    async leadsTo(target: string) {
      const { location } = await guest().post('/sign-in', { email: ada.email, returnTo: target });
      return new URL(location ?? '', site.url).searchParams.get('returnTo') ?? '';
    },
  },
  {
    place: 'a link for one who is signed in',
    leadsTo: async (target: string) =>
      (await asAda().get(`/sign-in?returnTo=${encodeURIComponent(target)}`)).location ?? '',
  },
  {
    place: 'the offer',
    async leadsTo(target: string) {
      const { document } = await guest().get(`/offer?returnTo=${encodeURIComponent(target)}`);
      return document.querySelector('input[name=returnTo]')?.getAttribute('value') ?? '/';
    },
  },
];

describe.each(places)('$place leads nobody away', ({ leadsTo }) => {
  test.each(elsewhere.map((target) => ({ target, name: shown(target) })))('$name', async ({ target }) => {
    const address = await leadsTo(target);

    expect(staysHere(address)).toBe(true);
    expect(address).not.toMatch(/evil\.example.*\/\/|\p{Cc}|^[^/]/u);
  });
});

describe.each(foreignPages)('a form from $name does nothing', ({ headers }) => {
  test.each(commands)('%s', async (path) => {
    const kept = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
    const { status } = await asAda().ask(path, {
      method: 'POST',
      form: { token: 'good', email: 'new@example.com', code: '12345678', sure: 'yes' },
      headers: kept,
    });

    expect([status, done()]).toEqual([403, []]);
  });
});

describe.each(mailedLinks)('%s is not used up by a program that opens it', (path) => {
  test.each(scanners)('$name', async ({ method, headers }) => {
    for (const visit of [guest(), asAda()]) await visit.ask(path, { method, headers });

    expect(done()).toEqual([]);
  });
});

describe('a session cannot be planted', () => {
  const open = (headers: Record<string, string>, form: Record<string, string> = {}) =>
    guest().post('/sign-in/confirm', { token: 'good', ...form }, headers);

  test.each([
    ['in a cookie before the sign-in', { cookie: 'gatefold_session=planted' }, {}],
    ['twice', { cookie: 'gatefold_session=planted; gatefold_session=planted2' }, {}],
    ['by a field of the form', {}, { sessionToken: 'planted', gatefold_session: 'planted' }],
    ['by a header', { 'x-session': 'planted' }, {}],
  ])('%s', async (_, headers, form) => {
    const answer = await open(headers as Record<string, string>, form as Record<string, string>);

    expect(answer.headers.getSetCookie().join()).toContain(`gatefold_session=${ada.session}; `);
    expect(answer.headers.getSetCookie().join()).not.toContain('planted');
  });

  test.each(['session', 'gatefold_session', 'sessionToken', 'token', 'access_token'])(
    'by the address: ?%s=',
    async (name) => {
      const { status, location } = await guest().get(`/account?${name}=${ada.session}`);

      expect([status, location?.split('?')[0]]).toEqual([303, '/sign-in']);
    },
  );

  test('a foreign session cannot be ended by its number', async () => {
    await guest().post('/account/sessions/end', { id: sessions[1]?.id ?? '' });

    expect(done()).toEqual([]);
  });
});

describe('a header makes nobody somebody else', () => {
  test.each(claims.map((headers) => ({ headers, name: Object.entries(headers).join(' ') })))(
    '$name',
    async ({ headers }) => {
      const [account, front] = await Promise.all([
        guest().get('/account', { headers: headers as Record<string, string> }),
        guest().get('/', { headers: headers as Record<string, string> }),
      ]);

      expect([account.status, account.location]).toEqual([303, '/sign-in?returnTo=%2Faccount']);
      expect(front.html).not.toContain(ada.email);
      expect(front.html + [...front.headers].join()).not.toContain('evil.example');
      expect(done()).toEqual([]);
    },
  );
});

const forms = [
  {
    path: '/sign-in',
    form: { email: ada.email, returnTo: '/' },
    takes: ['email', 'returnTo', 'app', 'title', 'locale'],
  },
  {
    path: '/account/settings',
    form: { email: 'new@example.com' },
    takes: ['sessionToken', 'email', 'title'],
  },
  {
    path: '/cancel',
    form: { email: ada.email, orderNumber: 'M-2026-7K4QX' },
    takes: ['email', 'orderNumber'],
  },
  { path: '/account/cancel', form: {}, takes: [] },
  { path: '/sign-in/confirm', form: { token: 'good' }, takes: ['token', 'device', 'locale'] },
  { path: '/account/sessions/end', form: {}, takes: ['sessionToken', 'id'] },
];

describe.each(forms)('$path takes over nothing that it did not ask for', ({ path, form, takes }) => {
  test.each(Object.entries(extras))('%s', async (name, value) => {
    await asAda().post(path, { ...form, [name]: value } as Record<string, string>);
    const bodies = done().map(({ body }) => Object.keys(body ?? {}));

    expect(bodies.flat().filter((key) => !(takes as string[]).includes(key))).toEqual([]);
    expect(JSON.stringify(done().map(({ body }) => body ?? {}))).not.toContain('admin');
  });
});

describe('nobody learns whether an address is known', () => {
  const answersTo = async (ask: (email: string) => ReturnType<ReturnType<typeof guest>['post']>) =>
    Promise.all([ada.email, 'nobody@example.com'].map(ask));

  test.each([
    ['asking for a link', (email: string) => guest().post('/sign-in', { email, returnTo: '/' })],
    ['wishing a new address', (email: string) => asAda().post('/account/settings', { email })],
    [
      'cancelling with a wrong number',
      (email: string) => guest().post('/cancel', { email, orderNumber: 'XXXX-XXXX' }),
    ],
  ])('by %s', async (_, ask) => {
    const [known, unknown] = await answersTo(ask);
    const plain = (html: string) => html.replaceAll(ada.email, '').replaceAll('nobody@example.com', '');

    expect([known?.status, known?.location]).toEqual([unknown?.status, unknown?.location]);
    expect(plain(known?.html ?? '')).toBe(plain(unknown?.html ?? ''));
  });
});

describe('what is no code is not tried', () => {
  test.each(noCodes)('%j', async (code) => {
    const { status } = await guest().post(
      '/sign-in/sent',
      { code },
      { cookie: 'gatefold_attempt=attempt-1' },
    );

    expect([status, done()]).toEqual([422, []]);
  });
});

describe('a strange address is only an address', () => {
  test.each(strangePaths.map((path) => ({ path, name: shown(path) })))('$name', async ({ path }) => {
    const { status, html, headers } = await guest().get(path);

    expect(status).toBeLessThan(500);
    expect(html).not.toMatch(/<script>alert|root:x:|"workspaces"|createRequestHandler/);
    expect(headers.getSetCookie().filter((line) => !line.startsWith('gatefold'))).toEqual([]);
  });
});

const TAKES_FORMS = /^export (const|(async )?function) action\b/m;

const routePatterns = (entries: typeof routes) =>
  entries.map(({ path = '', file }) => ({ path: `/${path}`, file }));

describe('the list', () => {
  test('has at least 150 cases, and every address that takes a form', async () => {
    const cases =
      places.length * elsewhere.length +
      foreignPages.length * commands.length +
      mailedLinks.length * scanners.length +
      forms.length * Object.keys(extras).length +
      [claims, noCodes, strangePaths].flat().length;
    const taking = await Promise.all(
      routePatterns(routes).map(async ({ path, file }) =>
        (await readFile(new URL(`../src/${file}`, import.meta.url), 'utf8')).match(TAKES_FORMS) === null
          ? []
          : [path],
      ),
    );

    expect(uncovered(taking.flat(), [...commands, ...openForms])).toEqual([]);
    expect(cases).toBeGreaterThanOrEqual(150);
  });
});
