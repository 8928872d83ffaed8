import type { Router } from 'express';
import { z } from 'zod';
import { play, type Played } from '../scenarios/play.ts';
import { scenarios } from '../scenarios/scenarios.ts';
import { setStage } from '../scenarios/set-stage.ts';
import type { Scenario } from '../scenarios/stage.ts';
import type { Dunning } from '../domain/dunning.ts';
import { addressOf, ownKey } from './self.ts';
import { bodyOf, refused } from './sim-body.ts';

const Wanted = z.strictObject({ name: z.string().max(100) });

export type ScenarioParts = {
  readonly actions: { dunning(): Dunning; setDunning(dunning: Dunning): void };
  readonly seconds: () => number;
  /** The key that the API takes; null when it takes any of a test. */
  readonly secretKey: string | null;
};

/**
 * `/_sim/scenarios`: what a news publisher meets, played by the real API on a customer and a test clock of their own.
 *
 * The server's clock does not move. One is played at a time, since some set how the account asks again.
 */
export function scenarioRoutes(router: Router, parts: ScenarioParts): void {
  let last: Promise<unknown> = Promise.resolve();

  router.get(
    '/_sim/scenarios',
    (_req, res) => void res.json({ data: scenarios.map(({ name, says }) => ({ name, says })) }),
  );

  router.post('/_sim/scenarios', async (req, res) => {
    const asked = bodyOf(Wanted, req, res);
    if (asked === null) return;
    const scenario = scenarios.find(({ name }) => name === asked.name);
    if (scenario === undefined) return refused(res, 404, `There is no scenario ${asked.name}.`);
    const played = last.then(() => playHere(scenario, parts, addressOf(req.socket)));
    last = played.catch(() => undefined);
    try {
      res.json(await played);
    } catch (error) {
      refused(res, 500, error instanceof Error ? error.message : String(error));
    }
  });
}

type PlayedHere = Played & { readonly customer: string | null; readonly test_clock: string };

async function playHere(scenario: Scenario, parts: ScenarioParts, url: string): Promise<PlayedHere> {
  const { actions, seconds, secretKey } = parts;
  // Only who plays a scenario pays for loading the client.
  const { default: Stripe } = await import('stripe');
  const { hostname, port } = new URL(url);
  const stripe = new Stripe(ownKey(secretKey), {
    host: hostname,
    port: Number(port),
    protocol: 'http',
    maxNetworkRetries: 0,
  });
  const dunning = actions.dunning();
  try {
    const set = await setStage({ stripe, url, start: seconds() });
    const played = await play(scenario, set);
    return { ...played, customer: set.customerId(), test_clock: set.clock };
  } finally {
    actions.setDunning(dunning);
  }
}
