import { dice } from './fuzz.ts';
import type { Json, World } from './world.ts';

const DAY = 86_400;
const START = Date.parse('2026-01-05T09:00:00Z') / 1_000;

type Roll = () => number;
const pick = <T>(roll: Roll, from: readonly T[]): T => from[Math.floor(roll() * from.length)] as T;
const chance = (roll: Roll, share: number): boolean => roll() < share;

const tokens = [
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_chargeCustomerFail',
  'pm_card_createDispute',
  'pm_card_refundFail',
  'pm_card_visa_chargeCustomerFailStolenCard',
];
const intervals = [
  { interval: 'week', interval_count: 4 },
  { interval: 'month', interval_count: 1 },
  { interval: 'week', interval_count: 2 },
] as const;
const currencies = ['usd', 'usd', 'usd', 'eur', 'jpy'];
const endings = ['cancel', 'leave', 'unpaid'] as const;

/** One publisher's dealings with one reader, made up from a seed. What Stripe refuses is refused, and life goes on. */
export function liveThrough(world: World, seed: number): void {
  const roll = dice(seed);
  world.begin(START + Math.floor(roll() * 1_461) * DAY, {
    retryDays: pick(roll, [[3, 5, 7], [1], [2, 4]]),
    endAction: pick(roll, endings),
  });
  const scene = setUp(world, roll);
  const steps = 4 + Math.floor(roll() * 5);
  for (let step = 0; step < steps; step += 1) {
    pick(roll, deeds)(world, roll, scene);
    world.turn(Math.floor(roll() * roll() * 40 * DAY));
  }
  world.turn(33 * DAY);
}

type Scene = {
  readonly customer: string;
  readonly subscription: string;
  readonly prices: readonly string[];
  readonly currency: string;
};

function setUp(world: World, roll: Roll): Scene {
  const currency = pick(roll, currencies);
  const recurring = pick(roll, intervals);
  const product = String(world.must('post', '/v1/products', { name: 'Digital' })['id']);
  const price = (unit_amount: number): string =>
    String(world.must('post', '/v1/prices', { product, currency, unit_amount, recurring })['id']);
  const prices = [price(1_500), price(900), price(2_999)];
  const customer = String(world.must('post', '/v1/customers', { address: { country: 'DE' } })['id']);
  const method = attach(world, roll, customer);
  const discounts = chance(roll, 0.6) ? [{ coupon: makeCoupon(world, roll, currency) }] : [];
  const created = world.call('post', '/v1/subscriptions', {
    customer,
    items: [{ price: prices[0], quantity: 1 + Math.floor(roll() * 3) }],
    default_payment_method: method,
    discounts,
    billing_mode: { type: pick(roll, ['flexible', 'classic']) },
    ...(chance(roll, 0.4) ? { trial_period_days: 28 } : {}),
    ...(chance(roll, 0.3) ? { automatic_tax: { enabled: true } } : {}),
  });
  return { customer, subscription: String(created.body['id']), prices, currency };
}

function makeCoupon(world: World, roll: Roll, currency: string): string {
  const off = chance(roll, 0.5) ? { percent_off: pick(roll, [10, 33.3, 50]) } : { amount_off: 600, currency };
  const duration = pick(roll, ['once', 'repeating', 'forever']);
  const months = duration === 'repeating' ? { duration_in_months: 1 + Math.floor(roll() * 3) } : {};
  return String(world.must('post', '/v1/coupons', { ...off, duration, ...months })['id']);
}

function attach(world: World, roll: Roll, customer: string): string {
  return String(world.must('post', `/v1/payment_methods/${pick(roll, tokens)}/attach`, { customer })['id']);
}

type Deed = (world: World, roll: Roll, scene: Scene) => void;

const itemOf = (world: World, subscription: string): Json =>
  (world.call('get', `/v1/subscriptions/${subscription}`).body['items'] as { data: Json[] } | undefined)
    ?.data[0] ?? {};

const update = (world: World, { subscription }: Scene, params: object): void =>
  void world.call('post', `/v1/subscriptions/${subscription}`, params);

const newest = (world: World, list: string, params: object): Json | undefined =>
  (world.must('get', list, params)['data'] as Json[])[0];

/** What somebody may do on any day. */
const deeds: readonly Deed[] = [
  () => undefined,
  (world, roll, scene) =>
    update(world, scene, {
      items: [{ id: itemOf(world, scene.subscription)['id'], price: pick(roll, scene.prices) }],
      proration_behavior: pick(roll, ['create_prorations', 'always_invoice', 'none']),
    }),
  (world, roll, scene) =>
    update(world, scene, {
      items: [{ id: itemOf(world, scene.subscription)['id'], quantity: 1 + Math.floor(roll() * 4) }],
    }),
  (world, roll, scene) => update(world, scene, { cancel_at_period_end: chance(roll, 0.5) }),
  (world, roll, scene) =>
    update(world, scene, { discounts: [{ coupon: makeCoupon(world, roll, scene.currency) }] }),
  (world, roll, scene) =>
    update(world, scene, { default_payment_method: attach(world, roll, scene.customer) }),
  (world, roll, { customer, currency, subscription }) =>
    void world.call('post', '/v1/invoiceitems', {
      customer,
      currency,
      subscription,
      amount: Math.floor(roll() * 1_000) - 200,
    }),
  (world, roll, { customer, currency }) =>
    void world.call('post', `/v1/customers/${customer}/balance_transactions`, {
      amount: Math.floor(roll() * 1_000) - 500,
      currency,
    }),
  (world, roll, { customer }) => {
    const charge = newest(world, '/v1/charges', { customer });
    if (charge === undefined) return;
    const part = chance(roll, 0.5) ? { amount: Math.ceil((Number(charge['amount']) || 1) * roll()) } : {};
    world.call('post', '/v1/refunds', { charge: charge['id'], ...part });
  },
  (world, roll, { customer }) => {
    const invoice = newest(world, '/v1/invoices', { customer, status: pick(roll, ['open', 'paid']) });
    if (invoice === undefined) return;
    const amount = Math.ceil(Number(invoice['total']) * roll());
    const back = invoice['status'] === 'paid' ? { credit_amount: amount } : {};
    world.call('post', '/v1/credit_notes', { invoice: invoice['id'], amount, ...back });
  },
  (world, roll, { customer }) => {
    const open = newest(world, '/v1/invoices', { customer, status: 'open' });
    if (open !== undefined)
      world.call('post', `/v1/invoices/${open['id']}/${pick(roll, ['pay', 'void', 'mark_uncollectible'])}`);
  },
  (world, roll, scene) =>
    update(world, scene, {
      pause_collection: chance(roll, 0.5)
        ? { behavior: pick(roll, ['void', 'keep_as_draft', 'mark_uncollectible']) }
        : '',
    }),
  (world, roll, { subscription }) => {
    if (chance(roll, 0.2))
      world.call('delete', `/v1/subscriptions/${subscription}`, {
        prorate: chance(roll, 0.5),
        invoice_now: chance(roll, 0.5),
      });
  },
];
