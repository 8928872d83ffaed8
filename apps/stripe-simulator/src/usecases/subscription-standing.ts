import { stopCollecting } from '../domain/invoice-life.ts';
import { subscriptionOf, type Invoice } from '../domain/invoice.ts';
import { end, type Said } from '../domain/cancellation.ts';
import type { CancellationDetails } from '../domain/cancellation-details.ts';
import { hasEnded, type Status, type Subscription } from '../domain/subscription.ts';
import { cancelSchedule, isOver } from '../domain/schedule.ts';
import { awaited, awaits, withoutPending } from '../domain/pending-update.ts';
import type { Unit } from './ports.ts';
import { keepItems } from './subscription-items.ts';

/** Moves the subscription to where its newest invoice puts it: paid to active, failed to past due. */
export function followInvoice(unit: Unit, invoice: Invoice): void {
  const subscription = unit.find('subscription', subscriptionOf(invoice) ?? '');
  if (subscription === null || hasEnded(subscription)) return;
  if (awaits(subscription, invoice.id))
    return invoice.status === 'paid' ? apply(unit, subscription) : undefined;
  const status = standing(subscription, newestFinal(unit, subscription), unit.now);
  if (status !== subscription.status) unit.save({ ...subscription, status }, 'customer.subscription.updated');
}

/** The change that waited for this payment counts from now on. */
function apply(unit: Unit, subscription: Subscription): void {
  const changed = awaited(subscription);
  keepItems(unit, changed);
  unit.save(changed, 'customer.subscription.pending_update_applied', 'customer.subscription.updated');
}

const newestFinal = (unit: Unit, { id, sim }: Subscription): Invoice | undefined =>
  unit.page('invoice', {
    where: { parent: id },
    limit: 1,
    keep: (invoice) =>
      invoice.status !== 'draft' && invoice.status !== 'void' && invoice.id !== sim.awaits?.invoice,
  })?.data[0];

/** Only the newest invoice counts: who paid the last period is not past due for an older one. */
function standing({ status, trial_end }: Subscription, newest: Invoice | undefined, now: number): Status {
  const inTrial = trial_end !== null && now < trial_end;
  if (newest?.status === 'open') {
    const isLate = newest.sim.failedSince !== null || newest.sim.isOverdue;
    if (status === 'incomplete' || status === 'unpaid' || !isLate) return status;
    return 'past_due';
  }
  return inTrial ? 'trialing' : 'active';
}

type Why = Said & { readonly reason: CancellationDetails['reason'] };

/** Over now. What was not paid by then is no longer collected by itself. */
export function endSubscription(unit: Unit, subscription: Subscription, why: Why): Subscription {
  const ended = end(withoutPending(subscription), unit.now, why);
  unit.save(ended, 'customer.subscription.deleted');
  abortSchedule(unit, subscription.schedule);
  for (const invoice of unit.list('invoice', { parent: subscription.id }))
    if (invoice.auto_advance && (invoice.status === 'draft' || invoice.status === 'open'))
      unit.save(stopCollecting(invoice), 'invoice.updated');
  return ended;
}

/** A schedule has nothing left to do when its subscription was ended from elsewhere. */
function abortSchedule(unit: Unit, id: string | null): void {
  const schedule = id === null ? null : unit.find('subscription_schedule', id);
  if (schedule !== null && !isOver(schedule))
    unit.save(cancelSchedule(schedule, unit.now), 'subscription_schedule.aborted');
}
