import { problem } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startFinance, visitor, type Finance } from './finance.ts';
import { ORGANISATION } from './fake-identity.ts';
import { nora } from './people.ts';

let finance: Finance;
beforeAll(async () => void (finance = await startFinance()));
afterAll(() => finance.close());
beforeEach(() => finance.reset());

const guest = () => visitor(finance.url);
const BACK = '/sign-in/organisation/return?code=good&state=s1&iss=https%3A%2F%2Flogin.meridian.example';

/** A browser that has left for the organisation, wanting `next`. */
async function left(next = '/events') {
  const { headers } = await guest().get(`/sign-in/organisation?next=${encodeURIComponent(next)}`);
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  return (path: string) => guest().get(path, { headers: { cookie } });
}

describe('signing in by the organisation', () => {
  test('is offered first, and leads there with a cookie that no script and no other site reads', async () => {
    const { document } = await guest().get('/sign-in?next=%2Freports');
    const link = document.querySelector('main a.button');
    expect([link?.textContent, link?.getAttribute('href')]).toEqual([
      ...['Sign in with Meridian staff', '/sign-in/organisation?next=%2Freports'],
    ]);

    const { status, location, headers } = await guest().get('/sign-in/organisation?next=%2Freports');
    expect([status, location]).toEqual([303, ORGANISATION]);
    expect(headers.get('set-cookie')).toMatch(
      /^gatefold_staff_leaving=.*; Max-Age=300; HttpOnly; SameSite=Lax$/,
    );
  });

  test('comes back to the page that was wanted, signed in, and the cookie of leaving is gone', async () => {
    const { status, location, headers } = await (await left('/reports?x=1'))(BACK);

    expect([status, location]).toEqual([303, '/reports?x=1']);
    expect(headers.getSetCookie()).toEqual([
      `gatefold_staff=${nora.session}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax`,
      'gatefold_staff_leaving=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
    ]);
    expect(finance.world.calls('finishStaffSignIn').map(({ body }) => body)).toEqual([
      { ceremony: 'state=s1.sig%3D', code: 'good', state: 's1', issuer: 'https://login.meridian.example' },
    ]);
  });

  test('what another browser began is worth nothing here, and identity is not even asked', async () => {
    const { status, headers } = await guest().get(BACK);

    expect([status, headers.get('set-cookie')]).toEqual([422, null]);
    expect(finance.world.calls('finishStaffSignIn')).toEqual([]);
  });

  test.each([
    '/sign-in/organisation/return?error=access_denied&state=s1',
    '/sign-in/organisation/return?code=good',
    '/sign-in/organisation/return?code=bad&state=s1',
  ])('%s signs nobody in, and says how to go on', async (path) => {
    const { status, headers, document } = await (await left())(path);

    expect([status, headers.get('set-cookie')]).toEqual([422, null]);
    expect(document.querySelector('main a')?.getAttribute('href')).toBe('/sign-in');
  });

  test('one without a role there is told so', async () => {
    finance.world.identity.answer('finishStaffSignIn', () => problem(403, 'staff-not-known'));
    const { status, document } = await (await left())(BACK);

    expect([status, document.querySelector('h1')?.textContent]).toEqual([
      ...[403, 'Your organisation gives you no role here'],
    ]);
  });

  test('a way on to another site becomes the first page', async () => {
    expect((await (await left('//evil.example'))(BACK)).location).toBe('/');
  });

  test('without an organisation, or while it is away, there is the mailed link', async () => {
    finance.world.identity.answer('staffProvider', () => ({ answer: { provider: null } }));
    expect((await guest().get('/sign-in')).document.querySelector('main a.button')).toBeNull();
    finance.world.identity.answer('beginStaffSignIn', () => problem(503, 'temporarily-unavailable'));
    expect((await guest().get('/sign-in/organisation')).status).toBe(503);
  });
});
