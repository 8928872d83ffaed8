import { untouched } from './charges.ts';
import type { Decided } from './consequences.ts';
import { intervalsAfter, type Interval } from './offer.ts';
import { COMP, ITEM, stepAt, stepsFrom, withRest } from './price-path.ts';
import { refuse } from './refusals.ts';
import { checkUndisturbed, move, nextIndex, type Given } from './steer.ts';
import type { Charge, Subscription } from './subscription.ts';

/**
 * Gives the period that begins at `after`, the end of what is paid for.
 *
 * It is put between the charges that were promised: all of those still come, a period later. Said again with
 * the same `after` it gives nothing more.
 */
export const compNext = (subscription: Subscription, after: Date, given: Given): Decided =>
  giveNext(subscription, { after, interval: null }, given);

/** As `compNext`, for a length of its own where `interval` names one. */
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
