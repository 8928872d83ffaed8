import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import { DAY, HOUR, makeOffer, PERIOD, subscribe } from './offer.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({});
});
afterEach(() => simulator.stop());

const page = async (path = '/'): Promise<string> => (await fetch(`${simulator.url}${path}`)).text();
const press = (lever: string, values: Readonly<Record<string, string>> = {}) =>
  fetch(simulator.url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ lever, ...values }),
  });

describe('a button of the control room', () => {
  test('makes the call that stands beside it, and shows what came back', async () => {
    const before = await simulator.now();
    expect(await page()).toContain('POST /_sim/clock {&quot;advance&quot;:86400}');
    expect((await press('day')).status).toBe(303);
    expect((await simulator.now()).getTime() - before.getTime()).toBe(DAY * 1_000);
    expect(await page()).toMatch(/Done:<\/strong> <code>POST \/_sim\/clock \{&quot;advance&quot;:86400\}/);
  });

  test('decides the next charge, lets a card expire, and opens and closes a dispute', async () => {
    const { stripe } = simulator;
    const { customer, subscription } = await subscribe(simulator, await makeOffer(stripe));
    const newest = async () => (await stripe.charges.list({ customer: customer.id })).data[0];

    await press('next-charge', { customer: customer.id, outcome: 'insufficient_funds' });
    await simulator.turn(PERIOD + HOUR);
    expect((await newest())?.outcome?.reason).toBe('insufficient_funds');
    await simulator.turn(3 * DAY);
    expect((await newest())?.paid).toBe(true);

    await press('dispute', { charge: (await newest())?.id ?? '' });
    const [dispute] = (await stripe.disputes.list()).data;
    await press('dispute-won', { dispute: dispute?.id ?? '' });
    expect((await stripe.disputes.list()).data[0]?.status).toBe('won');

    const card = String((await stripe.subscriptions.retrieve(subscription)).default_payment_method);
    await press('expire', { card });
    await simulator.turn(PERIOD);
    expect((await newest())?.failure_code).toBe('expired_card');
  });

  test('decides what a dispute ends, and what follows the last retry, one without the other', async () => {
    const { customer } = await subscribe(simulator, await makeOffer(simulator.stripe));
    expect(await page()).toContain('POST /_sim/dunning');
    await press('end-action', { endAction: 'cancel' });
    await press('when-disputed', { whenDisputed: 'cancel' });
    expect(await (await fetch(`${simulator.url}/_sim/dunning`)).json()).toEqual({
      retryDays: [3, 5, 7],
      endAction: 'cancel',
      whenDisputed: 'cancel',
    });
    const [charge] = (await simulator.stripe.charges.list({ customer: customer.id })).data;
    await press('dispute', { charge: charge?.id ?? '' });
    const [ended] = (await simulator.stripe.subscriptions.list({ customer: customer.id, status: 'all' }))
      .data;
    expect([ended?.status, ended?.cancellation_details?.reason]).toEqual(['canceled', 'payment_disputed']);
  });

  test('drops webhooks, and sends one again', async () => {
    await press('drop');
    const { id } = await simulator.stripe.customers.create({});
    expect(simulator.receiver?.types()).toEqual([]);
    const [event] = (await simulator.stripe.events.list()).data;
    await press('replay', { event: event?.id ?? '' });
    expect(simulator.receiver?.received.map(({ event }) => (event.data.object as { id: string }).id)).toEqual(
      [id],
    );
  });

  test('plays a scenario', async () => {
    await press('scenario', { name: '04-renewal' });
    expect(await page()).toContain('&quot;isAsExpected&quot;: true');
  });

  test('is not pressed by a page of another site, nor are the levers', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    const body = new URLSearchParams({ lever: 'day' });
    expect((await fetch(simulator.url, { method: 'POST', headers, body })).status).toBe(403);
    expect((await fetch(`${simulator.url}/_sim/reset`, { method: 'POST', headers })).status).toBe(403);
  });
});

test('events, deliveries and requests are seen as they come, and every object as JSON', async () => {
  const { id } = await simulator.stripe.customers.create({ name: '<b>Ada</b>' });
  await simulator.turn(0);
  const live = await page('/live');
  for (const seen of ['customer.created', 'delivered', 'POST /v1/customers']) expect(live).toContain(seen);
  expect(await page(`/objects?id=${id}`)).toContain('&quot;name&quot;: &quot;&lt;b&gt;Ada&lt;/b&gt;&quot;');
  expect((await fetch(`${simulator.url}/objects?id=cus_nope`)).status).toBe(404);
});
