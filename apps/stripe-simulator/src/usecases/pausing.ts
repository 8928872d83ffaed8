import { nextBoundary } from '../domain/billing-anchor.ts';
import { refuse } from '../domain/refusals.ts';
import { intervalOf, periodStart, type Subscription } from '../domain/subscription.ts';
import { giveBackRest, restart } from './change-items.ts';
import { invoiceNow } from './invoice-now.ts';
import type { Unit } from './ports.ts';

type Pause = {
  /** Gives back what is paid for and not used: from now on, or the whole running period. */
  readonly givesBack: 'item_current_period_start' | 'none' | 'now' | 'pause_at';
  /** At once, instead of on the invoice after the pause. */
  readonly invoices: boolean;
};

export const canPause = (status: Subscription['status']): boolean =>
  status === 'active' || status === 'past_due' || status === 'trialing';

/** No more periods until it is resumed. */
export function pause(unit: Unit, subscription: Subscription, { givesBack, invoices }: Pause): Subscription {
  if (!canPause(subscription.status))
    throw refuse(
      'pause_impossible',
      `Subscription ${subscription.id} is ${subscription.status} and cannot be paused.`,
    );
  const from = givesBack === 'item_current_period_start' ? periodStart(subscription) : unit.now;
  if (givesBack !== 'none') giveBackRest(unit, subscription, from);
  const credited =
    givesBack !== 'none' && invoices ? invoiceNow(unit, subscription, 'subscription_update') : subscription;
  const paused = { ...credited, status: 'paused' } as const;
  unit.save(paused, 'customer.subscription.paused');
  return paused;
}

type Resume = {
  readonly anchor: 'now' | 'unchanged';
  readonly prorates: 'always_invoice' | 'create_prorations' | 'none';
};

/** Goes on: with a new period from now that is sold at once, or in the old rhythm. */
export function resume(unit: Unit, subscription: Subscription, { anchor, prorates }: Resume): Subscription {
  if (subscription.status !== 'paused')
    throw refuse(
      'pause_impossible',
      `Subscription ${subscription.id} is ${subscription.status}, not paused.`,
    );
  const active = { ...subscription, status: 'active' } as const;
  const resumed = anchor === 'now' ? restart(unit, active) : goOn(unit, active, prorates);
  unit.save(resumed, 'customer.subscription.resumed');
  return resumed;
}

/** In the rhythm of before; what is left of the period that runs now is charged in proportion. */
function goOn(unit: Unit, subscription: Subscription, prorates: Resume['prorates']): Subscription {
  const data = subscription.items.data.map((item) => {
    const end = nextBoundary(subscription, intervalOf(item.price), unit.now);
    const isStillPaid = unit.now < item.current_period_end;
    return isStillPaid ? item : { ...item, current_period_start: unit.now, current_period_end: end };
  });
  const begun = { ...subscription, items: { ...subscription.items, data } };
  unit.save(begun);
  if (prorates !== 'always_invoice') return begun;
  return invoiceNow(unit, begun, 'subscription_update');
}
