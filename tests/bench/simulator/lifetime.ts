import path from 'node:path';
import { readFileSync } from 'node:fs';
import Stripe from 'stripe';
import type { Setting } from '../bench.ts';
import { startServer, type Server } from '../entitlement/servers.ts';
import type { Figure } from '../figure.ts';

const MAIN = '../../../apps/stripe-simulator/src/main.ts';
const PERIOD_SECONDS = 28 * 86_400;
/** Fourteen months, in periods of four weeks, and the hour in which the last draft is paid. */
const PERIODS = 15;
const HOUR = 3_600;
const EXPECTED = [100, ...Array<number>(13).fill(900), 1_500, 1_500];

type Run = { readonly subscribers: number; readonly seconds: number; readonly rss: number };

/**
 * So many readers take the offer within one hour and live through fourteen months, without webhooks.
 *
 * Seconds are those of the simulator's processor, so that a busy machine does not count. Afterwards one
 * reader's invoices are read: thirteen discounted charges, then the list price, or the run is void.
 */
export async function lifetime(folder: string, { quick, say }: Setting): Promise<Figure[]> {
  const few = await live(folder, { subscribers: quick ? 200 : 1_000, say });
  const many = await live(folder, { subscribers: quick ? 1_000 : 10_000, say });
  const each = ({ seconds, subscribers }: Run) => (seconds * 1_000) / (subscribers * PERIODS);
  const about = { samples: 1, iqr: 0, direction: 'max' } as const;
  return [
    { goal: 'S3', bar: quick ? null : 600, value: many.seconds, unit: 's', ...about },
    { goal: 'S3.memory', bar: 1_024, value: many.rss, unit: 'MiB', ...about },
    { goal: 'S3.flat', bar: 1.2, value: each(many) / each(few), unit: 'x', ...about },
    { goal: 'S3.each', bar: null, value: each(many), unit: 'ms', ...about },
  ];
}

type Living = { readonly subscribers: number; readonly say: Setting['say'] };

async function live(folder: string, { subscribers, say }: Living): Promise<Run> {
  const file = path.join(folder, `${subscribers}.sqlite`);
  const env = { DATABASE_FILE: file, LOG_LEVEL: 'error', SIM_START: '2026-01-05T09:00:00Z' };
  const isReady = (url: string) => fetch(`${url}/healthz`).then(({ ok }) => ok);
  const server = await startServer({ script: MAIN, env, isReady });
  try {
    say(`${subscribers} readers take the offer`);
    const stripe = new Stripe('sk_sim_bench', { host: '127.0.0.1', port: server.port, protocol: 'http' });
    const subscription = await sellTo(stripe, server, subscribers);
    let rss = 0;
    const before = server.cpuMicroseconds();
    for (let period = 1; period <= PERIODS; period += 1) {
      say(`period ${period}`);
      await turn(server, PERIOD_SECONDS + (period === PERIODS ? HOUR : 0));
      rss = Math.max(rss, residentMiB(server));
    }
    const seconds = (server.cpuMicroseconds() - before) / 1e6;
    await checkTruth(stripe, subscription);
    return { subscribers, seconds, rss };
  } finally {
    await server.stop();
  }
}

/** Sells the offer to so many and answers with one of the subscriptions. */
async function sellTo(stripe: Stripe, { port }: Server, readers: number): Promise<string> {
  const digital = await stripe.products.create({ name: 'Digital' });
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
  let last = '';
  for (let reader = 0; reader < readers; reader += 1) {
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [
        { price: list.id, quantity: 1 },
        { price: once.id, quantity: 1 },
      ],
      discounts: [{ coupon: coupon.id }],
      subscription_data: { trial_period_days: 28 },
      success_url: 'http://localhost:1/done',
    });
    await pay(`http://127.0.0.1:${port}/c/pay/${session.id}`, reader);
    last = session.id;
  }
  return String((await stripe.checkout.sessions.retrieve(last)).subscription);
}

async function pay(url: string, reader: number): Promise<void> {
  const card = {
    cardNumber: '4242424242424242',
    cardExpiry: '12/44',
    cardCvc: '123',
    billingName: 'A Reader',
  };
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ email: `reader-${reader}@readers.example`, ...card }),
  });
  await response.arrayBuffer();
  if (response.status !== 303) throw new Error(`the payment page answered ${response.status}`);
}

async function turn({ port }: Server, seconds: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/_sim/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: seconds }),
    signal: AbortSignal.timeout(600_000),
  });
  if (!response.ok) throw new Error(`the clock answered ${response.status}`);
}

const residentMiB = ({ pid }: Server): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

async function checkTruth(stripe: Stripe, subscription: string): Promise<void> {
  const { data } = await stripe.invoices.list({ subscription, limit: 100 });
  const paid = data.map(({ amount_paid }) => amount_paid).reverse();
  if (JSON.stringify(paid) !== JSON.stringify(EXPECTED))
    throw new Error(`a reader paid ${paid.join(', ')} instead of ${EXPECTED.join(', ')}`);
}
