import { problem } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSite, type Site, visitor } from './site.ts';
import { ada, aGift, CODE, GIFT, newcomer } from './world.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => site.reset());

const guest = () => visitor(site.url);
const as = (who: { session: string }) => visitor(site.url, who.session);

async function attemptOf(who = guest()): Promise<string> {
  const { document } = await who.get('/give');
  return document.querySelector('input[name=attempt]')?.getAttribute('value') ?? '';
}

const next = { at: '2027-12-22T12:40:00Z', amount: { amount: '900', currency: 'USD' }, phase: 'year_one' };
const movedQuote = {
  period: { from: '2026-12-22T12:40:00Z', until: next.at },
  moved: { before: { ...next, at: '2026-12-22T12:40:00Z' }, next },
};
const wish = { offer: 'gift-year', to: 'friend@example.com', from: 'Grandma', message: 'Happy birthday!' };
const give = async (fields: Record<string, string> = {}, who = guest()) =>
  who.post('/give', { ...wish, email: newcomer.email, attempt: await attemptOf(who), ...fields });

describe('giving', () => {
  test('leads to the hosted page, with the morning of the chosen day, as people of the paper count', async () => {
    const { status, location } = await give({ sendOn: '2026-12-24' });

    expect([status, location]).toEqual([303, 'http://localhost:4020/pay/cs_gift']);
    expect(site.world.calls('giveGift')[0]?.body).toEqual({
      ...wish,
      locale: 'en-US',
      email: newcomer.email,
      sendAt: '2026-12-24T14:00:00.000Z',
    });
  });

  test('today is at once, and one form sent twice is one gift', async () => {
    const attempt = await attemptOf();
    await give({ sendOn: '2026-11-24', attempt });
    await give({ sendOn: '2026-11-24', attempt });

    const calls = site.world.calls('giveGift');
    expect(calls[0]?.body).not.toHaveProperty('sendAt');
    expect(new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  });

  test('asks a reader who is signed in for no address of their own', async () => {
    await give({ email: 'other@example.com' }, as(ada));

    expect(site.world.calls('giveGift')[0]?.body).toMatchObject({ readerId: ada.id });
    expect(site.world.calls('giveGift')[0]?.body).not.toHaveProperty('email');
  });

  test.each([
    { field: 'to', value: 'nobody' },
    { field: 'email', value: '' },
    { field: 'from', value: ' ' },
    { field: 'sendOn', value: '2026-11-23' },
    { field: 'sendOn', value: '2027-11-30' },
    { field: 'sendOn', value: '2026-02-31x' },
    { field: 'message', value: 'x'.repeat(501) },
  ])('says at the field what is wrong with $field, and keeps the rest', async ({ field, value }) => {
    const { status, document } = await give({ [field]: value });

    expect(status).toBe(422);
    expect(document.querySelector(`#field-${field}-error`)).not.toBeNull();
    expect(document.querySelector('#field-from')?.getAttribute('value') ?? '').toBe(
      field === 'from' ? '' : 'Grandma',
    );
    expect(site.world.calls('giveGift')).toEqual([]);
  });

  test('says after the payment when it is mailed, and without one that nothing was charged', async () => {
    const back = `/give/return?gift=${GIFT}`;
    expect((await guest().get(back)).document.textContent).toContain('we mail it on');
    site.world.billing.answer('giftReturn', () => ({
      answer: { isPaid: false, sendAt: '2026-12-24T14:00:00Z' },
    }));
    expect((await guest().get(back)).document.textContent).toContain('Nothing has been paid yet');
  });
});

describe('taking', () => {
  test('shows a guest the card, and leads them to sign in and back', async () => {
    const { document } = await guest().get(`/redeem?code=${CODE}`);

    expect(document.textContent).toContain('Grandma has given you a gift');
    expect(document.querySelector('blockquote')?.textContent).toBe('Happy birthday!');
    expect(document.querySelector('main a.button')?.getAttribute('href')).toBe(
      `/sign-in?returnTo=${encodeURIComponent(`/redeem?code=${CODE}`)}`,
    );
  });

  test('is done by a reader whose address is confirmed, in their own name', async () => {
    const { status, document } = await as(ada).post('/redeem', { code: CODE });

    expect([status, document.querySelector('h1')?.textContent]).toEqual([200, 'It is yours']);
    expect(site.world.calls('redeemGift')[0]).toMatchObject({ token: ada.token, body: { code: CODE } });
  });

  test('says first from when until when one reads by it, and how the next payment of a subscription moves', async () => {
    site.world.billing.answer('quoteGift', () => ({ answer: movedQuote }));
    const { document } = await as(ada).get(`/redeem?code=${CODE}`);
    const text = document.textContent;

    expect(text).toMatch(/You read by it from .*2026.* until .*2027/);
    expect(text).toMatch(/\$9, comes on .*2027.* instead of .*2026/);
    expect(site.world.calls('quoteGift')[0]).toMatchObject({ token: ada.token, body: { code: CODE } });

    const shown = { at: next.at, phase: next.phase, ...next.amount };
    await as(ada).post('/redeem', { code: CODE, ...shown });
    expect(site.world.calls('redeemGift')[0]).toMatchObject({ body: { code: CODE, accepted: next } });
  });

  test('shows what holds now where the next payment has become another since', async () => {
    site.world.billing.answer('quoteGift', () => ({ answer: movedQuote }));
    site.world.billing.answer('redeemGift', () => problem(409, 'quote-outdated'));
    const { status, document } = await as(ada).post('/redeem', { code: CODE });

    expect([status, document.querySelector('input[name=at]')?.getAttribute('value')]).toEqual([409, next.at]);
    expect(document.querySelector('[role=alert]')?.textContent).toContain('your next payment is another');
  });

  test('says before the button what stands in the way, and shows none', async () => {
    site.world.billing.answer('quoteGift', () => problem(409, 'payment-outstanding'));
    const { document } = await as(ada).get(`/redeem?code=${CODE}`);

    expect(document.textContent).toContain('A payment of your subscription is open');
    expect(document.querySelector('form[action="/redeem"] button')).toBeNull();
  });

  test('a browser whose address is not confirmed signs in first', async () => {
    const { status, location } = await as(newcomer).post('/redeem', { code: CODE });

    expect(status).toBe(303);
    expect(location).toMatch(/^\/sign-in/);
    expect(site.world.calls('redeemGift')).toEqual([]);
  });

  test.each([
    { code: 'gift-taken', says: 'Somebody has taken this gift already' },
    { code: 'payment-outstanding', says: 'A payment of your subscription is open' },
  ])('says why not: $code', async ({ code, says }) => {
    site.world.billing.answer('redeemGift', () => problem(409, code));
    const { status, document } = await as(ada).post('/redeem', { code: CODE });

    expect(status).toBe(422);
    expect(document.textContent).toContain(says);
  });

  test('a code that is none is asked for again, with what was typed', async () => {
    const { status, document } = await guest().get('/redeem?code=nonsense');

    expect(status).toBe(422);
    expect(document.querySelector('#field-code')?.getAttribute('value')).toBe('nonsense');
  });
});

describe('the account', () => {
  const holds = (...gifts: object[]) =>
    site.world.billing.answer('readersGifts', () => ({ answer: { data: gifts, nextCursor: null } }));

  test('shows what became of a gift, with its code and the way to take it back', async () => {
    holds(aGift());
    const { document } = await as(ada).get('/account');

    expect(document.textContent).toContain(CODE);
    expect(document.querySelector('form[action="/account/gift-back"] input')?.getAttribute('value')).toBe(
      GIFT,
    );
    await as(ada).post('/account/gift-back', { gift: GIFT });
    expect(site.world.calls('takeGiftBack')[0]).toMatchObject({ token: ada.token, params: { id: GIFT } });
  });

  test('shows until when a gift is read, and no price', async () => {
    holds(
      aGift({
        role: 'reader',
        state: 'redeemed',
        amount: null,
        code: null,
        period: { from: '2026-11-20T12:00:00Z', until: '2027-11-20T12:00:00Z' },
      }),
    );
    const { document } = await as(ada).get('/account');
    const section = document.querySelector('section[aria-labelledby="taken-title"]');

    expect(section?.textContent).toContain('until November 20, 2027');
    expect(section?.textContent).not.toContain('$');
  });

  test('is of use while the gifts cannot be asked', async () => {
    site.world.billing.answer('readersGifts', () => problem(503, 'temporarily-unavailable'));

    expect((await as(ada).get('/account')).status).toBe(200);
  });
});
