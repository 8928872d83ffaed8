import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  systemMachineClock,
  createLogger,
  followSimulatorClock,
  type Published,
} from '@gatefold/service-kit';
import { afterEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import { DAY, HOUR, makeOffer, PERIOD, subscribe } from './offer.ts';

let simulator: Simulator;
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await simulator.stop();
});

type Drain = (now: Date, published: Published) => Promise<{ nextDueAt: Date | null; published: Published }>;

/** A service that follows the clock, by the client that all services use. */
async function follow(app: string, drain: Drain): Promise<void> {
  const { worker } = followSimulatorClock({
    url: simulator.url,
    app,
    machineClock: systemMachineClock,
    logger: createLogger(app, 'fatal'),
    drain,
  });
  await worker.start();
  stops.push(() => worker.stop());
}

const quiet = { nextDueAt: null, published: {} };
const start = new Date('2026-01-05T09:00:00Z');
const wholeSecond = (instant: Date): Date => new Date(Math.floor(instant.getTime() / 1_000) * 1_000);
const at = (seconds: number): Date => new Date(start.getTime() + seconds * 1_000);

describe('a turn of the clock', () => {
  test('stops at what a follower has to do, in order, and ends at the target', async () => {
    simulator = await startSimulator({ webhooks: false });
    const seen: string[] = [];
    const due = [at(HOUR), at(3 * HOUR)];
    await follow('billing', async (now) => {
      // Before the turn the follower's clock runs by itself, so a tick may find it some milliseconds on.
      seen.push(wholeSecond(now).toISOString());
      return { nextDueAt: due.find((instant) => instant > now) ?? null, published: {} };
    });
    const { body } = await simulator.turn(5 * HOUR);
    expect(body).toMatchObject({ now: at(5 * HOUR).toISOString(), dropped: [] });
    expect([...new Set(seen)]).toEqual([0, HOUR, 3 * HOUR, 5 * HOUR].map((s) => at(s).toISOString()));
  });

  test('answers only when every follower has answered', async () => {
    simulator = await startSimulator({ webhooks: false });
    let finished = 0;
    await follow('mail', async () => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      finished += 1;
      return quiet;
    });
    await simulator.turn(60);
    expect(finished).toBeGreaterThanOrEqual(2);
  });

  test('repeats an instant until nobody publishes any more', async () => {
    simulator = await startSimulator({ webhooks: false });
    let published = 0n;
    const heard: string[] = [];
    await follow('billing', async (now) => {
      if (now >= at(HOUR) && published < 3n) published += 1n;
      return { nextDueAt: null, published: { 'billing.subscription.v1': { 0: String(published) } } };
    });
    await follow('entitlement', async (now, upTo) => {
      if (now >= at(HOUR)) heard.push(upTo['billing.subscription.v1']?.['0'] ?? 'none');
      return quiet;
    });
    await simulator.turn(HOUR);
    expect(published).toBe(3n);
    expect(heard.at(-1)).toBe('3');
  });

  test('drops a follower that stays silent, names it, and goes on', async () => {
    simulator = await startSimulator({ webhooks: false, silentForMs: 300 });
    await follow('entitlement', async () => quiet);
    let isStuck = false;
    await follow('content', async () => {
      if (isStuck) await new Promise(() => undefined);
      return quiet;
    });
    await simulator.turn(1);
    isStuck = true;
    stops.pop();
    const first = await simulator.turn(HOUR);
    expect(first.body['dropped']).toEqual(['content']);
    const startedAt = performance.now();
    const second = await simulator.turn(HOUR);
    expect(second.body['dropped']).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(250);
  });

  test('does what callers ask for within it before it goes on', async () => {
    simulator = await startSimulator();
    const { stripe, receiver } = simulator;
    const offer = await makeOffer(stripe);
    const { subscription } = await subscribe(simulator, offer);
    let hasHeld = false;
    await follow('billing', async (now) => {
      const [draft] = hasHeld ? [] : (await stripe.invoices.list({ subscription, status: 'draft' })).data;
      if (draft !== undefined) {
        hasHeld = true;
        await stripe.invoices.update(draft.id, { auto_advance: false });
        expect(now).toEqual(at(PERIOD));
      }
      return quiet;
    });
    await simulator.turnTo(at(PERIOD + DAY));
    const [held] = (await stripe.invoices.list({ subscription })).data;
    expect([held?.status, held?.auto_advance]).toEqual(['draft', false]);
    const updated = receiver?.received.findLast(({ event }) => event.type === 'invoice.updated');
    expect(updated?.event.created).toBe(at(PERIOD).getTime() / 1_000);
  });

  test('is not held up by a webhook whose next try lies beyond the target', async () => {
    simulator = await startSimulator();
    simulator.receiver?.answers(500);
    await simulator.stripe.customers.create({});
    const { body } = await simulator.turn(60);
    expect(body['now']).toBe(at(60).toISOString());
    simulator.receiver?.answers(200);
    await simulator.turn(10 * 60);
    expect(simulator.receiver?.types()).toEqual(['customer.created', 'customer.created']);
  });

  test('never goes back, but forgives a target that wall time has just overtaken', async () => {
    simulator = await startSimulator({ webhooks: false });
    expect((await simulator.turnTo(at(-DAY))).status).toBe(400);
    const { status, body } = await simulator.turnTo(at(-5));
    expect([status, body['now']]).toEqual([200, at(0).toISOString()]);
  });

  test('refuses what is no target', async () => {
    simulator = await startSimulator({ webhooks: false });
    for (const body of [{}, { advance: -1 }, { to: 'tomorrow' }, { advance: '9' }])
      expect((await simulator.post('/_sim/clock', body)).status).toBe(400);
  });

  test('several are made one after another', async () => {
    simulator = await startSimulator({ webhooks: false });
    await Promise.all([simulator.turn(HOUR), simulator.turn(HOUR), simulator.turn(HOUR)]);
    expect(await simulator.now()).toEqual(at(3 * HOUR));
  });
});

describe('between turns', () => {
  test('the clock runs, and what falls due happens by itself', async () => {
    simulator = await startSimulator({ runs: true });
    const before = await simulator.now();
    let isDue = true;
    const done: Date[] = [];
    await follow('billing', async (now) => {
      const due = new Date(before.getTime() + 1_500);
      if (isDue && now >= due) {
        isDue = false;
        done.push(now);
      }
      return { nextDueAt: isDue ? due : null, published: {} };
    });
    await expect.poll(() => done.length, { timeout: 5_000 }).toBe(1);
    expect((done[0]?.getTime() ?? 0) - before.getTime()).toBeGreaterThanOrEqual(1_500);
  });

  test('a webhook goes out at once', async () => {
    simulator = await startSimulator({ runs: true });
    await simulator.stripe.customers.create({});
    await expect.poll(() => simulator.receiver?.types(), { timeout: 3_000 }).toEqual(['customer.created']);
  });
});

test('what fell due while it did not run has happened at its own instants', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatefold-away-'));
  const file = path.join(folder, 'state.sqlite');
  const machineNow = new Date('2026-03-01T00:00:00Z');
  simulator = await startSimulator({ webhooks: false, file, machineNow });
  const { list } = await makeOffer(simulator.stripe);
  const customer = await simulator.stripe.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  await simulator.stripe.subscriptions.create({ customer: customer.id, items: [{ price: list.id }] });
  await simulator.stop();

  const later = new Date(machineNow.getTime() + 90 * 86_400_000);
  simulator = await startSimulator({ webhooks: false, file, machineNow: later });
  stops.push(async () => rmSync(folder, { recursive: true }));
  await simulator.turn(0);
  const { data } = await simulator.stripe.invoices.list({ customer: customer.id });
  expect(data.map(({ created }) => created - (data.at(-1)?.created ?? 0))).toEqual([
    3 * PERIOD,
    2 * PERIOD,
    PERIOD,
    0,
  ]);
  const paidAt = data.map(({ status_transitions }) => status_transitions.paid_at ?? 0);
  expect(data.map(({ created }, index) => (paidAt[index] ?? 0) - created)).toEqual([HOUR, HOUR, HOUR, 0]);
});

test('14 months of one subscriber take less than a second', async () => {
  simulator = await startSimulator({ webhooks: false });
  const { stripe } = simulator;
  const { subscription } = await subscribe(simulator, await makeOffer(stripe));
  const startedAt = performance.now();
  await simulator.turn(425 * DAY);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect((await stripe.invoices.list({ subscription, limit: 100 })).data).toHaveLength(16);
});

test('hundreds of turns with five followers are quick', { timeout: 30_000 }, async () => {
  simulator = await startSimulator({ webhooks: false });
  for (const app of ['billing', 'entitlement', 'content', 'identity', 'mail'])
    await follow(app, async () => quiet);
  const startedAt = performance.now();
  for (let turn = 0; turn < 300; turn += 1) await simulator.turn(DAY / 2);
  const millis = performance.now() - startedAt;
  expect(millis / 300).toBeLessThan(100);
});
