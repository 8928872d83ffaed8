import { isDeepStrictEqual } from 'node:util';
import type Stripe from 'stripe';
import type { Scenario, Stage, Step } from './stage.ts';
import { eventsOf, told } from './timeline.ts';

export type PlayedStep = {
  readonly says: string;
  readonly happened: readonly string[];
  /** Null where the step is only preparation. */
  readonly expected: readonly string[] | null;
  readonly shown: unknown;
  readonly expectedShown: unknown;
  readonly isAsExpected: boolean;
};

export type Played = {
  readonly name: string;
  readonly says: string;
  readonly isAsExpected: boolean;
  readonly steps: readonly PlayedStep[];
};

/** Everything that a customer's stage brings along. `ours`: the ids by which their events are known. */
type Watched = {
  readonly stage: Stage;
  readonly ours: Set<string>;
  /** Resolves when what a step did can be read. */
  readonly settled?: () => Promise<void>;
};

/** Plays every step, whatever came of the one before, and writes down what happened beside what should have. */
export async function play({ name, says, steps }: Scenario, watched: Watched): Promise<Played> {
  const played: PlayedStep[] = [];
  for (const step of steps) played.push(await playStep(step, watched));
  return { name, says, isAsExpected: played.every(({ isAsExpected }) => isAsExpected), steps: played };
}

async function playStep(step: Step, { stage, ours, settled }: Watched): Promise<PlayedStep> {
  const before = await newest(stage.stripe);
  await step.act(stage);
  await settled?.();
  const happened = eventsOf(ours, await eventsAfter(stage.stripe, before)).map(told);
  const expected = step.then ?? null;
  const shown = step.shows === undefined ? null : await step.shows.read(stage);
  const expectedShown = step.shows?.is ?? null;
  return {
    says: step.says,
    happened,
    expected,
    shown,
    expectedShown,
    isAsExpected:
      (expected === null || isDeepStrictEqual(happened, expected)) && isDeepStrictEqual(shown, expectedShown),
  };
}

const newest = async (stripe: Stripe): Promise<string | null> =>
  (await stripe.events.list({ limit: 1 })).data[0]?.id ?? null;

/** Oldest first. */
async function eventsAfter(stripe: Stripe, after: string | null): Promise<Stripe.Event[]> {
  const events: Stripe.Event[] = [];
  for await (const event of stripe.events.list({ limit: 100 })) {
    if (event.id === after) break;
    events.push(event);
  }
  return events.reverse();
}
