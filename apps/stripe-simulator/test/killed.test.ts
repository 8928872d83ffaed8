import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dice } from './fuzz.ts';

const MAIN = path.join(import.meta.dirname, '../src/main.ts');
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_028);
const DAY = 86_400;

let folder: string;
let child: ChildProcess | null = null;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'simulator-killed-'));
});
afterEach(async () => {
  await kill();
  rmSync(folder, { recursive: true, force: true });
});

async function kill(): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

async function start() {
  const port = await freePort();
  child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      LOG_LEVEL: 'error',
      DATABASE_FILE: path.join(folder, 'state.sqlite'),
      SIM_START: '2026-01-05T09:00:00Z',
    },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  while (
    !(await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await new Promise((resolve) => setTimeout(resolve, 10));
  const stripe = new Stripe('sk_sim_test', {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
  });
  return { stripe, url };
}

type Running = Awaited<ReturnType<typeof start>>;

const post = ({ url }: Running, where: string, body: object): Promise<Response> =>
  fetch(`${url}${where}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test(
  `killed at any instant, what was answered is there, once (seed ${SEED})`,
  { timeout: 30_000 },
  async () => {
    const roll = dice(SEED);
    const answered = new Map<string, string>();
    let running = await start();
    for (let death = 0; death < 2; death += 1) {
      setTimeout(() => child?.kill('SIGKILL'), 20 + roll() * 150);
      const doomed = child;
      let tried = '';
      for (let count = 0; doomed?.signalCode === null && count < 5_000; count += 1) {
        const key = `${death}-${count}`;
        tried = key;
        const made = await running.stripe.customers
          .create({ metadata: { key } }, { idempotencyKey: key })
          .catch(() => null);
        if (made !== null) answered.set(key, made.id);
      }
      await kill();
      running = await start();
      // The call that nobody answered is sent again, as every SDK does: it is done once.
      for (const key of [...answered.keys()].slice(-3).concat(tried)) {
        const again = await running.stripe.customers.create({ metadata: { key } }, { idempotencyKey: key });
        expect(again.id).toBe(answered.get(key) ?? again.id);
        answered.set(key, again.id);
      }
    }
    const kept = new Map<string, string[]>();
    for await (const { id, metadata } of running.stripe.customers.list({ limit: 100 }))
      kept.set(metadata['key'] ?? '', [...(kept.get(metadata['key'] ?? '') ?? []), id]);
    for (const [key, id] of answered) expect(kept.get(key)).toEqual([id]);
  },
);

test(
  'a turn of the clock that was killed is finished after the next start',
  { timeout: 30_000 },
  async () => {
    let running = await start();
    const price = await running.stripe.prices.create({
      currency: 'usd',
      unit_amount: 900,
      recurring: { interval: 'day' },
      product_data: { name: 'Daily' },
    });
    const customer = await running.stripe.customers.create({});
    const card = await running.stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    const { id } = await running.stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      default_payment_method: card.id,
    });
    const target = '2026-07-31T12:00:00.000Z';
    const turning = post(running, '/_sim/clock', { to: target }).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await kill();
    expect(await turning).toBeNull();

    running = await start();
    await post(running, '/_sim/clock', { advance: 0 });
    const { now } = (await (await fetch(`${running.url}/_sim/clock`)).json()) as { now: string };
    expect(Date.parse(now)).toBeGreaterThanOrEqual(Date.parse(target));
    const starts: number[] = [];
    for await (const invoice of running.stripe.invoices.list({ subscription: id, limit: 100 }))
      starts.push(invoice.created);
    // One invoice a day, none twice and none left out.
    const days = starts.toReversed().map((at) => (at - (starts.at(-1) ?? 0)) / DAY);
    expect(days).toEqual(Array.from({ length: days.length }, (_, day) => day));
    expect(days.length).toBeGreaterThan(205);
  },
);
