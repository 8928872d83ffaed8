import { DAY, plus, Refusal, type Money } from '@gatefold/kernel';
import type { HouseRules } from '../domain/house-rules.ts';
import { raisePrice, risenPriceName, type PriceRise } from '../domain/price-rise.ts';
import { refuse } from '../domain/refusals.ts';
import type { SteerDeps } from './change-course.ts';
import type { Offers, StripeWrites } from './ports.ts';

type Deps = Omit<SteerDeps, 'settleCustomer'> & {
  offers: Offers;
  houseRules: HouseRules;
  stripe: Pick<StripeWrites, 'makePrice'>;
};

/** `waiting` could not be changed just now: cancelled, paused, or a payment open. Say it again for them. */
export type Raised = { readonly announced: number; readonly waiting: number };

const PAGE = 200;

/** Announces a new list price to everybody who has the offer, in time, and for what was not promised only. */
export const raisePrices =
  (deps: Deps) =>
  async (command: PriceRise & { actor: string }): Promise<Raised> => {
    const { subscriptions, houseRules, clock, stripe } = deps;
    const { offer: key, amount, from } = command;
    const offer = deps.offers.current().find((one) => one.key === key);
    if (offer === undefined) throw refuse('offer-not-on-sale');
    const earliest = plus(clock.now(), houseRules.priceRise.noticeDays * DAY);
    if (from < earliest) throw refuse('notice-too-short', { earliest: earliest.toISOString() });
    await stripe.makePrice({ name: risenPriceName(command), offer, amount });

    let [announced, waiting] = [0, 0];
    let after: string | null = null;
    for (;;) {
      const ids: string[] = await subscriptions.idsAfter(after, PAGE);
      for (const id of ids) {
        const outcome = await raiseOne(deps, id, command);
        if (outcome === 'announced') announced += 1;
        if (outcome === 'waiting') waiting += 1;
      }
      after = ids.at(-1) ?? null;
      if (after === null || ids.length < PAGE) return { announced, waiting };
    }
  };

async function raiseOne(
  { subscriptions, newId, clock }: Deps,
  id: string,
  rise: PriceRise & { actor: string },
): Promise<'announced' | 'waiting' | 'untouched'> {
  let isRaised = false;
  try {
    await subscriptions.change(id, (current) => {
      const decided = raisePrice(current, rise, { now: clock.now(), newId, commandId: newId() });
      isRaised = decided.changes.length > 0;
      const facts = { amount: inWords(rise.amount), from: rise.from.toISOString() };
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
