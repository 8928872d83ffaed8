import { awaiting, withoutPending } from '../domain/pending-update.ts';
import { stopCollecting } from '../domain/invoice-life.ts';
import { refuse } from '../domain/refusals.ts';
import type { Subscription } from '../domain/subscription.ts';
import { checkPaid } from './check-paid.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';
import { keepItems } from './subscription-items.ts';
import { updateSubscription, type SubscriptionChange } from './update-subscription.ts';
import { voidInvoice } from './void-invoice.ts';

/**
 * An update, and what becomes of it when an invoice that it makes at once is not paid.
 *
 * By default it counts all the same and the subscription is past due; it can also be refused, wait for the
 * customer to confirm the payment, or count only from the payment on.
 */
export function updateBy(
  unit: Unit,
  subscription: Subscription,
  [behavior, change]: readonly [string | undefined, SubscriptionChange],
): Subscription {
  if (behavior === 'pending_if_incomplete') return updateIfPaid(unit, subscription, change);
  const current = dropPending(unit, subscription, change);
  const asked = behavior === 'default_incomplete' ? { ...change, owner: 'confirms' as const } : change;
  const changed = updateSubscription(unit, current, asked);
  if (behavior === 'error_if_incomplete') checkPaid(unit, current, changed);
  return changed;
}

const mayWait = new Set([
  'add_invoice_items',
  'billing_cycle_anchor',
  'cancel_at_period_end',
  'discounts',
  'items',
  'metadata',
  'owner',
  'prorate',
  'proration_date',
  'trial_end',
] satisfies (keyof SubscriptionChange)[] as string[]);

function updateIfPaid(unit: Unit, subscription: Subscription, change: SubscriptionChange): Subscription {
  const param = Object.keys(change).find((key) => !mayWait.has(key));
  if (param !== undefined)
    throw refuse(
      'parameter_invalid',
      `You cannot set ${param} with payment_behavior=pending_if_incomplete.`,
      {
        param,
      },
    );
  const current = dropPending(unit, subscription, change);
  const isPaid = unit.tried(
    (trial) => !leavesOpen(trial, current, updateSubscription(trial, current, change)),
  );
  return isPaid ? updateSubscription(unit, current, change) : waitForPayment(unit, current, change);
}

/** The invoice that the change brought, if it is still to be paid by the customer. */
function leavesOpen(unit: Unit, before: Subscription, { latest_invoice }: Subscription): boolean {
  if (latest_invoice === null || latest_invoice === before.latest_invoice) return false;
  const invoice = required(unit, 'invoice', [latest_invoice]);
  return invoice.status === 'open' && invoice.collection_method === 'charge_automatically';
}

/** Only the invoice of the change is there and told of; the subscription stays as it was until it is paid. */
function waitForPayment(unit: Unit, before: Subscription, change: SubscriptionChange): Subscription {
  const quiet: Unit = {
    ...unit,
    save(object, ...types) {
      const isOfIt = object.object === 'subscription' || object.object === 'subscription_item';
      unit.save(object, ...(isOfIt ? [] : types));
    },
  };
  const wanted = updateSubscription(quiet, before, change);
  const invoice = required(unit, 'invoice', [wanted.latest_invoice ?? '']);
  unit.save(stopCollecting(invoice), 'invoice.updated');
  restore(unit, { before, wanted });
  const waiting = awaiting(before, wanted, { invoice: invoice.id, now: unit.now });
  unit.save(waiting, 'customer.subscription.updated');
  return waiting;
}

function restore(unit: Unit, { before, wanted }: Readonly<Record<'before' | 'wanted', Subscription>>): void {
  const known = new Set(before.items.data.map(({ id }) => id));
  for (const item of wanted.items.data) if (!known.has(item.id)) unit.remove(item, null);
  keepItems(unit, before);
  unit.save(before);
}

/** A change of what is sold takes the place of one that waits: nobody is to pay for that any more. */
function dropPending(unit: Unit, subscription: Subscription, change: SubscriptionChange): Subscription {
  const isOther = change.items !== undefined || change.trial_end !== undefined;
  if (subscription.sim.awaits === null || !(isOther || change.billing_cycle_anchor === 'now'))
    return subscription;
  return giveUpPending(unit, subscription);
}

/** It was not paid in time. */
export function expirePending(unit: Unit, subscription: Subscription): void {
  const left = giveUpPending(unit, subscription);
  unit.save(left, 'customer.subscription.pending_update_expired', 'customer.subscription.updated');
}

function giveUpPending(unit: Unit, subscription: Subscription): Subscription {
  const left = withoutPending(subscription);
  const invoice = unit.find('invoice', subscription.sim.awaits?.invoice ?? '');
  if (invoice?.status === 'open') voidInvoice(unit, invoice);
  return left;
}
