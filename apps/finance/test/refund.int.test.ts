import { anId } from '@gatefold/test-kit';
import { problem } from '@gatefold/web-kit/testing';
import { describe, expect, test } from 'vitest';
import { aSubscription, READER, SUBSCRIPTION } from './books.ts';
import { sharedFinance } from './finance.ts';
import { ada, nora } from './people.ts';
import { endingRequest } from './requests-data.ts';
import { cancelNowQuote, lastCharge } from './refunds-data.ts';
import { giftRequest } from './requests-data.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);
const subscription = `/readers/${READER}/subscriptions/${SUBSCRIPTION}`;
const here = `${subscription}/refund`;
const now = `${subscription}/cancel-now`;
const wish = { do: 'look', charge: lastCharge.id, amount: '5,50', reason: 'goodwill' };

/** The fields of the one form on the page, as a browser sends them with its button. */
async function confirmOf(form: Record<string, string>): Promise<Record<string, string>> {
  const { document } = await asNora().post(here, form);
  const fields = document
    .querySelectorAll('main input[type=hidden]')
    .map((input) => [input.getAttribute('name'), input.getAttribute('value') ?? ''] as const);
  return {
    ...Object.fromEntries(fields),
    do: document.querySelector('main button')?.getAttribute('value') ?? '',
  };
}

describe('a payment', () => {
  test('is given back from the subscription, of those of which something is left', async () => {
    const reader = await asNora().get(`/readers/${READER}`);
    expect(reader.document.querySelector(`a[href="${here}"]`)?.textContent).toBe('Give a payment back');
    const { document } = await asNora().get(here);

    expect(document.querySelectorAll('select[name=charge] option').map((one) => one.textContent)).toEqual([
      'Nov 24, 2026: 80.00 USD left',
    ]);
    finance.world.billing.answer('listCharges', () => ({ answer: { data: [], nextCursor: null } }));
    expect((await asNora().get(here)).document.querySelector('main form')).toBeNull();
  });

  test('is shown before it goes back, and pressed twice goes back once', async () => {
    const form = await confirmOf(wish);
    expect(form['do']).toBe('give');
    expect(finance.world.calls('refund')).toEqual([]);
    const { status, document } = await asNora().post(here, form);
    await asNora().post(here, form);
    const [first, second] = finance.world.calls('refund');

    expect([status, document.querySelector('[role=status] .title')?.textContent]).toEqual([
      ...[200, '5.50 USD went back'],
    ]);
    expect(first).toMatchObject({
      ...{ params: { id: lastCharge.id }, token: nora.token },
      body: { amount: { amount: '550', currency: 'USD' }, reason: 'goodwill' },
    });
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
    await asNora().post(here, await confirmOf(wish));
    expect(finance.world.calls('refund')[2]?.idempotencyKey).not.toBe(first?.idempotencyKey);
  });

  test('in full is all that is left, as billing says it', async () => {
    expect(await confirmOf({ ...wish, amount: '' })).toMatchObject({ minor: '8000', do: 'ask' });
    expect(finance.world.calls('quoteRefund')[0]?.query).toEqual({});
  });

  test.each([
    { what: 'no amount', amount: 'five', code: null, says: '5.00' },
    { what: 'more than is left', amount: '90', code: 'refund-exceeds-payment', says: 'not left' },
  ])('with $what stays where it is: the mistake stands beside its field', async ({ amount, code, says }) => {
    if (code !== null) finance.world.billing.answer('quoteRefund', () => problem(422, code));
    const { status, document } = await asNora().post(here, { ...wish, amount });

    expect(status).toBe(422);
    expect(document.querySelector('#field-amount-error')?.textContent).toContain(says);
    expect(document.querySelector('#field-amount')?.getAttribute('value')).toBe(amount);
    expect(document.querySelector('select[name=reason] [selected]')?.getAttribute('value')).toBe('goodwill');
  });

  test.each([
    { what: 'by itself', amount: '10.01', code: null },
    { what: 'with what went back before', amount: '10', code: 'refund-needs-approval' },
  ])('above the limit $what is asked for, and does not go back', async ({ amount, code }) => {
    let form = await confirmOf({ ...wish, amount });
    if (code !== null) {
      finance.world.billing.answer('refund', () => problem(409, code));
      form = await confirmOf(form);
    }
    expect([form['do'], form['key']]).toEqual(['ask', undefined]);
    const { document } = await asNora().post(here, form);

    expect(document.querySelector(`main a[href="/requests/${giftRequest.id}"]`)).not.toBeNull();
    expect(finance.world.calls('askForRefund')).toMatchObject([
      { params: { id: lastCharge.id }, body: { amount: { currency: 'USD' }, reason: 'goodwill' } },
    ]);
    finance.world.billing.answer('askForRefund', () => problem(409, 'request-waiting'));
    const again = await asNora().post(here, form);
    expect([again.status, again.document.querySelector('[role=alert]')?.textContent]).toEqual([
      ...[409, expect.stringContaining('waits for a second person already')],
    ]);
  });

  test('of another subscription, or for no reason that there is, is not there', async () => {
    const form = await confirmOf(wish);
    for (const wrong of [{ charge: anId(990) }, { reason: 'because' }, { do: 'constructor' }])
      expect((await asNora().post(here, { ...form, ...wrong })).status).toBe(404);
    expect(finance.world.calls('refund')).toEqual([]);
    expect((await asNora().get(`/readers/${READER}/subscriptions/${anId(990)}/refund`)).status).toBe(404);
  });

  test('goes back by nobody without the role; billing away is said', async () => {
    const form = await confirmOf(wish);
    expect((await finance.as(ada).get(here)).status).toBe(403);
    expect((await finance.as(ada).post(here, form)).status).toBe(403);
    expect(finance.world.calls('refund')).toEqual([]);
    finance.world.billing.setAway(true);
    expect((await asNora().get(here)).status).toBe(503);
  });
});

test('a form of another site gives nothing back and ends nothing', async () => {
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const form = await confirmOf(wish);
  const quote = JSON.stringify(cancelNowQuote);

  expect((await asNora().post(here, form, foreign)).status).toBe(403);
  expect((await asNora().post(now, { do: 'end', quote }, foreign)).status).toBe(403);
  expect([finance.world.calls('refund'), finance.world.calls('cancelNow')]).toEqual([[], []]);
});

describe('ending at once', () => {
  test('shows what goes back, and does what it showed', async () => {
    const reader = await asNora().get(`/readers/${READER}`);
    expect(reader.document.querySelector(`a[href="${now}"]`)?.textContent).toBe('End it now');
    const { document } = await asNora().get(now);
    expect(document.querySelector('main button')?.textContent).toBe('End it, give back 8.87 USD');
    const quote = document.querySelector('input[name=quote]')?.getAttribute('value') ?? '';
    const done = await asNora().post(now, { do: 'end', quote });

    expect([done.status, done.headers.get('location')]).toEqual([
      ...[303, `/readers/${READER}#subscription-${SUBSCRIPTION}`],
    ]);
    expect(finance.world.calls('cancelNow')).toMatchObject([
      { params: { id: SUBSCRIPTION }, body: cancelNowQuote, token: nora.token },
    ]);
  });

  test.each([
    { code: 'quote-outdated', says: 'another sum' },
    { code: 'refund-needs-approval', says: 'second person' },
    { code: 'subscription-ended', says: 'ended already' },
  ])('says what stands in the way: $code', async ({ code, says }) => {
    finance.world.billing.answer('cancelNow', () => problem(409, code));
    const { status, document } = await asNora().post(now, {
      do: 'end',
      quote: JSON.stringify(cancelNowQuote),
    });

    expect([status, document.querySelector('[role=alert]')?.textContent]).toEqual([
      ...[409, expect.stringContaining(says)],
    ]);
  });

  test('of more than one person may give back is asked for with a reason, and the page says that it goes on', async () => {
    finance.world.billing.answer('quoteCancelNow', () => ({ answer: { ...cancelNowQuote, isAlone: false } }));
    const { document } = await asNora().get(now);
    expect(document.querySelector('button[value=end]')).toBeNull();
    expect(document.querySelector('button[value=ask]')?.textContent).toContain('8.87 USD');
    const quote = document.querySelector('input[name=quote]')?.getAttribute('value') ?? '';

    const mistake = await asNora().post(now, { do: 'ask', quote, reason: ' x ' });
    expect([mistake.status, mistake.document.querySelector('#field-reason-error')?.textContent]).toEqual([
      422,
      'Please say why, in a few words.',
    ]);
    expect(finance.world.calls('askToEnd')).toEqual([]);
    const done = await asNora().post(now, { do: 'ask', quote, reason: ' They have moved ' });
    expect(done.document.querySelector('[role=status]')?.textContent).toContain('waits for a second person');
    expect(done.document.querySelector(`main a[href="/requests/${endingRequest.id}"]`)).not.toBeNull();
    expect(done.document.querySelector('main form')).toBeNull();
    expect(finance.world.calls('askToEnd')).toMatchObject([
      {
        params: { id: SUBSCRIPTION },
        body: { ...cancelNowQuote, isAlone: false, reason: 'They have moved' },
        token: nora.token,
      },
    ]);
    expect(finance.world.calls('cancelNow')).toEqual([]);

    for (const code of ['request-waiting', 'quote-outdated', 'subscription-ended']) {
      finance.world.billing.answer('askToEnd', () => problem(409, code));
      const refused = await asNora().post(now, { do: 'ask', quote, reason: 'They have moved' });
      expect([refused.status, refused.document.querySelector('[role=alert] .title')?.textContent]).toEqual([
        409,
        'It did not end',
      ]);
    }
    expect((await finance.as(ada).post(now, { do: 'ask', quote, reason: 'They have moved' })).status).toBe(
      403,
    );
  });

  test('is not offered where nothing runs; giving back still is', async () => {
    const data = [{ ...aSubscription, endedAt: '2026-11-01T00:00:00.000Z' }];
    finance.world.billing.answer('readersSubscriptions', () => ({ answer: { data, nextCursor: null } }));
    const { document } = await asNora().get(`/readers/${READER}`);
    expect(document.querySelector(`a[href="${now}"]`)).toBeNull();
    expect(document.querySelector(`a[href="${here}"]`)).not.toBeNull();

    finance.world.billing.answer('quoteCancelNow', () => problem(409, 'subscription-ended'));
    const page = (await asNora().get(now)).document;
    expect(page.querySelector('main form')).toBeNull();
    expect(page.querySelector('main')?.textContent).toContain('It has ended already');
  });

  test('is done by nobody without the role, nor with a figure that was never shown', async () => {
    const quote = JSON.stringify(cancelNowQuote);
    expect((await finance.as(ada).post(now, { do: 'end', quote })).status).toBe(403);
    expect((await asNora().post(now, { do: 'end', quote: '{}' })).status).toBe(404);
    const others = `/readers/${READER}/subscriptions/${anId(990)}/cancel-now`;
    expect((await asNora().post(others, { do: 'end', quote })).status).toBe(404);
    expect(finance.world.calls('cancelNow')).toEqual([]);
    finance.world.billing.setAway(true);
    expect((await asNora().get(now)).status).toBe(503);
  });
});
