import { setTimeout as sleep } from 'node:timers/promises';
import { ApiProblem, billing, type Client } from '@gatefold/api';
import { newId } from '@gatefold/service-kit';
import { cards, payAt, turnClock } from '../simulator/control.ts';
import type { Dice } from './dice.ts';
import type { World } from './world.ts';

/** Somebody who has bought, as the test remembers it. */
export type Reader = {
  readonly readerId: string;
  /** The subscription's id as well. */
  readonly checkoutId: string;
  readonly card: string;
};

const DAY_SECONDS = 86_400;
const PATIENCE_MS = 90_000;

/** What people do, whatever breaks meanwhile: who gets no answer asks the same again, as a browser would. */
export function createLife({ toBilling, simulator }: World, dice: Dice) {
  const readers: Reader[] = [];

  return {
    readers,
    async buy(card: string = dice.happens(0.2) ? cards.failsLater : cards.good): Promise<Reader> {
      const reader = await buyOnce(toBilling, card, dice.happens(0.6));
      readers.push(reader);
      return reader;
    },
    /** Somebody who is not among the readers, and so does nothing that the test does not say. */
    buyApart: (card: string): Promise<Reader> => buyOnce(toBilling, card, true),
    cancel: ({ checkoutId }: Reader) => change(toBilling, checkoutId, billing.cancel),
    undoCancel: ({ checkoutId }: Reader) => change(toBilling, checkoutId, billing.undoCancel),
    /** Whole days of business time. Answers with the followers that did not keep up. */
    turn: (days: number): Promise<readonly string[]> =>
      turnClock(simulator.url, { advance: days * DAY_SECONDS }).then(({ dropped }) => dropped),
  };
}

export type Life = ReturnType<typeof createLife>;

async function buyOnce(client: Client, card: string, comesBack: boolean): Promise<Reader> {
  const readerId = newId();
  const { data } = await insist(() => client.call(billing.listOffers));
  const offer = data[0];
  if (offer === undefined) throw new Error('nothing is for sale');
  const body = {
    readerId,
    offer: offer.key,
    returnTo: '/',
    consent: { version: offer.consent.version, accepted: true },
  } as const;
  for (let page = 0; page < 5; page += 1) {
    const idempotencyKey = newId();
    const { id, url } = await insist(() => client.call(billing.startCheckout, { idempotencyKey, body }));
    // A page may have run out, since time is turned while somebody reads it.
    if (!(await payAt(url, card))) continue;
    // Not everybody waits for the page that leads back; then the webhook has to do.
    if (comesBack) await insist(() => client.call(billing.completeCheckout, { params: { id } }));
    return { readerId, checkoutId: id, card };
  }
  throw new Error(`no hosted page took the card of ${readerId}`);
}

/** Of a subscription that billing may not know yet, or that is over: then nothing is changed. */
async function change(
  client: Client,
  id: string,
  wish: typeof billing.cancel | typeof billing.undoCancel,
): Promise<void> {
  await insist(() => client.call(wish, { params: { id } })).catch((error: unknown) => {
    if (!(error instanceof ApiProblem) || error.status >= 500) throw error;
  });
}

/** Asks again while the service is away or broken, and gives up on a refusal or after a while. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;)
    try {
      return await ask();
    } catch (error) {
      const isRefused = error instanceof ApiProblem && error.status < 500 && error.status !== 429;
      if (isRefused || performance.now() > giveUpAt) throw error;
      await sleep(50);
    }
}

type Pace = {
  readonly mostReaders: number;
  /** Of business time, in one turn; at 0 the clock is not turned. */
  readonly mostDays: number;
};

/** Between two wishes of readers, in machine time. */
const REST_MS = 30;

/**
 * Lives on until it is told to stop: people buy, cancel and think again, while time goes by.
 *
 * Two lanes, since a turn of the clock waits for whoever is down. Rejects with the first thing that goes wrong
 * in a way in which nothing may go wrong.
 */
export function liveOn(life: Life, dice: Dice, { mostReaders, mostDays }: Pace): { stop(): Promise<void> } {
  let isStopped = false;
  const wish = async (): Promise<void> => {
    if (life.readers.length < mostReaders) await Promise.all([life.buy(), life.buy()]);
    const reader = dice.pick(life.readers);
    await (dice.happens(0.5) ? life.cancel(reader) : life.undoCancel(reader));
    await sleep(REST_MS);
  };
  const repeat = async (step: () => Promise<unknown>): Promise<void> => {
    while (!isStopped) await step();
  };
  const turn = (): Promise<unknown> => life.turn(dice.between(1, mostDays));
  const running = Promise.all([repeat(wish), mostDays > 0 ? repeat(turn) : null]);
  // Heard of when it is stopped; until then it must not end the process.
  running.catch(() => undefined);
  return {
    async stop() {
      isStopped = true;
      await running;
    },
  };
}
