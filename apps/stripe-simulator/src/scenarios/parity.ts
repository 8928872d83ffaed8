import type Stripe from 'stripe';
import { play, type PlayedStep } from './play.ts';
import { setStage } from './set-stage.ts';
import type { Scenario } from './stage.ts';

/** Where what happened is not what was written down. */
export type Difference = {
  readonly scenario: string;
  readonly step: string;
  readonly expected: unknown;
  readonly happened: unknown;
};

export type Parity = {
  readonly played: readonly string[];
  /** What needs a hosted page or a lever, which Stripe has no call for. */
  readonly left: readonly string[];
  readonly differences: readonly Difference[];
};

type Against = {
  readonly stripe: Stripe;
  readonly start: number;
  /** How long events take to be listed, in milliseconds. */
  readonly eventsWithin: number;
  readonly say: (line: string) => void;
};

/**
 * Plays scenarios by the API alone, on test clocks, and says where the other side does otherwise.
 *
 * Against the simulator that proves this suite. Against Stripe it is the question of parity.
 */
export async function playForParity(scenarios: readonly Scenario[], against: Against): Promise<Parity> {
  const { stripe, start, eventsWithin, say } = against;
  const left = scenarios.filter(({ needsSimulator }) => needsSimulator === true).map(({ name }) => name);
  const played: string[] = [];
  const differences: Difference[] = [];
  for (const scenario of scenarios.filter(({ name }) => !left.includes(name))) {
    const set = await setStage({ stripe, url: null, start });
    const settled = () => new Promise<void>((resolve) => setTimeout(resolve, eventsWithin));
    const found = await play(scenario, { ...set, settled }).then(
      ({ steps }) => steps.flatMap((step) => differencesIn(scenario.name, step)),
      (error: unknown) => [brokenOff(scenario.name, error)],
    );
    say(`${scenario.name}: ${found.length === 0 ? 'the same' : `${found.length} differ`}`);
    played.push(scenario.name);
    differences.push(...found);
    await stripe.testHelpers.testClocks.del(set.clock);
  }
  return { played, left, differences };
}

const brokenOff = (scenario: string, error: unknown): Difference => ({
  scenario,
  step: 'a call was refused',
  expected: null,
  happened: error instanceof Error ? error.message : String(error),
});

function differencesIn(scenario: string, played: PlayedStep): Difference[] {
  if (played.isAsExpected) return [];
  const { says: step, expected, happened, expectedShown, shown } = played;
  const inEvents = expected !== null && expected.join('\n') !== happened.join('\n');
  const inShown = JSON.stringify(shown) !== JSON.stringify(expectedShown);
  return [
    ...(inEvents ? [{ scenario, step, expected, happened }] : []),
    ...(inShown ? [{ scenario, step, expected: expectedShown, happened: shown }] : []),
  ];
}
