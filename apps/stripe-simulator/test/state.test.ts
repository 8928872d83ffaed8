import { afterEach, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import { cards, DAY, HOUR, makeOffer, PERIOD, subscribe } from './offer.ts';

const running: Simulator[] = [];
const start = async (options: Parameters<typeof startSimulator>[0]): Promise<Simulator> => {
  const simulator = await startSimulator(options);
  running.push(simulator);
  return simulator;
};
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.stop();
});

const exportOf = async ({ url }: Simulator): Promise<Record<string, unknown>> =>
  (await (await fetch(`${url}/_sim/export`)).json()) as Record<string, unknown>;

/** A world in the middle of things: a failed renewal, dropped webhooks, an answer kept under its key. */
async function livedIn(): Promise<Simulator> {
  const simulator = await start({});
  const offer = await makeOffer(simulator.stripe);
  await simulator.stripe.customers.create({ name: 'Ben' }, { idempotencyKey: 'ben' });
  await subscribe(simulator, offer, cards.failsLater);
  await simulator.post('/_sim/dunning', { retryDays: [2], endAction: 'cancel' });
  await simulator.post('/_sim/webhooks', { mode: 'drop' });
  await simulator.turn(PERIOD + HOUR);
  return simulator;
}

test('the state goes into another simulator whole: objects, clock, ids, deliveries and settings', async () => {
  const one = await livedIn();
  const document = await exportOf(one);
  const other = await start({ webhooks: false, start: '2031-01-01T00:00:00Z' });
  expect(await other.post('/_sim/import', document)).toMatchObject({ status: 200 });
  expect(await exportOf(other)).toEqual(document);
  expect(await other.now()).toEqual(await one.now());

  // From here on both go the same way, to the id.
  const next = await Promise.all(
    [one, other].map(async (simulator) => {
      await simulator.turn(3 * DAY);
      const replayed = await simulator.stripe.customers.create({ name: 'Ben' }, { idempotencyKey: 'ben' });
      const fresh = await simulator.stripe.customers.create({ name: 'Cleo' });
      const events = await simulator.stripe.events.list({ limit: 10 });
      return {
        replayed: replayed.id,
        fresh: fresh.id,
        events: events.data.map(({ id, type }) => [id, type]),
      };
    }),
  );
  expect(next[1]).toEqual(next[0]);
  expect(next[0]?.events.map(([, type]) => type)).toContain('customer.subscription.deleted');
});

test('what is not such a document changes nothing', async () => {
  const simulator = await livedIn();
  const before = await exportOf(simulator);
  for (const wrong of [{}, { ...before, format: 'else' }, { ...before, object: [{ kind: 'customer' }] }])
    expect((await simulator.post('/_sim/import', wrong)).status).toBe(400);
  expect(await exportOf(simulator)).toEqual(before);
});

test('the same seed and the same calls give the same ids and instants', async () => {
  const [one, other] = [await livedIn(), await livedIn()];
  const [first, second] = [await exportOf(one), await exportOf(other)];
  expect(second['object']).toHaveLength((first['object'] as unknown[]).length);
  const told = (document: Record<string, unknown>) =>
    (document['object'] as Record<string, unknown>[]).map(({ id, created, due }) => [id, created, due]);
  expect(told(second)).toEqual(told(first));
});
