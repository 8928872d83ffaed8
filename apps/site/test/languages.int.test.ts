import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { INVITATION } from './group-fakes.ts';
import { startSite, type Site, visitor } from './site.ts';
import { ada, CODE, GIFT, newcomer } from './world.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => site.reset());

const ARTICLE = '/articles/harbour-dredging-stalls';
const inGerman = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' };
const guest = () => visitor(site.url);

describe('a guest is spoken to as the browser asks', () => {
  test('at the wall: why, the whole price with its dates, the one action', async () => {
    const { document, headers } = await guest().get(ARTICLE, { headers: inGerman });
    const wall = document.querySelector('.wall')?.textContent ?? '';

    expect(document.querySelector('html')?.getAttribute('lang')).toBe('de');
    expect(headers.get('content-language')).toBe('de');
    expect(wall).toContain('Nur 1\u00a0$ für vier Wochen');
    expect(wall).toContain('9\u00a0$ alle vier Wochen');
    expect(wall).toContain('ein Jahr lang, von 22. Dezember 2026 bis 21. Dezember 2027');
    expect(wall).toContain('Jetzt abonnieren');
    expect(wall).toContain('Ortszeit New York');
  });

  test('and what the newsroom wrote says that it is in another language', async () => {
    const { document } = await guest().get(ARTICLE, { headers: inGerman });

    expect(document.querySelector('h1')?.getAttribute('lang')).toBe('en');
    expect(document.querySelector('[data-article-text]')?.getAttribute('lang')).toBe('en');
    expect((await guest().get(ARTICLE)).document.querySelector('h1')?.getAttribute('lang')).toBeUndefined();
  });

  test('what is sold is named, accepted and ordered in it', async () => {
    const { document } = await guest().get('/offer', { headers: inGerman });
    const fields = document
      .querySelectorAll('main form [type=hidden]')
      .map((field) => [field.getAttribute('name') ?? '', field.getAttribute('value') ?? '']);
    const form = { ...Object.fromEntries(fields), email: 'neu@example.com', consent: 'on' } as const;
    await guest().post('/offer', form, inGerman);
    await guest().post('/offer', form);

    expect(document.querySelector('main')?.textContent).toContain('The Meridian, alles');
    expect(document.querySelector('.field.check')?.textContent).toContain('Ich bin einverstanden');
    const [german, english] = site.world.calls('startCheckout');
    expect([german?.body, english?.body]).toMatchObject([{ locale: 'de-AT' }, { locale: 'en-US' }]);
    expect(german?.idempotencyKey).not.toBe(english?.idempotencyKey);
  });

  test.each([
    ['/offer', 'Was Sie bezahlen, und wann'],
    ['/sign-in', 'Link zusenden'],
    ['/cancel', 'Ein Abo kündigen'],
    ['/withdraw', 'Vertrag widerrufen'],
    ['/search?q=nothing-like-it', 'Nichts wurde gefunden'],
    ['/give', 'The Meridian verschenken'],
    [`/redeem?code=${CODE}`, 'beginnt, wenn Sie es annehmen'],
    [`/give/return?gift=${GIFT}`, 'Danke für Ihr Geschenk'],
    ['/teams?seats=5', '5 Plätze'],
    [`/seats/accept?invitation=${INVITATION}`, 'Ein Platz ist für Sie frei gehalten'],
    ['/by-mail/cancel?token=cancel.good', 'Abo kündigen'],
    ['/nothing/here', 'Unter dieser Adresse ist nichts'],
  ])('%s says: %s', async (path, says) => {
    expect((await guest().get(path, { headers: inGerman })).document.textContent).toContain(says);
  });

  test('also when a form is refused before any page looks at it', async () => {
    const { status, document } = await guest().post(
      '/sign-in',
      {},
      { ...inGerman, origin: 'https://evil.example' },
    );

    expect(status).toBe(403);
    expect(document.querySelector('h1')?.textContent).toBe('Dieses Formular kam nicht von unseren Seiten');
    expect(document.querySelector('title')?.textContent).toContain('Dieses Formular');
  });

  test('who asks for a language that we do not speak reads the paper’s own', async () => {
    const { document } = await guest().get('/', { headers: { 'accept-language': 'fr-FR,fr;q=0.9' } });

    expect(document.querySelector('html')?.getAttribute('lang')).toBe('en');
  });
});

test('a shared cache keeps a page for the language that was asked for', async () => {
  for (const headers of [inGerman, {}]) {
    const page = await guest().get(ARTICLE, { headers });

    expect(page.headers.get('cache-control')).toContain('s-maxage=15');
    expect(page.headers.get('vary')).toBe('cookie, accept-language');
  }
});

describe('a language that was chosen', () => {
  test('is kept in the browser, and leads back to the page', async () => {
    const { status, location, headers } = await guest().post('/language', {
      language: 'de',
      returnTo: '/search?q=sand',
    });

    expect([status, location]).toEqual([303, '/search?q=sand']);
    expect(headers.get('set-cookie')).toMatch(
      /^gatefold_language=de; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax/,
    );
  });

  test('counts for more than what the browser asks', async () => {
    const headers = { ...inGerman, cookie: 'gatefold_language=en' };

    expect((await guest().get('/', { headers })).document.querySelector('html')?.getAttribute('lang')).toBe(
      'en',
    );
  });

  test.each(['fr', '', 'de; Path=/evil'])('“%s” is none of ours: nothing is kept', async (language) => {
    const { headers } = await guest().post('/language', { language, returnTo: '//evil.example' });

    expect(headers.get('set-cookie')).toBe(language.startsWith('de') ? headers.get('set-cookie') : null);
    expect(headers.get('location')).toBe('/');
  });
});

describe('the language of an account', () => {
  const as = (who: { session: string }) => visitor(site.url, who.session);
  const chosen = () => site.world.calls('chooseHabits').map(({ body }) => body);

  test('is kept with its zone, in the account and in the browser, and said on the page', async () => {
    const settings = await as(ada).get('/account/settings');
    const { status, location, headers } = await as(ada).post(
      '/account/language',
      { language: 'de', zone: 'Europe/Vienna' },
      { ...inGerman },
    );

    expect(settings.document.querySelectorAll('select[name=language] option')).toHaveLength(2);
    expect(settings.document.querySelector('select[name=zone] [selected]')?.textContent).toBe(
      'America/New York',
    );
    expect([status, location]).toEqual([303, '/account/settings?done=language-saved']);
    expect(headers.get('set-cookie')).toContain('gatefold_language=de');
    expect(chosen()).toEqual([{ sessionToken: ada.session, locale: 'de-AT', zone: 'Europe/Vienna' }]);
  });

  test('follows the switch at the foot of every page', async () => {
    await as(ada).post('/language', { language: 'de', returnTo: '/' });

    expect(chosen()).toEqual([{ sessionToken: ada.session, locale: 'de-DE' }]);
  });

  test.each([
    { language: 'fr', zone: 'Europe/Vienna' },
    { language: 'de', zone: 'Europe/Atlantis' },
    { language: 'de' },
  ])('is none of these: %o', async (form) => {
    expect((await as(ada).post('/account/language', form)).status).toBe(404);
    expect(chosen()).toEqual([]);
  });

  test('is nobody’s to set who has not confirmed an address, or is a guest', async () => {
    const form = { language: 'de', zone: 'Europe/Vienna' };

    expect((await as(newcomer).post('/account/language', form)).location).toBe('/account');
    expect((await guest().post('/account/language', form)).location).toMatch(/^\/sign-in/);
    await as(newcomer).post('/language', { language: 'de' });
    await guest().post('/language', { language: 'de' });
    expect(chosen()).toEqual([]);
  });

  test('is told to identity with each sign-in, so that letters follow it', async () => {
    await guest().post('/sign-in', { email: 'new@example.com' }, inGerman);
    await guest().post('/sign-in/confirm', { token: 'good' }, inGerman);

    expect(site.world.calls('requestSignIn')[0]?.body).toMatchObject({ locale: 'de-AT' });
    expect(site.world.calls('redeemSignIn')[0]?.body).toMatchObject({ locale: 'de-AT' });
  });
});

test('the account says in German what one has, until when, what comes next, and with which card', async () => {
  const { document } = await visitor(site.url, ada.session).get('/account', { headers: inGerman });
  const account = document.querySelector('main')?.textContent ?? '';

  for (const says of [
    'Sie lesen bis22. Dezember 2026',
    'Nächste Zahlung9\u00a0$ am 22. Dezember 2026',
    'Visa, endet auf 4242',
    '5 von 13 bezahlt',
    'Kündigen',
  ])
    expect(account).toContain(says);
});

test('an account’s own setting counts for more than the browser, with its zone', async () => {
  site.world.identity.answer('currentSession', () => ({
    answer: {
      readerId: ada.id,
      role: 'reader',
      provisional: false,
      email: ada.email,
      locale: 'de-CH',
      zone: 'Europe/Zurich',
      token: ada.token,
      tokenExpiresAt: '2100-01-01T00:00:00Z',
    },
  }));
  const { document } = await visitor(site.url, ada.session).get('/account/cancel', {
    headers: { 'accept-language': 'en' },
  });

  expect(document.querySelector('main')?.textContent).toContain(
    '22. Dezember 2026 um 13:40 (Ortszeit Zurich)',
  );
});
