import type { BusinessClock, NewId } from '@gatefold/kernel';
import { changePlan, keepPlan, plansFor, quotePlan, type PlanQuote } from '../domain/change-plan.ts';
import type { Decided } from '../domain/consequences.ts';
import type { HouseRules } from '../domain/house-rules.ts';
import type { Offer } from '../domain/offer.ts';
import { pause, resume } from '../domain/pause.ts';
import { isQuoteCurrent } from '../domain/quote-age.ts';
import { refuse } from '../domain/refusals.ts';
import { quoteSkip, skipIntro, type SkipQuote } from '../domain/skip-intro.ts';
import type { Given } from '../domain/steer.ts';
import type { Subscription } from '../domain/subscription.ts';
import { runningLike } from '../domain/titles.ts';
import { checkIsOf, type Asker } from './ownership.ts';
import type { Offers, Subscriptions } from './ports.ts';
import type { SettleCustomer } from './settle-customer.ts';

export type SteerDeps = {
  subscriptions: Subscriptions;
  settleCustomer: SettleCustomer;
  newId: NewId;
  clock: BusinessClock;
};

/** `traceparent` of the request, to which what comes of it belongs. */
export type Command = { id: string; asker: Asker; actor: string; traceparent: string | null };

/** Changes the course, tells Stripe, and answers with what came of it. */
export async function steer(
  { subscriptions, settleCustomer, newId, clock }: SteerDeps,
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
    { traceparent },
  );
  await settleCustomer(wished.stripeCustomerId, 'reader');
  return (await subscriptions.find(id)) ?? wished;
}

function offerNamed(offers: Offers, name: string): Offer {
  const offer = offers.current().find(({ key }) => key === name);
  if (offer === undefined) throw refuse('offer-not-on-sale');
  return offer;
}

/** Whether another subscription of its reader runs to a title that the offer is for: nobody pays for one twice. */
const isHadElse = (subscription: Subscription, offer: Offer, theirs: readonly Subscription[]): boolean =>
  runningLike(offer, theirs).some(({ id }) => id !== subscription.id);

/** The plans that it may be changed to. */
export const plansOf =
  ({ subscriptions, offers }: Pick<SteerDeps, 'subscriptions'> & { offers: Offers }) =>
  async ({ id, asker }: { id: string; asker: Asker }): Promise<Offer[]> => {
    const subscription = await subscriptions.find(id);
    if (subscription === null) throw refuse('subscription-not-found');
    checkIsOf(subscription, asker);
    const theirs = await subscriptions.ofReader(subscription.readerId);
    return plansFor(subscription, offers.current()).filter(
      (offer) => !isHadElse(subscription, offer, theirs),
    );
  };

/** What a change of plan would come to. Nothing is kept: the figures follow from the instant. */
export const quotePlanChange =
  ({ subscriptions, offers, clock }: Pick<SteerDeps, 'subscriptions' | 'clock'> & { offers: Offers }) =>
  async (asked: { id: string; asker: Asker; offer: string }): Promise<PlanQuote> => {
    const subscription = await subscriptions.find(asked.id);
    if (subscription === null) throw refuse('subscription-not-found');
    checkIsOf(subscription, asked.asker);
    const offer = offerNamed(offers, asked.offer);
    const theirs = await subscriptions.ofReader(subscription.readerId);
    if (isHadElse(subscription, offer, theirs)) throw refuse('plan-not-available');
    return quotePlan(subscription, offer, clock.now());
  };

/** Changes the plan as quoted. Whoever confirms it twice is answered with what came of the first. */
export const acceptPlan =
  (deps: SteerDeps & { offers: Offers }) =>
  async (command: Command & { offer: string; accepted: PlanQuote }): Promise<Subscription> => {
    const offer = offerNamed(deps.offers, command.offer);
    const found = await deps.subscriptions.find(command.id);
    const theirs = found === null ? [] : await deps.subscriptions.ofReader(found.readerId);
    const { accepted } = command;
    const noted = { ...command, action: 'subscription.change-plan', facts: { offer: offer.key } };
    return steer(deps, noted, (current, given) => {
      if (current.path.offer === offer.key) return { next: current, changes: [] };
      if (!isQuoteCurrent(accepted.at, given.now)) throw refuse('quote-outdated');
      if (isHadElse(current, offer, theirs)) throw refuse('plan-not-available');
      return changePlan(current, { offer, accepted }, given);
    });
  };

/** Takes back a plan that has not begun. */
export const undoPlan = (deps: SteerDeps) => (command: Command) =>
  steer(deps, { ...command, action: 'subscription.keep-plan' }, keepPlan);

/** Lets a subscription rest, as long as the publisher's rules allow. */
export const pauseSubscription =
  (deps: SteerDeps & { houseRules: HouseRules }) =>
  (command: Command & { until: Date }): Promise<Subscription> => {
    const { until } = command;
    const noted = { ...command, action: 'subscription.pause', facts: { until: until.toISOString() } };
    return steer(deps, noted, (current, given) => pause(current, { until, rules: deps.houseRules }, given));
  };

/** Lets it go on before its time. */
export const resumeSubscription = (deps: SteerDeps) => (command: Command) =>
  steer(deps, { ...command, action: 'subscription.resume' }, resume);

/** What it comes to when the regular price begins now. */
export const quoteOfSkip =
  ({ subscriptions, clock }: Pick<SteerDeps, 'subscriptions' | 'clock'>) =>
  async ({ id, asker }: { id: string; asker: Asker }): Promise<SkipQuote> => {
    const subscription = await subscriptions.find(id);
    if (subscription === null) throw refuse('subscription-not-found');
    checkIsOf(subscription, asker);
    return quoteSkip(subscription, clock.now());
  };

/** Begins the regular price now. Confirmed twice, it begins once: then the introduction is over. */
export const skipIntroduction =
  (deps: SteerDeps) =>
  (command: Command & { accepted: SkipQuote }): Promise<Subscription> =>
    steer(deps, { ...command, action: 'subscription.skip-introduction' }, (current, given) => {
      const { accepted } = command;
      if (isSkipped(current)) return { next: current, changes: [] };
      if (!isQuoteCurrent(accepted.at, given.now)) throw refuse('quote-outdated');
      return skipIntro(current, accepted, given);
    });

/** By an earlier confirmation of the same wish. */
const isSkipped = ({ instants: { marks = [] } }: Subscription): boolean =>
  marks.at(-1)?.index === 1 && marks.at(-1)!.credit > 0n;
