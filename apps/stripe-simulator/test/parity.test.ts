import { expect, test } from 'vitest';
import { playForParity } from '../src/scenarios/parity.ts';
import { scenarios } from '../src/scenarios/scenarios.ts';
import { startSimulator } from './harness.ts';

const START = Date.parse('2026-01-05T09:00:00Z') / 1_000;

test('the scenarios run by the API alone, and a difference is told with both sides', async () => {
  const simulator = await startSimulator({ webhooks: false });
  try {
    const chosen = scenarios.filter(({ name }) => /^(01-|04-|first-payment)/.test(name));
    const wrong = {
      name: 'wrong on purpose',
      says: 'a customer',
      steps: [{ says: 'one is made', act: (stage) => stage.customer(), then: ['customer.deleted'] }],
    } satisfies (typeof scenarios)[number];
    const against = { stripe: simulator.stripe, start: START, eventsWithin: 0, say: () => undefined };
    expect(await playForParity([...chosen, wrong], against)).toEqual({
      played: ['04-renewal', 'first-payment-never-comes', 'wrong on purpose'],
      left: ['01-paid-introduction'],
      differences: [
        {
          scenario: 'wrong on purpose',
          step: 'one is made',
          expected: ['customer.deleted'],
          happened: ['customer.created'],
        },
      ],
    });
  } finally {
    await simulator.stop();
  }
});
