import { problem } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GROUP, INVITATION, MEMBER, ofGroup, quote, seats } from './group-fakes.ts';
import { startSite, type Site, visitor } from './site.ts';
import { ada, aSubscription, newcomer } from './world.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => {
  site.reset();
  site.world.holds(aSubscription(ofGroup));
  site.world.entitlement.answer('ownGroups', () => ({ answer: { owned: [seats], member: [], open: [] } }));
});

const guest = () => visitor(site.url);
const as = (who: { session: string }) => visitor(site.url, who.session);

describe('the account of one who pays for a group', () => {
  test('leads to the seats where others change their plan, and so does a link to the plans', async () => {
    const { document } = await as(ada).get('/account');
    const links = document.querySelectorAll('main a').map((link) => link.getAttribute('href') ?? '');

    expect(links).toContain('/account/seats');
    expect(links.filter((href) => href.startsWith('/account/plan'))).toEqual([]);
    expect((await as(ada).get('/account/plan')).location).toBe('/account/seats');
  });
});

describe('the account of one who reads by the seat of a group', () => {
  const { group } = seats;
  const member = (held: Parameters<Site['world']['holds']>[0]) => {
    site.world.holds(held);
    site.world.entitlement.answer('ownGroups', () => ({
      answer: { owned: [], member: [group], open: [] },
    }));
  };

  test('says by whose seat and until when, and leads to where it is given back', async () => {
    member(null);
    const { document } = await visitor(site.url, ada.session).get('/account');
    const account = document.querySelector('main');

    expect(account?.textContent).toContain('The Harbour School');
    expect(account?.textContent).toContain('paid until December 25, 2026');
    expect(account?.querySelector('a.button[href="/account/seats"]')).not.toBeNull();
    expect(account?.textContent).not.toContain('You have no subscription');
  });

  test('shows an own subscription as well', async () => {
    member(aSubscription());
    const { document } = await visitor(site.url, ada.session).get('/account');

    expect(document.querySelectorAll('main section.card h2').map(({ textContent }) => textContent)).toEqual(
      expect.arrayContaining(['Your seat with others', 'The Meridian, all access']),
    );
  });
});

describe('buying seats', () => {
  test('shows what so many seats cost, before anything is asked', async () => {
    const { document } = await guest().get('/teams?seats=5');
    expect(document.textContent).toContain('$60 every four weeks');
    for (const [asked, held] of [
      ['1', '3'],
      ['999', '250'],
      ['x', '3'],
    ] as const)
      expect(
        (await guest().get(`/teams?seats=${asked}`)).document
          .querySelector('form[method=post] [name=seats]')
          ?.getAttribute('value'),
      ).toBe(held);
  });

  test('orders as many, and the same form twice is one order', async () => {
    const { document } = await guest().get('/teams?seats=5');
    const attempt = document.querySelector('[name=attempt]')?.getAttribute('value') ?? '';
    const fields = { email: newcomer.email, consent: 'on', consentVersion: 'team-1', offer: 'team', attempt };
    const { status, location } = await guest().post('/teams?seats=5', { ...fields, seats: '5' });
    await guest().post('/teams?seats=5', { ...fields, seats: '5' });
    expect([status, location]).toEqual([303, 'http://localhost:4020/pay/cs_1']);
    const calls = site.world.calls('startCheckout');
    expect(calls[0]?.body).toMatchObject({ offer: 'team', seats: 5, returnTo: '/account/seats' });
    expect(new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  });

  test('says at the field what is missing', async () => {
    const { status, document } = await guest().post('/teams?seats=5', { email: 'nobody' });
    expect(status).toBe(422);
    for (const field of ['email', 'consent'])
      expect(document.querySelector(`#field-${field}-error`)).not.toBeNull();
  });
});

describe('the seats of a group', () => {
  test('are shown with who has one, who is invited and what is free', async () => {
    const { document } = await as(ada).get('/account/seats');
    expect(document.querySelector('[data-seats]')?.textContent).toBe('4 seats: 2 taken, 1 invited, 1 free.');
    expect(document.textContent).toContain('kim@school.example');
    expect(document.textContent).toContain('lee@school.example');
  });

  test('are handed out, and taken back, in the reader’s own name', async () => {
    const post = (fields: Record<string, string>) =>
      as(ada).post('/account/seats', { group: GROUP, ...fields });
    expect((await post({ do: 'invite', email: 'max@school.example' })).location).toBe('/account/seats');
    await post({ do: 'remove', reader: MEMBER });
    expect(site.world.calls('inviteMember')[0]).toMatchObject({
      body: { email: 'max@school.example' },
      token: ada.token,
    });
    expect(site.world.calls('unseatMember')[0]?.params).toEqual({ id: GROUP, reader: MEMBER });
  });

  test('says on the page why something was not done', async () => {
    site.world.entitlement.answer('inviteMember', () => problem(409, 'group-full'));
    const fields = { do: 'invite', group: GROUP, email: 'max@school.example' };
    const { status, document } = await as(ada).post('/account/seats', fields);
    expect(status).toBe(422);
    expect(document.textContent).toContain('Every seat is taken or kept for somebody.');
    expect((await as(ada).post('/account/seats', { do: 'anything' })).status).toBe(422);
  });

  test('cost what is shown: the quote goes back as it came', async () => {
    const { document } = await as(ada).get('/account/seats?seats=6');
    expect(document.textContent).toContain('$48');
    const kept = document.querySelector('[name=quote]')?.getAttribute('value') ?? '';
    site.world.billing.answer('changeSeats', () => ({ answer: aSubscription({ ...ofGroup, seats: 6 }) }));
    await as(ada).post('/account/seats', { do: 'change', subscription: GROUP, quote: kept });
    expect(site.world.calls('changeSeats')[0]?.body).toEqual(quote);
  });

  test('are nobody’s to see who is not signed in, and none of those who have none', async () => {
    expect((await guest().get('/account/seats')).location).toContain('/sign-in');
    site.reset();
    expect((await as(ada).get('/account/seats')).document.textContent).toContain('You have no seats');
  });
});

describe('an invitation', () => {
  const accept = `/seats/accept?invitation=${INVITATION}`;

  test('asks a guest to sign in first, and leads back', async () => {
    const { document } = await guest().get(accept);
    const links = document.querySelectorAll('a').map((a) => a.getAttribute('href') ?? '');
    expect(links.some((href) => href.startsWith('/sign-in?') && href.includes('seats%2Faccept'))).toBe(true);
    expect(site.world.calls('takeSeat')).toEqual([]);
  });

  test('is taken by pressing the button, never by looking', async () => {
    await as(ada).get(accept);
    expect(site.world.calls('takeSeat')).toEqual([]);
    const { document } = await as(ada).post('/seats/accept', { invitation: INVITATION });
    expect(document.querySelector('h1')?.textContent).toBe('The seat is yours');
    expect(site.world.calls('takeSeat')[0]).toMatchObject({ token: ada.token });
  });

  test('that is none, or over, says so', async () => {
    expect((await guest().get('/seats/accept?invitation=x')).status).toBe(422);
    site.world.entitlement.answer('lookAtInvitation', () => problem(410, 'invitation-over'));
    expect((await guest().get(accept)).document.textContent).toContain('ask for a new one');
  });
});

describe('an institution', () => {
  test('is told to content, signed, for whoever reads from its network, and nothing is told of others', async () => {
    site.world.entitlement.answer('networks', () => ({
      answer: { data: ['127.0.0.0/8', '::1/128'], nextCursor: null },
    }));
    const read = async () => {
      await guest().get('/articles/harbour-dredging-stalls');
      return site.world.calls('readArticle').at(-1)?.query['place'];
    };
    expect(await read()).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await read()).toMatch(/^place-(127\.|::1)/);
    site.machineClock.advance(3_600_000);
    site.world.entitlement.answer('networks', () => ({ answer: { data: [], nextCursor: null } }));
    await read();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await read()).toBeUndefined();
  });
});
