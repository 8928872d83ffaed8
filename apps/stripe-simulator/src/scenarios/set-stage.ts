import type Stripe from 'stripe';
import { PERIOD, type Offer, type Stage } from './stage.ts';

type Where = {
  readonly stripe: Stripe;
  /** The simulator's own address; null when it is Stripe. */
  readonly url: string | null;
  /** Where the customer's clock starts, in whole seconds. */
  readonly start: number;
};

/** How long it takes until it is looked whether a test clock has arrived: ever longer. Milliseconds. */
const FIRST_LOOK_MS = 25;
const LOOK_EVERY_MS = 2_000;
const MOST_LOOKS = 100;

const card = {
  cardExpiry: '12 / 44',
  cardCvc: '123',
  billingName: 'Ada Reader',
  email: 'ada@readers.example',
};

/** A customer on a test clock of their own, who has bought nothing yet. */
export async function setStage({ stripe, url, start }: Where) {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: start, name: 'A scenario' });
  const offer = await makeOffer(stripe);
  const ours = new Set<string>();
  let known: string | null = null;
  let taken: string | null = null;

  const customer = async (token?: string): Promise<string> => {
    known ??= (await stripe.customers.create({ email: card.email, test_clock: clock.id })).id;
    ours.add(known);
    if (token === undefined) return known;
    const method = await stripe.paymentMethods.attach(token, { customer: known });
    await stripe.customers.update(known, { invoice_settings: { default_payment_method: method.id } });
    return known;
  };
  const subscriptionId = async (): Promise<string> => {
    const [newest] = (await stripe.subscriptions.list({ customer: known ?? '', status: 'all' })).data;
    return (taken ??= newest?.id ?? '');
  };
  const stage: Stage = {
    stripe,
    offer,
    customer,
    async subscribe(number = '4242 4242 4242 4242') {
      const buyer = await customer();
      taken =
        url === null
          ? await byApi(stripe, offer, { buyer, number })
          : await byPage(stripe, offer, { buyer, number, url });
      return taken;
    },
    subscription: async () => stripe.subscriptions.retrieve(await subscriptionId()),
    invoices: async () =>
      (await stripe.invoices.list({ subscription: await subscriptionId(), limit: 100 })).data.reverse(),
    turn: (seconds) => advance({ stripe, url }, clock.id, seconds),
    press: (page, form) => press(url, page, { ...card, ...form }),
    lever: (path, body) => lever(url, path, body),
  };
  return { stage, ours, clock: clock.id, customerId: () => known };
}

async function makeOffer(stripe: Stripe): Promise<Offer> {
  const digital = await stripe.products.create({ name: 'The Meridian, digital' });
  const intro = await stripe.products.create({ name: 'First four weeks' });
  const recurring = { interval: 'week', interval_count: 4 } as const;
  const list = await stripe.prices.create({
    product: digital.id,
    currency: 'usd',
    unit_amount: 1_500,
    recurring,
  });
  const once = await stripe.prices.create({ product: intro.id, currency: 'usd', unit_amount: 100 });
  const coupon = await stripe.coupons.create({
    amount_off: 600,
    currency: 'usd',
    duration: 'repeating',
    duration_in_months: 12,
    applies_to: { products: [digital.id] },
  });
  return { digital: digital.id, list: list.id, once: once.id, coupon: coupon.id };
}

type Buying = { readonly buyer: string; readonly number: string };

async function byPage(
  stripe: Stripe,
  { list, once, coupon }: Offer,
  paying: Buying & { readonly url: string },
) {
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: paying.buyer,
    line_items: [
      { price: list, quantity: 1 },
      { price: once, quantity: 1 },
    ],
    discounts: [{ coupon }],
    subscription_data: { trial_period_days: 28 },
    adaptive_pricing: { enabled: false },
    success_url: 'http://localhost:1/return?session_id={CHECKOUT_SESSION_ID}',
  });
  await press(paying.url, session.url ?? '', { ...card, cardNumber: paying.number });
  const { subscription } = await stripe.checkout.sessions.retrieve(session.id);
  return String(subscription);
}

/** The first payment has nobody there who could pay it by a card that fails later. */
const failsLater = '0341';

const tokenOf: Readonly<Record<string, string>> = {
  '0259': 'pm_card_createDispute',
  '4242': 'pm_card_visa',
  '4444': 'pm_card_mastercard',
};

/** The same purchase without a page, which a browser would be needed for. */
async function byApi(stripe: Stripe, { list, once, coupon }: Offer, { buyer, number }: Buying) {
  const token = tokenOf[number.slice(-4)] ?? 'pm_card_visa';
  const method = await stripe.paymentMethods.attach(token, { customer: buyer });
  const { id } = await stripe.subscriptions.create({
    customer: buyer,
    items: [{ price: list }],
    add_invoice_items: [{ price: once }],
    discounts: [{ coupon }],
    trial_period_days: 28,
    default_payment_method: method.id,
  });
  if (number.endsWith(failsLater)) {
    const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: buyer });
    await stripe.subscriptions.update(id, { default_payment_method: failing.id });
  }
  return id;
}

/** Stripe lets a clock go on by two of the shortest intervals at most. */
async function advance({ stripe, url }: Pick<Where, 'stripe' | 'url'>, clock: string, seconds: number) {
  for (let left = seconds; left > 0; left -= 2 * PERIOD) {
    const { frozen_time } = await stripe.testHelpers.testClocks.retrieve(clock);
    await stripe.testHelpers.testClocks.advance(clock, {
      frozen_time: frozen_time + Math.min(left, 2 * PERIOD),
    });
    await lever(url, '/_sim/clock', { advance: 0 });
    for (let looks = 0; ; looks += 1) {
      const { status } = await stripe.testHelpers.testClocks.retrieve(clock);
      if (status === 'ready') break;
      if (status === 'internal_failure' || looks === MOST_LOOKS) throw new Error(`the clock is ${status}`);
      await new Promise((resolve) =>
        setTimeout(resolve, Math.min(LOOK_EVERY_MS, FIRST_LOOK_MS * 2 ** looks)),
      );
    }
  }
}

/** Under the address by which we reach the simulator, which browsers may know by another. */
async function press(
  url: string | null,
  page: string,
  form: Readonly<Record<string, string>>,
): Promise<void> {
  if (url === null) throw new Error('a hosted page of Stripe wants a browser');
  const response = await fetch(new URL(new URL(page).pathname, url), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(form),
  });
  await response.arrayBuffer();
  if (response.status >= 400) throw new Error(`the hosted page answered ${response.status}`);
}

async function lever(url: string | null, path: string, body: object): Promise<void> {
  if (url === null) return;
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the simulator answered ${response.status}: ${await response.text()}`);
}
