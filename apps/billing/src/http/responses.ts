import { toMoneyJson } from '@gatefold/kernel';
import { currenciesOf, type Offer } from '../domain/offer.ts';
import { spokenIn } from '../domain/offer-words.ts';
import { scheduledSteps } from '../domain/price-path.ts';
import { revisionOf } from '../domain/revision.ts';
import { seatsOf } from '../domain/seats.ts';
import {
  certificateNumberOf,
  hasEnded,
  nextExpected,
  refundedOf,
  type Charge,
  type Subscription,
} from '../domain/subscription.ts';

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/** As it is read in the language of a locale such as “de-AT”. */
export const offerResponse = (asSold: Offer, locale?: string) =>
  offerFields(spokenIn(asSold, locale ?? null));

const offerFields = (offer: Offer) => ({
  key: offer.key,
  version: offer.version,
  publication: offer.publication,
  alsoReads: [...(offer.alsoReads ?? [])],
  bundle: offer.bundle,
  product: offer.product,
  name: offer.name,
  phases: offer.phases.map(({ key, charges, interval, amount }) => ({
    key,
    charges,
    interval,
    amount: toMoneyJson(amount),
  })),
  consent: { version: offer.consent.version, text: offer.consent.text },
  benefits: [...offer.benefits],
  ...(offer.seats === undefined ? {} : { seats: offer.seats }),
  currencies: currenciesOf(offer),
  asksReason: offer.asksReason ?? null,
});

/** Lists what leaves the service field by field, so a new column never leaks by itself. */
export const subscriptionResponse = (subscription: Subscription, epoch: number) => ({
  id: subscription.id,
  readerId: subscription.readerId,
  publication: subscription.publication,
  alsoReads: [...subscription.alsoReads],
  product: subscription.product,
  offer: subscription.path.offer,
  offerVersion: subscription.path.offerVersion,
  orderNumber: subscription.orderNumber,
  phase: subscription.phase,
  endReason: subscription.endReason,
  standing: subscription.standing,
  intent: subscription.intent,
  startedAt: subscription.phase === 'pending' ? null : iso(subscription.instants.startedAt),
  paidThrough: iso(subscription.paidThrough),
  endedAt: iso(subscription.endedAt),
  nextCharge: nextChargeOf(subscription),
  path: scheduledSteps(subscription.path, subscription.instants).map(({ step, from, until, firstIndex }) => ({
    phase: step.key,
    amount: toMoneyJson(step.amount),
    charges: step.charges,
    ...(step.seats === undefined ? {} : { seats: step.seats }),
    paid: paidOf(subscription, { firstIndex, charges: step.charges }),
    period: { from: from.toISOString(), until: iso(until) },
  })),
  ...seatsIn(subscription),
  card: subscription.card,
  retryAt: iso(subscription.retryAt),
  pause: pauseOf(subscription),
  change: changeOf(subscription),
  certificateNumber: subscription.intent === 'cancelling' ? certificateNumberOf(subscription) : null,
  stripeSubscriptionId: subscription.stripeSubscriptionId,
  revision: revisionOf(epoch, subscription),
});

function seatsIn(subscription: Subscription): { seats?: number } {
  const seats = seatsOf(subscription);
  return seats === null ? {} : { seats };
}

const paidOf = (
  { charges }: Subscription,
  step: { readonly firstIndex: number; readonly charges: number | null },
): number =>
  charges.filter(
    ({ index, status }) =>
      status === 'paid' &&
      index >= step.firstIndex &&
      (step.charges === null || index < step.firstIndex + step.charges),
  ).length;

const pauseOf = ({ steering: { pause } }: Subscription) =>
  pause === null ? null : { from: pause.from.toISOString(), until: pause.until.toISOString() };

const changeOf = ({ steering: { change } }: Subscription) =>
  change === null ? null : { at: change.at.toISOString(), from: change.earlier.path.offer };

function nextChargeOf(subscription: Subscription) {
  const next = hasEnded(subscription) ? null : nextExpected(subscription);
  if (next === null) return null;
  return { at: next.period.from.toISOString(), amount: toMoneyJson(next.amount), phase: next.phase };
}

export const chargeResponse = (charge: Charge) => ({
  id: charge.id,
  phase: charge.phase,
  amount: toMoneyJson(charge.amount),
  refunded: toMoneyJson({ amount: refundedOf(charge), currency: charge.amount.currency }),
  status: charge.status,
  dueAt: charge.period.from.toISOString(),
  paidAt: iso(charge.paidAt),
  period: { from: charge.period.from.toISOString(), until: charge.period.until.toISOString() },
  stripeInvoiceId: charge.stripeInvoiceId,
});
