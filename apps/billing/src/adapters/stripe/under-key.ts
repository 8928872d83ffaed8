import Stripe from 'stripe';

/** Keys of one wish that may come to nothing, each because Stripe broke on it. */
const MOST = 4;

type Wish<T> = {
  readonly key: string;
  say(options: { idempotencyKey: string }): Promise<T>;
  /** Whether it was done although Stripe said that it broke; for what may be said again there is no need to look. */
  wasMade?(): Promise<boolean>;
};

/**
 * Asks Stripe for something under a key, so that a repeat after a lost answer is the same wish.
 *
 * That Stripe broke is kept under the key as well, for a day: then it is looked whether the thing was done all the same,
 * and asked for under the next key. The keys are always the same ones in the same order. Null when it was found done.
 */
export async function underKey<T>({ key, say, wasMade }: Wish<T>): Promise<T | null> {
  for (let turn = 1; ; turn += 1)
    try {
      return await say({ idempotencyKey: turn === 1 ? key : `${key}:${turn}` });
    } catch (error) {
      if (turn === MOST || !isBroken(error)) throw error;
      if (await wasMade?.()) return null;
    }
}

const isBroken = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeAPIError && error.statusCode === 500;

/** The same for what may be made twice without harm: a page or a customer that nobody ever sees. */
export async function madeUnder<T>(key: string, say: Wish<T>['say']): Promise<T> {
  const made = await underKey({ key, say });
  if (made === null) throw new Error(`${key} was not asked for`);
  return made;
}
