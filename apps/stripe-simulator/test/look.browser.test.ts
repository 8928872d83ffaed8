import { accessibilityFaults, startBrowser, type Browser, type Page } from '@gatefold/test-kit/browser';
import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import { cards, HOUR, makeOffer, openCheckout, PERIOD, postCard, subscribe, type Offer } from './offer.ts';

let browser: Browser;
let page: Page;
let simulator: Simulator;
let stripe: Stripe;
let offer: Offer;

beforeAll(async () => {
  simulator = await startSimulator({});
  stripe = simulator.stripe;
  offer = await makeOffer(stripe);
  browser = await startBrowser();
  page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
});
afterAll(async () => {
  await browser.close();
  await simulator.stop();
});

const looks = [
  { colorScheme: 'light', width: 1_280 },
  { colorScheme: 'dark', width: 1_280 },
  { colorScheme: 'light', width: 320 },
  { colorScheme: 'dark', width: 320 },
] as const;

const asksMuch = (): Promise<Stripe.Checkout.Session> =>
  openCheckout(simulator, offer, {
    discounts: [],
    allow_promotion_codes: true,
    billing_address_collection: 'required',
    tax_id_collection: { enabled: true },
    consent_collection: { terms_of_service: 'required' },
  });

const typeCard = async (number: string): Promise<void> => {
  if ((await page.locator('[name=email]').count()) > 0)
    await page.fill('[name=email]', 'ada@meridian.example');
  await page.fill('[name=cardNumber]', number);
  await page.fill('[name=cardExpiry]', '12 / 44');
  await page.fill('[name=cardCvc]', '123');
  await page.fill('[name=billingName]', 'Ada Reader');
};
const pay = (): Promise<void> => page.locator('[name=cardCvc]').press('Enter');

/** Each page in each state that somebody meets, and how it is reached. */
const screens: Readonly<Record<string, () => Promise<unknown>>> = {
  'the control room of an empty world': () => page.goto(simulator.url),
  'the checkout': async () => page.goto((await openCheckout(simulator, offer)).url ?? ''),
  'a checkout that asks for everything': async () => page.goto((await asksMuch()).url ?? ''),
  'a declined card': async () => {
    await page.goto((await openCheckout(simulator, offer)).url ?? '');
    await typeCard(cards.insufficientFunds);
    await pay();
    await page.getByText('insufficient funds').waitFor();
  },
  'a bank that asks': async () => {
    await page.goto((await openCheckout(simulator, offer)).url ?? '');
    await typeCard(cards.asksAlways);
    await pay();
    await page.getByText('Your bank asks').waitFor();
  },
  'an expired checkout': async () => {
    const session = await openCheckout(simulator, offer);
    await stripe.checkout.sessions.expire(session.id);
    await page.goto(session.url ?? '');
  },
  'a card that is only saved': async () => {
    const { id } = await stripe.customers.create({ email: 'ada@meridian.example' });
    const session = await openCheckout(simulator, offer, {
      mode: 'setup',
      customer: id,
      currency: 'usd',
      line_items: [],
      discounts: [],
      subscription_data: undefined as never,
    });
    await page.goto(session.url ?? '');
  },
  'the portal': async () => {
    const { customer } = await subscribe(simulator, offer);
    const portal = { customer: customer.id, return_url: 'http://localhost:1/account' };
    await page.goto((await stripe.billingPortal.sessions.create(portal)).url);
  },
  'an open invoice': async () => {
    await postCard(simulator, await openCheckout(simulator, offer), cards.failsLater);
    await simulator.turn(PERIOD + HOUR);
    await page.goto((await newestInvoice('open')).hosted_invoice_url ?? '');
  },
  'a paid invoice': async () => page.goto((await newestInvoice('paid')).hosted_invoice_url ?? ''),
  'a receipt': async () => {
    const charge = (await stripe.charges.list({ limit: 50 })).data.find(({ paid }) => paid);
    await page.goto(charge?.receipt_url ?? '');
  },
  'a payment that waits for its owner': async () => {
    const { id } = await stripe.customers.create({});
    const intent = await stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      customer: id,
      payment_method: 'pm_card_threeDSecure2Required',
      confirm: true,
      return_url: 'http://localhost:1/return',
    });
    await page.goto(intent.next_action?.redirect_to_url?.url ?? '');
  },
  'the control room of a full world': () => page.goto(simulator.url),
  'an object': async () =>
    page.goto(`${simulator.url}/objects?id=${(await stripe.subscriptions.list()).data[0]?.id}`),
  'an object that is not there': () => page.goto(`${simulator.url}/objects?id=cus_nope`),
};

const newestInvoice = async (status: 'open' | 'paid'): Promise<Stripe.Invoice> => {
  const [invoice] = (await stripe.invoices.list({ status })).data;
  if (invoice === undefined) throw new Error(`no invoice is ${status}`);
  return invoice;
};

test.each(Object.entries(screens))(
  '%s: nothing that axe can find and nothing sticks out, light, dark and on a phone',
  async (_name, reach) => {
    await reach();
    for (const { colorScheme, width } of looks) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
  },
);

test('the offer is bought by keyboard alone', async () => {
  const session = await openCheckout(simulator, offer, { success_url: `${simulator.url}/healthz` });
  await page.goto(session.url ?? '');
  await page.locator('[name=email]').focus();
  for (const text of ['ada@meridian.example', '4242424242424242', '1244', '123', 'Ada Reader']) {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.waitForURL('**/healthz');
  expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe('paid');
});

test('what happens is seen in the control room without a reload', async () => {
  await page.goto(simulator.url);
  const { id } = await stripe.customers.create({});
  await page.locator('#live').getByText(id).first().waitFor();
});
