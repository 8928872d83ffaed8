import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from '../src/scenarios/play.ts';
import { scenarios } from '../src/scenarios/scenarios.ts';
import { setStage } from '../src/scenarios/set-stage.ts';
import { startSimulator, type Simulator } from './harness.ts';

const START = Date.parse('2026-01-05T09:00:00Z') / 1_000;
const dunning = { retryDays: [3, 5, 7], endAction: 'leave', whenDisputed: 'leave' };

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ webhooks: false });
});
afterAll(() => simulator.stop());

test.each(scenarios)('$name: $says', async (scenario) => {
  await simulator.post('/_sim/dunning', dunning);
  const set = await setStage({ stripe: simulator.stripe, url: simulator.url, start: START });
  const { steps } = await play(scenario, set);
  for (const { says, happened, expected, shown, expectedShown } of steps) {
    if (expected !== null) expect(happened, says).toEqual(expected);
    expect(shown, says).toEqual(expectedShown);
  }
});

test('are listed and played over HTTP, and leave the setting of the account as it was', async () => {
  await simulator.post('/_sim/dunning', dunning);
  const list = (await (await fetch(`${simulator.url}/_sim/scenarios`)).json()) as {
    data: { name: string }[];
  };
  expect(list.data.map(({ name }) => name)).toEqual(scenarios.map(({ name }) => name));
  const before = await simulator.now();
  const played = await simulator.post('/_sim/scenarios', { name: '06b-retries-exhausted-and-cancelled' });
  expect(played).toMatchObject({ status: 200, body: { isAsExpected: true } });
  expect(await (await fetch(`${simulator.url}/_sim/dunning`)).json()).toEqual(dunning);
  expect(await simulator.now()).toEqual(before);
  expect((await simulator.post('/_sim/scenarios', { name: 'no such' })).status).toBe(404);
});
