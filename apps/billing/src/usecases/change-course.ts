import { MINUTE, plus, type BusinessClock, type Money, type NewId } from '@gatefold/kernel';
import { changePlan, keepPlan, quotePlan, type PlanQuote } from '../domain/change-plan.ts';
import type { Decided } from '../domain/consequences.ts';
import type { HouseRules } from '../domain/house-rules.ts';
import type { Offer } from '../domain/offer.ts';
import { pause, resume } from '../domain/pause.ts';
import { refuse } from '../domain/refusals.ts';
import { saveOfferFor, stay, type SaveOffer } from '../domain/save-offer.ts';
import type { Given } from '../domain/steer.ts';
import type { Subscription } from '../domain/subscription.ts';
import { mayReturn } from '../domain/win-back.ts';
import { checkIsOf, type Asker } from './ownership.ts';
import type { Offers, Subscriptions } from './ports.ts';
import type { SettleCustomer } from './settle-customer.ts';

type Deps = {
  subscriptions: Subscriptions;
  settleCustomer: SettleCustomer;
  newId: NewId;
  clock: BusinessClock;
};

/** `traceparent` of the request, to which what comes of it belongs. */
type Command = { id: string; asker: Asker; actor: string; traceparent: string | null };

/** For how long a quote may be accepted. */
const QUOTE_LASTS = 15 * MINUTE;

/** Changes the course, tells Stripe, and answers with what came of it. */
async function steer(
  { subscriptions, settleCustomer, newId, clock }: Deps,
  command: Command & { action: string; facts?: Readonly<Record<string, string>> },
  decide: (current: Subscription, given: Given) => Decided,
): Promise<Subscription> {
  const { id, asker, actor, action, facts = {}, traceparent } = command;
  const wished = await subscriptions.change(
    id,
    (current) => {
      checkIsOf(current, asker);
      const decided = decide(current, { now: clock.now(), newId, commandId: newId() });
      if (decided.calls === undefined || decided.calls.length === 0) return decided;
      return { ...decided, note: { actor, action, subject: id, facts } };
    },
    traceparent,
  );
  await settleCustomer(wished.stripeCustomerId, 'reader');
  return (await subscriptions.find(id)) ?? wished;
}

function offerNamed(offers: Offers, name: string): Offer {
  const offer = offers.current().find(({ key }) => key === name);
  if (offer === undefined) throw refuse('offer-not-on-sale');
  return offer;
}

/** What a change of plan would come to. Nothing is kept: the figures follow from the instant. */
export const quotePlanChange =
  ({ subscriptions, offers, clock }: Pick<Deps, 'subscriptions' | 'clock'> & { offers: Offers }) =>
  async (asked: { id: string; asker: Asker; offer: string }): Promise<PlanQuote> => {
    const subscription = await subscriptions.find(asked.id);
    if (subscription === null) throw refuse('subscription-not-found');
    checkIsOf(subscription, asked.asker);
    return quotePlan(subscription, offerNamed(offers, asked.offer), clock.now());
  };

/** Changes the plan as quoted. Whoever confirms it twice is answered with what came of the first. */
export const acceptPlan =
  (deps: Deps & { offers: Offers }) =>
  (command: Command & { offer: string; accepted: PlanQuote }): Promise<Subscription> => {
    const offer = offerNamed(deps.offers, command.offer);
    const { accepted } = command;
    const noted = { ...command, action: 'subscription.change-plan', facts: { offer: offer.key } };
    return steer(deps, noted, (current, given) => {
      if (current.path.offer === offer.key) return { next: current, changes: [] };
      const isCurrent = accepted.at <= given.now && given.now < plus(accepted.at, QUOTE_LASTS);
      if (!isCurrent) throw refuse('quote-outdated');
      return changePlan(current, { offer, accepted }, given);
    });
  };

/** Takes back a plan that has not begun. */
export const undoPlan = (deps: Deps) => (command: Command) =>
  steer(deps, { ...command, action: 'subscription.keep-plan' }, keepPlan);

/** Lets a subscription rest, as long as the publisher's rules allow. */
export const pauseSubscription =
  (deps: Deps & { houseRules: HouseRules }) =>
  (command: Command & { until: Date }): Promise<Subscription> => {
    const { until } = command;
    const noted = { ...command, action: 'subscription.pause', facts: { until: until.toISOString() } };
    return steer(deps, noted, (current, given) => pause(current, { until, rules: deps.houseRules }, given));
  };

/** Lets it go on before its time. */
export const resumeSubscription = (deps: Deps) => (command: Command) =>
  steer(deps, { ...command, action: 'subscription.resume' }, resume);

type Looked = Pick<Deps, 'subscriptions' | 'clock'> & { houseRules: HouseRules };

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
  (deps: Deps & { houseRules: HouseRules }) =>
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
