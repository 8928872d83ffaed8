import type { Money } from '@gatefold/kernel';
import { untouched } from './charges.ts';
import type { Decided } from './consequences.ts';
import { intervalsAfter, type Interval } from './offer.ts';
import { COMP, ITEM, stepAt, stepsFrom, withRest } from './price-path.ts';
import { refuse } from './refusals.ts';
import { checkUndisturbed, move, nextIndex, type Given } from './steer.ts';
import { nextExpected, type Charge, type Subscription } from './subscription.ts';

/** A charge that is to come. */
export type Coming = { readonly at: Date; readonly amount: Money; readonly phase: string };

/** What giving comes to: the charge that would have come next, and the one that comes next instead. */
export type GiveQuote = {
  /** The end of what is paid for, and of what is given then. */
  readonly after: Date;
  readonly until: Date;
  readonly before: Coming;
  readonly next: Coming;
};

/** What the next period, or a length of its own where `interval` names one, would change if it were given now. */
export function quoteGiving(
  subscription: Subscription,
  { interval, now }: { interval: Interval | null; now: Date },
): GiveQuote {
  checkUndisturbed(subscription, now);
  const { paidThrough: after } = subscription;
  if (after === null) throw refuse('renewal-running');
  // The command itself, tried out: what it says is what it does.
  const tried = giveNext(subscription, { after, interval }, { now, newId: () => '', commandId: '' });
  const { paidThrough: until } = tried.next;
  return { after, until: until ?? after, before: coming(subscription), next: coming(tried.next) };
}

export function coming(subscription: Subscription): Coming {
  const charge = nextExpected(subscription);
  if (charge === null) throw refuse('renewal-running');
  return { at: charge.period.from, amount: charge.amount, phase: charge.phase };
}

/**
 * Gives the period that begins at the end of what is paid for, as quoted.
 *
 * It is put between the charges that were promised: all of those still come, a period later. Said again with
 * the same quote it gives nothing more.
 */
export function compNext(subscription: Subscription, accepted: GiveQuote, given: Given): Decided {
  const { after } = accepted;
  if (!subscription.charges.some((charge) => isGivenFrom(charge, after))) {
    const quote = quoteGiving(subscription, { interval: null, now: given.now });
    if (!isSameQuote(quote, accepted)) throw refuse('quote-outdated');
  }
  return giveNext(subscription, { after, interval: null }, given);
}

const isSameQuote = (a: GiveQuote, b: GiveQuote): boolean =>
  a.after.getTime() === b.after.getTime() &&
  a.until.getTime() === b.until.getTime() &&
  isSameComing(a.before, b.before) &&
  isSameComing(a.next, b.next);

export const isSameComing = (a: Pick<Coming, 'at' | 'amount'>, b: Pick<Coming, 'at' | 'amount'>): boolean =>
  a.at.getTime() === b.at.getTime() &&
  a.amount.amount === b.amount.amount &&
  a.amount.currency === b.amount.currency;

/**
 * Gives the period that begins at `after`, the end of what is paid for: as long as the usual one, or as `interval`
 * names. What was given from there once is given no second time.
 */
export function giveNext(
  subscription: Subscription,
  { after, interval: asked }: { after: Date; interval: Interval | null },
  given: Given,
): Decided {
  if (subscription.charges.some((charge) => isGivenFrom(charge, after)))
    return { next: subscription, changes: [] };
  checkUndisturbed(subscription, given.now);
  const { path, paidThrough } = subscription;
  if (paidThrough === null || paidThrough.getTime() !== after.getTime()) throw refuse('quote-outdated');
  const index = nextIndex(subscription);
  const { interval: usual, amount } = stepAt(path, index).step;
  const interval = asked ?? usual;
  const until = intervalsAfter(after, interval, 1);
  const nothing = { ...amount, amount: 0n };
  const given0 = { key: COMP, charges: 1, interval, amount: nothing };
  const longer = withRest(path, index, [given0, ...stepsFrom(path, index)]);
  const comp: Charge = {
    ...untouched,
    id: given.newId(),
    index,
    phase: COMP,
    item: ITEM,
    version: path.offerVersion,
    amount: nothing,
    period: { from: after, until },
    status: 'paid',
    paidAt: given.now,
  };
  const known = subscription.charges.filter(({ status }) => status !== 'expected');
  const held = { ...subscription, path: longer, charges: [...known, comp], paidThrough: until };
  const { next, calls } = move(held, { at: until, path: longer }, given);
  return { next, changes: [{ type: 'renewed' }], calls };
}

const isGivenFrom = ({ phase, period }: Charge, after: Date): boolean =>
  phase === COMP && period.from.getTime() === after.getTime();
