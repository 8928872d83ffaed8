import { Refusal } from '@gatefold/kernel';
import { createDice, type Dice } from '../process/dice.ts';
import { applyOffer } from '../../apps/billing/src/adapters/stripe/catalogue.ts';
import { catalogue } from '../../apps/billing/test/paper.ts';
import { openAccess } from './access.ts';
import { startBilling, type BillingProcess, type Place } from './billing-process.ts';
import { emptyState, type Ground, type OutboxRow } from './billing-state.ts';
import { createFate, ProcessDied } from './fate.ts';
import { createRoads, type Roads } from './roads.ts';
import type { Rest } from './oracle.ts';
import { clientOf, openStripe, troubles, type InProcessStripe } from './stripe.ts';

const START = Date.parse('2026-01-05T09:00:00Z');
const HOUR_MS = 3_600_000;
/** A process that died is back after this. */
const RESTART_MS = 2_000;
/** Work that could not be done is looked at again after this. */
const RETRY_MS = 1_000;

export type World = ReturnType<typeof openWorld>;

/** A paper in one process: Stripe, billing with its crashes, the log with its repeats, and entitlement. */
export function openWorld({ seed, roads }: { seed: number; roads: Roads }) {
  const dice = createDice(seed);
  const time = { now: START };
  const post = createRoads(roads, { dice, time });
  const stripe = openStripe({ now: () => time.now, seed: String(seed), onEvent: post.send });
  const access = openAccess({ kind: 'business', now: () => new Date(time.now) });
  let ids = 0;
  const ground: Ground = {
    state: emptyState(),
    now: () => new Date(time.now),
    newId: () => idNumbered((ids += 1)),
  };
  const log = createLog(dice, (row) => access.hear(row, ground.now()));
  const place: Place = {
    ground,
    stripe,
    fate: createFate(),
    kept: new Set(),
    readerOf: (email) => readerNumbered(Number(/\d+/.exec(email)?.[0] ?? 0)),
    pass: (milliseconds) => void (time.now += milliseconds),
    publish: log.publish,
  };
  const life = createLives(place);
  const turnTo = createTurn({ place, post, life, time });

  return {
    stripe,
    fate: place.fate,
    access,
    state: ground.state,
    /** Stripe's subscriptions that a wish has ended at once, and what the wish was told becomes of the rest. */
    endedAtOnce: new Map<string, Rest>(),
    /** Offers to which somebody wished to change a subscription of Stripe's. */
    changedTo: new Map<string, string[]>(),
    sell: createShelf(stripe),
    now: ground.now,
    attempt: life.attempt,
    /** From now on so many of the calls go wrong, each in one of all ways. */
    storm: (rate: number) => place.fate.storm(() => (dice.happens(rate) ? dice.pick(troubles) : null)),
    turn: (milliseconds: number) => turnTo(time.now + milliseconds),
    /** No faults any more, and time enough for a sweep to find what was lost. */
    async settle(): Promise<void> {
      post.calmDown();
      log.calmDown();
      place.fate.relent();
      await turnTo(time.now + 80 * HOUR_MS);
      while (post.nextAt() < Infinity) await turnTo(time.now + 10_000);
    },
    readerOf: readerNumbered,
    close: () => stripe.close(),
  };
}

/** Puts an offer into Stripe's catalogue when it is first asked for, as billing does when it starts. */
function createShelf(stripe: InProcessStripe) {
  const sold = new Set<string>();
  const nothing = () => undefined;
  const calm = { beforeCall: nothing, trouble: () => null, afterCall: nothing, pass: nothing };
  return async (key: string): Promise<void> => {
    const offer = catalogue.find((one) => one.key === key);
    if (offer === undefined || sold.has(key)) return;
    sold.add(key);
    await applyOffer(clientOf(stripe, calm), offer);
  };
}

/** A log that brings rows in order, and now and then again: whoever takes over reads from an earlier place on. */
function createLog(dice: Dice, hear: (row: OutboxRow) => Promise<void>) {
  const heard: OutboxRow[] = [];
  let isCalm = false;
  return {
    async publish(row: OutboxRow): Promise<void> {
      heard.push(row);
      await hear(row);
      if (isCalm || !dice.happens(0.05)) return;
      for (const again of heard.slice(-dice.between(1, 20))) await hear(again);
    },
    calmDown: () => void (isCalm = true),
  };
}

/** One process of billing after the other. */
function createLives(place: Place) {
  let billing = startBilling(place);
  return {
    /** What a caller does; a death in it ends this life, and another begins. Null when it died. */
    async attempt<T>(work: (process: BillingProcess) => Promise<T>): Promise<T | Refusal | null> {
      try {
        return await work(billing);
      } catch (error) {
        if (error instanceof Refusal) return error;
        if (error instanceof ProcessDied) return null;
        throw error;
      } finally {
        if (billing.life.isOver) {
          place.pass(RESTART_MS);
          billing = startBilling(place);
        }
      }
    },
  };
}

type Clockwork = {
  readonly place: Place;
  readonly post: ReturnType<typeof createRoads>;
  readonly life: ReturnType<typeof createLives>;
  readonly time: { now: number };
};

/** Everything that happens by itself until an instant, in the order of its instants. */
function createTurn({ place: { ground, stripe }, post, life, time }: Clockwork) {
  const moment = async (): Promise<number> => {
    stripe.runDue();
    for (const delivery of post.due()) {
      const text = stripe.eventText(delivery);
      if ((await life.attempt(({ hear }) => hear(text))) === null) post.again(delivery);
    }
    const drained = await life.attempt(({ drain }) => drain(ground.now(), {}));
    const isDone = drained !== null && !(drained instanceof Refusal);
    const wakeAt = isDone ? (drained.nextDueAt?.getTime() ?? Infinity) : time.now + RETRY_MS;
    return Math.min(stripe.nextDue() ?? Infinity, wakeAt, post.nextAt(), retryAt(ground, time.now));
  };

  return async (target: number): Promise<void> => {
    for (;;) {
      const next = Math.max(await moment(), time.now + 1);
      if (next > target) break;
      time.now = next;
    }
    time.now = Math.max(time.now, target);
    await moment();
  };
}

/** When work that is left must be tried again. */
function retryAt({ state }: Ground, now: number): number {
  const customers = [...state.customers.values()]
    .filter(({ generation, folded }) => generation > folded)
    .map(({ leaseUntil }) => Math.max(leaseUntil + 1, now + RETRY_MS));
  const calls = [...state.calls.values()]
    .filter((call) => call.state === 'wanted')
    .map(({ nextTryAt }) => Math.max(nextTryAt, now + RETRY_MS));
  return Math.min(Infinity, ...customers, ...calls);
}

const readerNumbered = (number: number): string =>
  `01990000-0000-7000-8000-${String(number).padStart(12, '0')}`;

const idNumbered = (number: number): string =>
  `01991111-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
