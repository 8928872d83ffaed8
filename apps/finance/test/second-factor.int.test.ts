import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startFinance, visitor, type Finance } from './finance.ts';
import { APP_ADDRESS, APP_CODE } from './fake-identity.ts';
import { dora, nora, pia, udo } from './people.ts';

let finance: Finance;
beforeAll(async () => void (finance = await startFinance()));
afterAll(() => finance.close());
beforeEach(() => finance.reset());

const as = (who: { session: string }) => visitor(finance.url, who.session);
const cookie = `gatefold_staff=${nora.session}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax`;

describe('one factor of two', () => {
  test.each([
    { who: dora, leads: '/sign-in/code' },
    { who: udo, leads: '/sign-in/set-up' },
  ])('leads to $leads and back, shows nothing, and asks no other service', async ({ who, leads }) => {
    for (const path of ['/events?type=payment.paid', '/staff', '/no-such-page']) {
      const { status, location } = await as(who).get(path);
      expect([status, location]).toEqual([303, `${leads}?next=${encodeURIComponent(path)}`]);
    }
    expect([...finance.world.billing.calls, ...finance.world.entitlement.calls]).toEqual([]);
  });

  test('the right code opens a new session and leads on; the cookie of before is replaced', async () => {
    const { status, location, headers } = await as(dora).post('/sign-in/code', {
      code: APP_CODE,
      next: '/events',
    });

    expect([status, location, headers.get('set-cookie')]).toEqual([303, '/events', cookie]);
    expect(finance.world.calls('passSecondFactor').map(({ body }) => body)).toEqual([
      { sessionToken: dora.session, code: APP_CODE },
    ]);
  });

  test.each(['000000', '', 'x'.repeat(300)])(
    'a code that is wrong (%s) says so beside the field',
    async (code) => {
      const { status, document, headers } = await as(dora).post('/sign-in/code', { code, next: '/events' });

      expect([status, headers.get('set-cookie')]).toEqual([422, null]);
      expect(document.querySelector('.error')?.textContent).toMatch(/code/);
    },
  );

  test('too many tries are said to be that, and identity away is', async () => {
    finance.world.identity.answer('passSecondFactor', () => ({
      status: 429,
      answer: { code: 'too-many-requests', status: 429, title: 'x' },
    }));
    expect((await as(dora).post('/sign-in/code', { code: APP_CODE })).status).toBe(429);
    finance.world.identity.setAway(true);
    expect((await as(dora).post('/sign-in/code', { code: APP_CODE })).status).toBe(503);
  });

  test('a way back to another site becomes the first page', async () => {
    const { location } = await as(dora).post('/sign-in/code', { code: APP_CODE, next: '//evil.example' });

    expect(location).toBe('/');
  });
});

describe('setting up', () => {
  test('shows a square and its letters, keeps the app with its first code, and shows the backup codes once', async () => {
    const begun = await as(udo).post('/sign-in/set-up', { next: '/events' });
    expect(begun.document.querySelector('svg.square path')).not.toBeNull();
    expect(begun.document.querySelector('code')?.textContent).toBe('JBSW Y3DP EHPK 3PXP');

    const wrong = await as(udo).post('/sign-in/set-up', {
      address: APP_ADDRESS,
      code: '000000',
      next: '/events',
    });
    expect([wrong.status, wrong.headers.get('set-cookie')]).toEqual([422, null]);
    expect(wrong.document.querySelector('code')?.textContent).toBe('JBSW Y3DP EHPK 3PXP');

    const kept = await as(udo).post('/sign-in/set-up', {
      address: APP_ADDRESS,
      code: APP_CODE,
      next: '/events',
    });
    expect([kept.status, kept.headers.get('set-cookie'), kept.headers.get('cache-control')]).toEqual([
      ...[200, cookie, 'no-store'],
    ]);
    expect([...kept.document.querySelectorAll('.codes code')].map((code) => code.textContent)).toEqual([
      ...['aaaaa-bbbbb', 'ccccc-ddddd'],
    ]);
    expect(kept.document.querySelector('main a.button')?.getAttribute('href')).toBe('/events');
  });

  test('new backup codes are made by a form, and by nothing else', async () => {
    await as(nora).get('/security');
    expect(finance.world.calls('renewBackupCodes')).toEqual([]);

    const { document } = await as(nora).post('/security', {});
    expect(document.querySelector('.codes')?.textContent).toBe('eeeee-fffff');
  });
});

describe('the staff page', () => {
  test('shows an administrator who has which role and second factor, and what was done by whom', async () => {
    const { document } = await as(pia).get('/staff');
    const words = document.querySelector('main')?.textContent ?? '';

    for (const said of [
      'nora@example.com',
      'not set up yet',
      '2 passkeys',
      'had the second factor reset',
      'cli',
    ])
      expect(words).toContain(said);
    expect(document.querySelector('nav a[href="/staff"]')).not.toBeNull();
  });

  test('is no page of the finance desk, and not in its bar', async () => {
    expect((await as(nora).get('/staff')).status).toBe(403);
    expect((await as(nora).get('/events')).document.querySelector('nav a[href="/staff"]')).toBeNull();
    expect((await as(nora).post('/staff', { do: 'reset', id: pia.id })).status).toBe(403);
  });

  test('asks once more before a reset, by name, and resets nobody by a link', async () => {
    const list = await as(pia).get('/staff');
    const href = list.document.querySelector('a[aria-label*="nora@example.com"]')?.getAttribute('href');
    const { document } = await as(pia).get(href ?? '');

    expect(document.querySelector('#reset-title')?.textContent).toContain('nora@example.com');
    expect(document.querySelector('main input[name=id]')?.getAttribute('value')).toBe(nora.id);
    expect(document.querySelectorAll('main form[action="/staff"] input[value=reset]')).toHaveLength(1);
    expect(list.document.querySelector('main input[value=reset]')).toBeNull();
    expect((await as(pia).get('/staff?reset=x')).document.querySelector('#reset-title')).toBeNull();
    expect(finance.world.calls('resetSecondFactor')).toEqual([]);
  });

  test('resets, and gives roles, in the name of the administrator', async () => {
    await as(pia).post('/staff', { do: 'reset', id: nora.id });
    await as(pia).post('/staff', { do: 'role', email: 'new@example.com', role: 'finance' });

    expect(finance.world.calls('resetSecondFactor')).toMatchObject([
      { params: { id: nora.id }, token: pia.token },
    ]);
    expect(finance.world.calls('createAccount')).toMatchObject([
      { body: { email: 'new@example.com', role: 'finance' }, token: pia.token },
    ]);
  });

  test.each([
    { do: 'role', email: 'no address', role: 'finance' },
    { do: 'role', email: 'a@example.com', role: 'owner' },
  ])('takes no %o', async (form) => {
    expect((await as(pia).post('/staff', form)).status).toBe(422);
    expect(finance.world.calls('createAccount')).toEqual([]);
  });
});

test('forms of other sites pass no factor, set up none and reset none', async () => {
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  for (const path of ['/sign-in/code', '/sign-in/set-up', '/security', '/staff'])
    expect((await as(pia).post(path, { code: APP_CODE, do: 'reset', id: nora.id }, foreign)).status).toBe(
      403,
    );

  for (const one of ['passSecondFactor', 'beginSecondFactor', 'renewBackupCodes', 'resetSecondFactor'])
    expect(finance.world.calls(one)).toEqual([]);
});
