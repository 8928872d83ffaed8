import type Stripe from 'stripe';
import type { Simulator } from './harness.ts';

export const HOUR = 3_600;
export const DAY = 24 * HOUR;
export const PERIOD = 28 * DAY;

/** The offer that Gatefold sells: $1 for four weeks, $9 every four weeks for a year, then $15. */
export async function makeOffer(stripe: Stripe) {
  const digital = await stripe.products.create({ id: 'digital', name: 'The Meridian, digital' });
  const intro = await stripe.products.create({ id: 'intro', name: 'First four weeks' });
  const list = await stripe.prices.create({
    product: digital.id,
    currency: 'usd',
    unit_amount: 1_500,
    recurring: { interval: 'week', interval_count: 4 },
    lookup_key: 'digital-standard',
  });
  const once = await stripe.prices.create({ product: intro.id, currency: 'usd', unit_amount: 100 });
  const coupon = await stripe.coupons.create({
    id: 'YEAR1',
    amount_off: 600,
    currency: 'usd',
    duration: 'repeating',
    duration_in_months: 12,
    applies_to: { products: [digital.id] },
  });
  return { digital, intro, list, once, coupon };
}

export type Offer = Awaited<ReturnType<typeof makeOffer>>;

export const cards = {
  good: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  failsLater: '4000 0000 0000 0341',
  insufficientFunds: '4000 0000 0000 9995',
  expired: '4000 0000 0000 0069',
  wrongCvc: '4000 0000 0000 0127',
  processingError: '4000 0000 0000 0119',
  asksOnce: '4000 0025 0000 3155',
  asksAlways: '4000 0027 6000 3184',
  disputed: '4000 0000 0000 0259',
} as const;

/** Opens a session for the offer, as billing does. */
export async function openCheckout(
  { stripe }: Simulator,
  { list, once, coupon }: Offer,
  given: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Promise<Stripe.Checkout.Session> {
  return stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [
      { price: list.id, quantity: 1 },
      { price: once.id, quantity: 1 },
    ],
    discounts: [{ coupon: coupon.id }],
    subscription_data: { trial_period_days: 28, metadata: { order: 'one' } },
    adaptive_pricing: { enabled: false },
    success_url: 'http://localhost:1/return?session_id={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://localhost:1/offer',
    ...given,
  });
}

export const postCard = (
  { url }: Simulator,
  session: Stripe.Checkout.Session,
  card: string = cards.good,
): Promise<Response> =>
  fetch(`${url}/c/pay/${session.id}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      email: 'ada@meridian.example',
      cardNumber: card,
      cardExpiry: '12 / 34',
      cardCvc: '123',
      billingName: 'Ada Reader',
    }),
  });

/** Takes the offer with a card and says what came of it. */
export async function subscribe(simulator: Simulator, offer: Offer, card: string = cards.good) {
  const { stripe } = simulator;
  const customer = await stripe.customers.create({ email: 'ada@meridian.example' });
  const session = await openCheckout(simulator, offer, { customer: customer.id });
  const response = await postCard(simulator, session, card);
  if (response.status !== 303) throw new Error(`the hosted page answered ${response.status}`);
  const paid = await stripe.checkout.sessions.retrieve(session.id);
  return { customer, session: paid, subscription: String(paid.subscription) };
}

/** Every event after `after`, oldest first. */
export async function eventsAfter({ stripe }: Simulator, after: string | null): Promise<Stripe.Event[]> {
  const events: Stripe.Event[] = [];
  for await (const event of stripe.events.list({ limit: 100 })) {
    if (event.id === after) break;
    events.push(event);
  }
  return events.reverse();
}

export const newestEvent = async ({ stripe }: Simulator): Promise<string | null> =>
  (await stripe.events.list({ limit: 1 })).data[0]?.id ?? null;
