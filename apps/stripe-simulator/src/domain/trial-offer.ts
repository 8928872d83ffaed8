import { planOf, type Price } from './catalogue.ts';
import { after } from './interval.ts';
import { intervalOf, type Subscription } from './subscription.ts';
import { orNull, type Making } from './wire.ts';

export type TrialOfferTerms = {
  readonly price: string;
  readonly iterations: number;
  readonly transition: string;
  readonly active?: boolean | undefined;
  readonly nickname?: string | undefined;
};

/** A first price for so many of its intervals, and the price that follows by itself. */
export type TrialOffer = ReturnType<typeof newTrialOffer>;

export const newTrialOffer = (terms: TrialOfferTerms, { newId }: Making) => ({
  id: newId('to'),
  object: 'product_catalog.trial_offer' as const,
  active: terms.active ?? true,
  duration: { relative: { iterations: terms.iterations }, type: 'relative' as const },
  end_behavior: { transition: { price: terms.transition }, type: 'transition' as const },
  livemode: false,
  nickname: orNull(terms.nickname),
  price: terms.price,
});

export type OfferTaken = { readonly offer: TrialOffer; readonly price: Price; readonly transition: Price };

/** The subscription with these offers on its items: the offer's price now, the other one from its end on. */
export function withOffers(subscription: Subscription, offers: readonly (OfferTaken | null)[]): Subscription {
  if (offers.every((taken) => taken === null)) return subscription;
  const afterOffer: Record<string, Price> = { ...subscription.sim.afterOffer };
  const data = subscription.items.data.map((item, index) => {
    const taken = offers[index] ?? null;
    if (taken === null) return item;
    const { offer, price, transition } = taken;
    afterOffer[item.id] = transition;
    const start = item.current_period_start;
    const end = after(start, intervalOf(price), offer.duration.relative.iterations);
    return {
      ...item,
      price,
      plan: planOf(price),
      current_period_end: after(start, intervalOf(price), 1),
      current_trial: { trial_offer: offer.id, start_date: start, end_date: end },
    };
  });
  return {
    ...subscription,
    items: { ...subscription.items, data },
    sim: { ...subscription.sim, afterOffer },
  };
}
