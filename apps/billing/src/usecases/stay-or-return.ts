import type { Money } from '@gatefold/kernel';
import type { HouseRules } from '../domain/house-rules.ts';
import type { Offer } from '../domain/offer.ts';
import { refuse } from '../domain/refusals.ts';
import { saveOfferFor, stay, type SaveOffer } from '../domain/save-offer.ts';
import type { Subscription } from '../domain/subscription.ts';
import { mayReturn } from '../domain/win-back.ts';
import { steer, type Command, type SteerDeps } from './change-course.ts';
import { checkIsOf, type Asker } from './ownership.ts';
import type { Offers } from './ports.ts';

type Looked = Pick<SteerDeps, 'subscriptions' | 'clock'> & { houseRules: HouseRules };

/** What one who has cancelled may stay for; null for nothing. */
export const offerToStay =
  ({ subscriptions, houseRules, clock }: Looked) =>
  async ({ id, asker }: { id: string; asker: Asker }): Promise<SaveOffer | null> => {
    const subscription = await subscriptions.find(id);
    if (subscription === null) throw refuse('subscription-not-found');
    checkIsOf(subscription, asker);
    return saveOfferFor(subscription, houseRules, clock.now());
  };

/** Stays for what was offered. One who stays already is left alone. */
export const stayFor =
  (deps: SteerDeps & { houseRules: HouseRules }) =>
  (command: Command & { accepted: Money }): Promise<Subscription> =>
    steer(deps, { ...command, action: 'subscription.stay' }, (current, given) =>
      current.intent === 'renewing' && current.steering.savedAt !== null
        ? { next: current, changes: [] }
        : stay(current, { accepted: command.accepted, rules: deps.houseRules }, given),
    );

/** With which offer a reader may come back; null for none. */
export const offerToReturn =
  ({ subscriptions, houseRules, clock, offers }: Looked & { offers: Offers }) =>
  async (readerId: string): Promise<Offer | null> => {
    const offer = offers.current().find(({ key }) => key === houseRules.winBack.offer);
    if (offer === undefined) return null;
    const theirs = await subscriptions.ofReader(readerId);
    return mayReturn(theirs, offer, { rules: houseRules, now: clock.now() }) ? offer : null;
  };
