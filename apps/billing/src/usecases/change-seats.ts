import { changeSeats, quoteSeats, type SeatsQuote } from '../domain/change-seats.ts';
import { isQuoteCurrent } from '../domain/quote-age.ts';
import { refuse } from '../domain/refusals.ts';
import { seatsOf, type SeatLimits } from '../domain/seats.ts';
import type { Subscription } from '../domain/subscription.ts';
import { steer, type Command, type SteerDeps } from './change-course.ts';
import { checkIsOf, type Asker } from './ownership.ts';
import type { Offers } from './ports.ts';

/** What another number of seats would come to. Nothing is kept: the figures follow from the instant. */
export const quoteSeatsChange =
  ({ subscriptions, offers, clock }: Pick<SteerDeps, 'subscriptions' | 'clock'> & { offers: Offers }) =>
  async (asked: { id: string; asker: Asker; seats: number }): Promise<SeatsQuote> => {
    const subscription = await subscriptions.find(asked.id);
    if (subscription === null) throw refuse('subscription-not-found');
    checkIsOf(subscription, asked.asker);
    return quoteSeats(
      subscription,
      { seats: asked.seats, limits: limitsOf(subscription, offers) },
      clock.now(),
    );
  };

/** Changes the seats as quoted. Whoever confirms it twice is answered with what came of the first. */
export const acceptSeats =
  (deps: SteerDeps & { offers: Offers }) =>
  (command: Command & { accepted: SeatsQuote }): Promise<Subscription> => {
    const { accepted } = command;
    const noted = {
      ...command,
      action: 'subscription.change-seats',
      facts: { seats: String(accepted.seats) },
    };
    return steer(deps, noted, (current, given) => {
      if (current.path.steps.at(-1)?.seats === accepted.seats) return { next: current, changes: [] };
      if (!isQuoteCurrent(accepted.at, given.now)) throw refuse('quote-outdated');
      return changeSeats(current, { accepted, limits: limitsOf(current, deps.offers) }, given);
    });
  };

/** Of the offer as it is sold now; of one that is sold no more, seats can be given up and not added. */
function limitsOf(subscription: Subscription, offers: Offers): SeatLimits {
  const offer = offers.current().find(({ key }) => key === subscription.path.offer);
  return offer?.seats ?? { least: 1, most: seatsOf(subscription) ?? 0 };
}
