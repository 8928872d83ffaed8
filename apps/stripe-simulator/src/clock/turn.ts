import type { Followers } from './followers.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What Stripe itself does as time goes by. Instants are whole seconds. */
export type Engine = {
  /** Does all that is due by `now`. */
  runDue(now: number): void;
  nextDue(): number | null;
};

type Sender = { flush(): Promise<void> };

export type TurnParts = {
  readonly clock: VirtualClock;
  readonly engine: Engine;
  readonly sender: Sender;
  /** When the next webhook is tried, in whole seconds. */
  readonly nextDelivery: () => number | null;
  readonly followers: Followers;
  /** How many changes were asked for so far by callers of the API and the pages. */
  readonly changes: () => number;
};

export type Turned = {
  readonly from: number;
  readonly now: number;
  /** How many instants were stopped at on the way. */
  readonly instants: number;
  /** Followers that did not keep up. */
  readonly dropped: readonly string[];
};

/** A follower that names one past instant this often is not going to finish it. */
const MOST_ROUNDS = 200;

/**
 * Turns the clock to `target`, due instant by due instant.
 *
 * The present instant is settled first, so that what was asked for before the turn is done before
 * it. At each instant Stripe's own work is done, webhooks are delivered and answered, and every
 * follower has said that nothing is left. Only then is it the next instant.
 */
export async function turn(parts: TurnParts, target: number): Promise<Turned> {
  const { clock } = parts;
  const from = clock.now();
  const dropped = new Set<string>();
  let instants = 0;
  let instant = from;
  for (;;) {
    clock.hold(instant);
    for (const app of await settle(parts, instant)) dropped.add(app);
    if (instant >= target) break;
    instants += 1;
    instant = Math.min(target, nextInstant(parts, instant) ?? target);
  }
  clock.release();
  return { from, now: instant, instants, dropped: [...dropped] };
}

/** The next instant after `instant` at which anything happens, in milliseconds. */
export function nextInstant({ engine, nextDelivery, followers }: TurnParts, instant: number): number | null {
  const named = [milliseconds(engine.nextDue()), milliseconds(nextDelivery()), followers.nextDueAt()];
  const later = named.filter((at) => at !== null && at > instant) as number[];
  return later.length === 0 ? null : Math.min(...later);
}

const milliseconds = (seconds: number | null): number | null => (seconds === null ? null : seconds * 1000);

/** Repeats until a whole round moves nothing. */
async function settle(parts: TurnParts, instant: number): Promise<string[]> {
  const { engine, sender, followers, changes, nextDelivery } = parts;
  const seconds = Math.floor(instant / 1000);
  const isDue = (at: number | null): boolean => at !== null && at <= seconds;
  const dropped: string[] = [];

  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    engine.runDue(seconds);
    await sender.flush();
    const before = changes();
    const ticked = await followers.tick(instant);
    dropped.push(...ticked.dropped);
    const isQuiet = !ticked.moved && changes() === before;
    if (isQuiet && !isDue(engine.nextDue()) && !isDue(nextDelivery())) return dropped;
  }
  return [...dropped, ...followers.stuck(instant)];
}
