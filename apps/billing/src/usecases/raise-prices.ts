import { DAY, latest, plus, Refusal, type Money } from '@gatefold/kernel';
import type { HouseRules } from '../domain/house-rules.ts';
import { steeredCause } from '../domain/notices.ts';
import { raisePrice } from '../domain/price-rise.ts';
import { risenPriceName } from '../domain/sellable.ts';
import { refuse } from '../domain/refusals.ts';
import type { SteerDeps } from './change-course.ts';
import type { Offers } from './ports.ts';
import type { StripeWrites } from './stripe-ports.ts';
import type { NamedRise, PriceRises } from './rise-ports.ts';

/** Those whom a new price could not be told when it was announced. */
export type WaitingRises = {
  add(subscriptionId: string, rise: NamedRise): Promise<void>;
  /** Of up to `limit` subscriptions behind `id`, lower prices first. */
  after(
    id: string | null,
    limit: number,
  ): Promise<readonly { readonly subscriptionId: string; readonly rise: NamedRise }[]>;
  done(subscriptionId: string, rise: NamedRise): Promise<void>;
};

type Raising = Omit<SteerDeps, 'settleCustomer'> & { waitingRises: WaitingRises; houseRules: HouseRules };

type Deps = Raising & {
  offers: Offers;
  stripe: Pick<StripeWrites, 'makePrice'>;
  priceRises: Pick<PriceRises, 'keep'>;
};

/** `waiting` could not be changed just now: cancelled, paused, or a payment open. They are told once they can be. */
export type Raised = { readonly announced: number; readonly waiting: number };

const PAGE = 200;

/** Announces a new list price to everybody who has the offer, in time, and for what was not promised only. */
export const raisePrices =
  (deps: Deps) =>
  async (command: Omit<NamedRise, 'id'>): Promise<Raised> => {
    const { subscriptions, houseRules, clock, stripe, priceRises, newId } = deps;
    const { offer: key, amount, from } = command;
    const offer = deps.offers.current().find((one) => one.key === key);
    if (offer === undefined) throw refuse('offer-not-on-sale');
    const earliest = plus(clock.now(), houseRules.priceRise.noticeDays * DAY);
    if (from < earliest) throw refuse('notice-too-short', { earliest: earliest.toISOString() });
    await stripe.makePrice({ name: risenPriceName(command), offer, amount });
    const rise = { ...command, id: await priceRises.keep(command, newId()) };

    let [announced, waiting] = [0, 0];
    let after: string | null = null;
    for (;;) {
      const ids: string[] = await subscriptions.idsAfter(after, PAGE);
      for (const id of ids) {
        const outcome = await raiseOrWait(deps, id, rise);
        if (outcome === 'announced') announced += 1;
        if (outcome === 'waiting') waiting += 1;
      }
      after = ids.at(-1) ?? null;
      if (after === null || ids.length < PAGE) return { announced, waiting };
    }
  };

async function raiseOrWait(
  deps: Deps,
  id: string,
  rise: NamedRise,
): Promise<Awaited<ReturnType<typeof raiseOne>>> {
  const outcome = await raiseOne(deps, id, rise);
  if (outcome === 'waiting') await deps.waitingRises.add(id, rise);
  return outcome;
}

/**
 * Tells those who were waiting and can be told by now: who came back from a pause, has paid, or keeps the
 * subscription after all. Their new price begins when it was to, but never before the time of notice is over. Who
 * still waits is asked again next time. How many were told.
 */
export const raiseForWaiting = (deps: Raising) => async (): Promise<number> => {
  const { waitingRises, houseRules, clock } = deps;
  let told = 0;
  let after: string | null = null;
  for (;;) {
    const waiting = await waitingRises.after(after, PAGE);
    for (const { subscriptionId, rise } of waiting) {
      const from = latest(rise.from, plus(clock.now(), houseRules.priceRise.noticeDays * DAY));
      const outcome = await raiseOne(deps, subscriptionId, { ...rise, from });
      if (outcome === 'announced') told += 1;
      if (outcome !== 'waiting') await waitingRises.done(subscriptionId, rise);
    }
    after = waiting.at(-1)?.subscriptionId ?? null;
    if (after === null) return told;
  }
};

async function raiseOne(
  { subscriptions, newId, clock }: Raising,
  id: string,
  rise: NamedRise,
): Promise<'announced' | 'waiting' | 'untouched'> {
  let isRaised = false;
  try {
    await subscriptions.change(id, (current) => {
      const decided = raisePrice(current, rise, { now: clock.now(), newId, commandId: newId() });
      isRaised = decided.changes.length > 0;
      const facts = {
        rise: rise.id,
        amount: inWords(rise.amount),
        from: rise.from.toISOString(),
        notice: steeredCause('price-change', decided.next),
      };
      const note = { actor: rise.actor, action: 'subscription.price-rise', subject: id, facts };
      return isRaised ? { ...decided, note } : decided;
    });
  } catch (error) {
    if (error instanceof Refusal) return 'waiting';
    throw error;
  }
  return isRaised ? 'announced' : 'untouched';
}

const inWords = ({ amount, currency }: Money): string => `${amount} ${currency}`;
