import { compNext, quoteGiving, type GiveQuote } from '../domain/comp.ts';
import { refuse } from '../domain/refusals.ts';
import type { Subscription } from '../domain/subscription.ts';
import { steer, type Command, type SteerDeps } from './change-course.ts';

/** What giving the next period would come to. Nothing is kept: the figures follow from the course. */
export const quoteComp =
  ({ subscriptions, clock }: Pick<SteerDeps, 'subscriptions' | 'clock'>) =>
  async (id: string): Promise<GiveQuote> => {
    const subscription = await subscriptions.find(id);
    if (subscription === null) throw refuse('subscription-not-found');
    return quoteGiving(subscription, { interval: null, now: clock.now() });
  };

type Comp = Omit<Command, 'asker'> & { readonly accepted: GiveQuote; readonly reason: string };

/** Gives the next period, as quoted. Staff say why, and it stands in the audit log. */
export const compNextPeriod =
  (deps: SteerDeps) =>
  (command: Comp): Promise<Subscription> => {
    const { accepted, reason } = command;
    const facts = { after: accepted.after.toISOString(), reason };
    const noted = { ...command, asker: 'staff' as const, action: 'subscription.comp', facts };
    return steer(deps, noted, (current, given) => compNext(current, accepted, given));
  };
