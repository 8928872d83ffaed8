import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { denied } from './paper.ts';
import { startSite, visitor, type Site } from './site.ts';
import { team } from './group-fakes.ts';
import { both, giftsOfBoth, plansOfBoth, quoteOfBoth, signalAlone, soldByBoth } from './two-papers.ts';
import { ada, aSubscription, newcomer, REVISION, SUBSCRIPTION } from './world.ts';

const ARTICLE = '/articles/harbour-dredging-stalls';
const BACK = encodeURIComponent(`${ARTICLE}#rest`);

let site: Site;
/** The second paper under the other name of this computer, so that a plain fetch finds it. */
let signal: string;
beforeAll(async () => {
  site = await startSite({ signalAt: (url) => (signal = url.replace('localhost', '127.0.0.1')) });
});
afterAll(() => site.close());
beforeEach(() => {
  site.reset();
  site.world.billing.answer('listOffers', soldByBoth);
  site.world.billing.answer('listPlans', plansOfBoth);
  site.world.billing.answer('quotePlanChange', () => ({ answer: quoteOfBoth }));
});

const atSignal = (who: { session: string } | null = null) => visitor(signal, who?.session ?? null);
const atMeridian = (who: { session: string } | null = null) => visitor(site.url, who?.session ?? null);
const textOf = (page: { document: { querySelector(of: string): { textContent: string } | null } }) =>
  page.document.querySelector('main')?.textContent.replace(/\s+/g, ' ') ?? '';
const holds = (...held: ReturnType<typeof aSubscription>[]) =>
  site.world.billing.answer('readersSubscriptions', () => ({ answer: { data: held, nextCursor: null } }));

describe('each paper of a house', () => {
  test('sells its own offer, and both with every price that they will have', async () => {
    const [here, there] = [await atMeridian().get(ARTICLE), await atSignal().get(ARTICLE)];

    expect(textOf(here)).toContain('Only $1 for four weeks');
    expect(textOf(there)).toContain('$8 every four weeks');
    for (const wall of [here, there]) {
      expect(textOf(wall)).toContain(
        'Or The Meridian and The Signal: $12 every four weeks, then $19 every four weeks.',
      );
      expect(wall.html).toContain(`/offer?plan=both&amp;returnTo=${BACK}`);
    }
  });

  test('invites on its front page to what it sells itself', async () => {
    const band = async (page: ReturnType<ReturnType<typeof atSignal>['get']>) =>
      (await page).document.querySelector('.invitation')?.textContent.split(' See what')[0];

    expect(await band(atSignal().get('/'))).toBe('$8 every four weeks. All of it.');
    expect(await band(atMeridian().get('/'))).toBe(
      'Only $1 for four weeks. Unlimited access to all reporting, investigations and analysis.',
    );
  });

  test('shows both beside its own offer, and its own beside both', async () => {
    expect(textOf(await atSignal().get('/offer'))).toContain('Or The Meridian and The Signal: $12');
    const of = await atSignal().get('/offer?plan=both');
    expect(textOf(of)).toContain('$12 every four weeks');
    expect(textOf(of)).toContain('11 payments, from November 24, 2026 until September 28, 2027');
    expect(textOf(of)).toContain('Or The Signal: $8 every four weeks.');
    expect((await atMeridian().get('/offer?plan=signal')).status).toBe(503);
  });

  test('sells both in its own name, and names itself where somebody is led away and back', async () => {
    const order = {
      ...{ email: 'new@example.com', consent: 'on', consentVersion: both.consent.version },
      ...{ offer: 'both', attempt: anId(7), returnTo: ARTICLE },
    };
    await atSignal().post('/offer', order);
    await atSignal().post('/sign-in', { email: ada.email, returnTo: ARTICLE });
    await atSignal(ada).post('/account/card', { subscription: SUBSCRIPTION, returnTo: ARTICLE });
    await atSignal(ada).post('/account/settings', { email: 'else@example.com' });
    await atSignal(ada).post('/account/delete', {});

    const bodies = (call: string) => site.world.calls(call).map(({ body }) => body);
    expect(bodies('startCheckout')).toMatchObject([{ offer: 'both', publication: 'signal' }]);
    for (const call of ['requestSignIn', 'updateCard', 'requestEmailChange', 'requestErasure'])
      expect([call, bodies(call)]).toMatchObject([call, [{ title: 'signal' }]]);
  });

  test('sells gifts of its own, and at its foot leads to nothing that it does not sell', async () => {
    site.world.billing.answer('giftOffers', giftsOfBoth);
    const [here, there] = [await atMeridian().get('/give'), await atSignal().get('/give')];

    expect([
      textOf(here).includes('The Signal, a year'),
      textOf(there).includes('The Signal, a year'),
    ]).toEqual([false, true]);
    const foot = (await atSignal().get('/')).document.querySelectorAll('footer nav a');
    const leads = foot.map((link) => link.getAttribute('href') ?? '');
    expect(leads).toContain('/give');
    expect(leads).not.toContain('/teams');
    for (const path of leads) expect([path, (await atSignal().get(path)).status < 400]).toEqual([path, true]);
  });

  test.each([
    { path: '/teams', title: 'The Signal is not sold to groups', elsewhere: 'The Meridian for groups' },
    { path: '/give', title: 'The Signal cannot be given', elsewhere: 'Give The Meridian' },
  ])('$path: says what is sold here, and which paper sells it', async ({ path, title, elsewhere }) => {
    site.world.billing.answer('listOffers', () => ({
      answer: { data: [signalAlone, team], nextCursor: null },
    }));
    const { status, document } = await atSignal().get(path);

    expect(status).toBe(404);
    expect(document.querySelector('main h1')?.textContent).toContain(title);
    expect(document.querySelector('main form')).toBeNull();
    const links = document.querySelectorAll('main .actions a');
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['What The Signal costs', '/offer'],
      [elsewhere, `${site.url}${path}`],
    ]);
  });

  test('makes and takes passkeys of its own, and says of each where it works', async () => {
    const response = JSON.stringify({ id: 'known' });
    const begun = { cookie: `gatefold_session=${ada.session}; gatefold_ceremony=better-auth.passkey%3Dtwo` };
    await atSignal().post('/sign-in/passkey/options', {});
    await atSignal().post('/sign-in/passkey', { response }, begun);
    await atSignal(ada).post('/account/passkeys/options', {});
    await atSignal().post('/account/passkeys', { do: 'add', name: 'Telephone', response }, begun);

    for (const call of ['beginPasskeySignIn', 'signInWithPasskey', 'beginPasskey', 'addPasskey'])
      expect([call, site.world.calls(call).map(({ body }) => body)]).toMatchObject([
        call,
        [{ title: 'signal' }],
      ]);
    const page = textOf(await atSignal(ada).get('/account/passkeys'));
    expect(page).toContain('Works at The Meridian.');
    expect(page).toContain('this one will work at The Signal');
  });
});

describe('who has the other paper', () => {
  beforeEach(() => {
    site.world.content.answer('readArticle', () => ({ answer: denied('wrong-plan') }));
  });

  test('is told at the wall that another plan opens this, with the one thing to do', async () => {
    const { document } = await atSignal(ada).get(ARTICLE);

    const wall = document.querySelector('.wall');
    expect(wall?.textContent).toContain('Another plan opens this');
    expect(wall?.querySelectorAll('a').map((link) => link.getAttribute('href'))).toEqual([
      `/account/plan?returnTo=${BACK}`,
    ]);
  });

  test('sees at once what both come to, and reads on where the wall was once they are had', async () => {
    const page = await atSignal(ada).get(`/account/plan?returnTo=${BACK}`);
    expect(textOf(page)).toContain('You pay today$7');
    expect(textOf(page)).not.toContain('By the year');
    const form = page.document.querySelector('form[action="/account/plan"]');
    const sent = Object.fromEntries(
      (form?.querySelectorAll('input') ?? []).map((input) => [
        input.getAttribute('name') ?? '',
        input.getAttribute('value') ?? '',
      ]),
    );
    site.world.billing.answer('changePlan', () => ({ answer: aSubscription({ alsoReads: ['signal'] }) }));

    const { status, location } = await atSignal(ada).post('/account/plan', sent);

    expect([status, location]).toEqual([303, `${ARTICLE}?revision=${encodeURIComponent(REVISION)}#rest`]);
    const later = JSON.stringify({ ...quoteOfBoth, from: quoteOfBoth.next.at });
    expect((await atSignal(ada).post('/account/plan', { ...sent, quote: later })).location).toBe('/account');
    const elsewhere = await atSignal(ada).post('/account/plan', { ...sent, returnTo: '//evil.example' });
    expect(elsewhere.location).toBe('/account');
  });

  test('and is not signed in is led to the sign-in, and back to the plan', async () => {
    const { location } = await atSignal().get(`/account/plan?returnTo=${BACK}`);
    const back = new URL(location ?? '', signal).searchParams.get('returnTo') ?? '';
    expect(back).toBe(`/account/plan?returnTo=${BACK}`);
  });
});

describe('the account', () => {
  const other = aSubscription({ id: anId(51), publication: 'signal', orderNumber: 'M-2026-00002' });

  test('says what somebody has of each paper, that of this one first', async () => {
    holds(aSubscription(), other);
    const titles = async (page: Promise<Awaited<ReturnType<ReturnType<typeof atSignal>['get']>>>) =>
      (await page).document.querySelectorAll('main h2').map(({ textContent }) => textContent);

    const [here, there] = [
      await titles(atMeridian(ada).get('/account')),
      await titles(atSignal(ada).get('/account')),
    ];
    expect(here.slice(0, 2)).toEqual(['The Meridian, all access', 'The Signal, all access']);
    expect(there.slice(0, 2)).toEqual(['The Signal, all access', 'The Meridian, all access']);
    expect(here).not.toContain('Earlier');
  });

  test('names both papers of a subscription to both', async () => {
    holds(aSubscription({ alsoReads: ['signal'] }));
    expect(textOf(await atSignal(ada).get('/account'))).toContain('The Meridian and The Signal, all access');
  });

  test('says at a paper that is in no subscription what opens it', async () => {
    holds(aSubscription());
    expect(textOf(await atMeridian(ada).get('/account'))).not.toContain('is not in your subscription');
    const page = await atSignal(ada).get('/account');
    expect(textOf(page)).toContain('The Signal is not in your subscription');
    expect(page.html).toContain('/account/plan?returnTo=%2F"');
  });

  test('is about this paper where a form names no subscription', async () => {
    holds(aSubscription(), other);
    expect((await atSignal(ada).get('/account/cancel')).html).toContain('M-2026-00002');
    expect((await atMeridian(ada).get('/account/cancel')).html).toContain('M-2026-7K4QX');
  });

  test('of a newcomer is not shown at either before the address is confirmed', async () => {
    for (const at of [atSignal, atMeridian])
      expect(textOf(await at(newcomer).get('/account'))).not.toContain('all access');
  });
});
