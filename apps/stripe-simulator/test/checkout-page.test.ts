import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import { cards, makeOffer, openCheckout, postCard, type Offer } from './offer.ts';

let simulator: Simulator;
let stripe: Stripe;
let offer: Offer;
beforeEach(async () => {
  simulator = await startSimulator({ webhooks: false });
  stripe = simulator.stripe;
  offer = await makeOffer(stripe);
});
afterEach(() => simulator.stop());

const page = async (path: string) => {
  const response = await fetch(`${simulator.url}${path}`, { redirect: 'manual' });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const pageOf = ({ id }: Stripe.Checkout.Session) => page(`/c/pay/${id}`);
const post = (path: string, body: Record<string, string>) =>
  fetch(`${simulator.url}${path}`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(body) });

const typed = {
  email: 'ada@meridian.example',
  cardNumber: cards.good,
  cardExpiry: '12 / 34',
  cardCvc: '123',
  billingName: 'Ada <b>Reader</b>',
};

describe('the hosted page', () => {
  test('says what is due today, what comes later, and that no money moves', async () => {
    const { status, text, headers } = await pageOf(await openCheckout(simulator, offer));
    expect(status).toBe(200);
    for (const words of [
      'First four weeks',
      'Due today',
      '$1',
      '$9 every 4 weeks, from 2 February 2026; $15 every 4 weeks from 1 February 2027',
      'no money moves',
    ])
      expect(text).toContain(words);
    for (const name of ['email', 'cardNumber', 'cardExpiry', 'cardCvc', 'billingName'])
      expect(text).toContain(`name="${name}"`);
    expect(text).toContain('href="http://localhost:1/offer"');
    expect(text).not.toContain('<script');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    // The policy lets in no other style than the page's own.
    const style = /<style>([^]*?)<\/style>/.exec(text)?.[1] ?? '';
    expect(policy).toContain(createHash('sha256').update(style).digest('base64'));
    // A redirect after a form counts as the form's target.
    expect(policy).toContain("form-action 'self' http://localhost:1");
  });

  test('shows the address of the known customer and keeps to it', async () => {
    const customer = await stripe.customers.create({ email: 'known@meridian.example' });
    const session = await openCheckout(simulator, offer, { customer: customer.id });
    expect((await pageOf(session)).text).toMatch(/value="known@meridian.example"\s+readonly/);
    await post(`/c/pay/${session.id}`, { ...typed, email: 'other@meridian.example' });
    const done = await stripe.checkout.sessions.retrieve(session.id);
    expect(done.customer_details?.email).toBe('known@meridian.example');
  });

  test('asks for no address where a card is only saved', async () => {
    const customer = await stripe.customers.create({});
    const session = await stripe.checkout.sessions.create({
      mode: 'setup',
      currency: 'usd',
      customer: customer.id,
      success_url: 'http://localhost:1/',
    });
    const { text } = await pageOf(session);
    expect(text).not.toContain('name="email"');
    const { email: _email, ...card } = typed;
    expect((await post(`/c/pay/${session.id}`, card)).status).toBe(303);
  });

  test('goes where the session says, with its id', async () => {
    const session = await openCheckout(simulator, offer);
    const response = await post(`/c/pay/${session.id}`, typed);
    expect(response.headers.get('location')).toBe(`http://localhost:1/return?session_id=${session.id}`);
  });

  test('pressed twice pays once', async () => {
    const session = await openCheckout(simulator, offer);
    const responses = await Promise.all([1, 2, 3, 4].map(() => post(`/c/pay/${session.id}`, typed)));
    expect(new Set(responses.map(({ status, headers }) => `${status} ${headers.get('location')}`)).size).toBe(
      1,
    );
    expect((await stripe.charges.list()).data).toHaveLength(1);
    expect((await pageOf(session)).text).toContain('This is paid already');
  });

  test('that is expired or unknown says so', async () => {
    const session = await openCheckout(simulator, offer);
    await stripe.checkout.sessions.expire(session.id);
    expect(await pageOf(session)).toMatchObject({ status: 410 });
    expect(await page('/c/pay/cs_test_nope')).toMatchObject({ status: 404 });
  });

  test('wants the terms accepted where the session does', async () => {
    const session = await openCheckout(simulator, offer, {
      consent_collection: { terms_of_service: 'required' },
    });
    expect((await post(`/c/pay/${session.id}`, typed)).status).toBe(402);
    expect((await post(`/c/pay/${session.id}`, { ...typed, termsOfService: 'accepted' })).status).toBe(303);
    expect((await stripe.checkout.sessions.retrieve(session.id)).consent?.terms_of_service).toBe('accepted');
  });
});

describe('a card that does not work', () => {
  test.each([
    [cards.declined, 'Your card was declined.'],
    [cards.insufficientFunds, 'insufficient funds'],
    [cards.expired, 'has expired'],
    [cards.wrongCvc, 'security code is incorrect'],
    [cards.processingError, 'error occurred while processing'],
    ['4242 4242 4242 4241', 'card number is incorrect'],
    ['4532 0151 1283 0366', 'knows test cards only'],
  ])('%s is refused in plain words, and nothing is left behind', async (cardNumber, words) => {
    const session = await openCheckout(simulator, offer);
    const response = await post(`/c/pay/${session.id}`, { ...typed, cardNumber });
    const text = (await response.text()).replaceAll('&#39;', "'");
    expect(response.status).toBe(402);
    expect(text).toContain(words);
    expect(text).toContain('value="ada@meridian.example"');
    expect(text).toContain('value="Ada &lt;b&gt;Reader&lt;/b&gt;"');
    expect(text).not.toContain(cardNumber);
    expect(text).not.toContain(cardNumber.replaceAll(' ', ''));
    expect((await stripe.customers.list()).data).toEqual([]);
    expect((await stripe.subscriptions.list({ status: 'all' })).data).toEqual([]);
    expect((await postCard(simulator, session)).status).toBe(303);
  });

  test.each([
    ['email', 'not an address'],
    ['cardNumber', ''],
    ['cardExpiry', '13 / 34'],
    ['cardExpiry', '01 / 20'],
    ['cardExpiry', 'soon'],
    ['cardCvc', '12'],
    ['billingName', ' '],
  ])('a wrong %s (%s) is named', async (field, value) => {
    const session = await openCheckout(simulator, offer);
    const response = await post(`/c/pay/${session.id}`, { ...typed, [field]: value });
    const text = await response.text();
    expect(response.status).toBe(402);
    expect(text).toMatch(new RegExp(`name="${field}"[^>]*aria-invalid="true"`));
  });
});

describe('a bank that asks its cardholder', () => {
  const challenge = async (card: string) => {
    const session = await openCheckout(simulator, offer);
    const asked = await post(`/c/pay/${session.id}`, { ...typed, cardNumber: card });
    expect(asked.headers.get('location')).toBe(`/c/pay/${session.id}/challenge`);
    expect((await page(`/c/pay/${session.id}/challenge`)).text).toContain('Complete authentication');
    return { session, answer: (answer: string) => post(`/c/pay/${session.id}/challenge`, { answer }) };
  };

  test('and is told yes', async () => {
    const { session, answer } = await challenge(cards.asksOnce);
    expect((await stripe.charges.list()).data).toEqual([]);
    expect((await answer('succeed')).headers.get('location')).toContain('session_id=cs_test_');
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: 'complete' });
  });

  test('and is told no: nothing is charged, and another card may be tried', async () => {
    const { session, answer } = await challenge(cards.asksOnce);
    const refused = await answer('fail');
    expect([refused.status, (await refused.text()).includes('unable to authenticate')]).toEqual([402, true]);
    expect((await stripe.charges.list()).data).toEqual([]);
    expect((await answer('succeed')).status).toBe(410);
    expect((await postCard(simulator, session)).status).toBe(303);
  });

  test('and declines all the same', async () => {
    const { answer } = await challenge('4000 0082 6000 3178');
    const declined = await answer('succeed');
    expect([declined.status, (await declined.text()).includes('insufficient funds')]).toEqual([402, true]);
  });

  test('once at the purchase, and not at renewals after that', async () => {
    const { session, answer } = await challenge(cards.asksOnce);
    await answer('succeed');
    await simulator.turn(29 * 86_400);
    const { subscription } = await stripe.checkout.sessions.retrieve(session.id);
    const invoices = await stripe.invoices.list({ subscription: String(subscription) });
    expect(invoices.data.map(({ status }) => status)).toEqual(['paid', 'paid']);
  });
});
