import type { BillingReason } from '../domain/invoice.ts';
import { periodEnd, periodStart, type Subscription } from '../domain/subscription.ts';
import { runningFor } from './discounts.ts';
import { required } from './find.ts';
import { draftFor } from './invoices.ts';
import { pendingFor, putOn } from './pending-items.ts';
import type { Unit } from './ports.ts';
import { finalizeInvoice, payInvoice, sendInvoice } from './settle-invoice.ts';
import { cardFor, type Owner } from './take-payment.ts';

/** With `confirms` nobody is charged: the customer is to confirm the payment, and the subscription is past due until then. */
export type Asking = Owner | 'confirms';

type Invoicing = {
  readonly withItems?: boolean;
  readonly owner?: Asking | undefined;
};

/**
 * An invoice at once for what waits, and with `withItems` for the period that begins now. Without
 * anything to invoice there is none. Gives the subscription as it stands after the payment.
 */
export function invoiceNow(
  unit: Unit,
  subscription: Subscription,
  ...[reason, { withItems = false, owner = 'away' } = {}]: readonly [BillingReason, Invoicing?]
): Subscription {
  const waiting = pendingFor(unit, subscription);
  if (waiting.length === 0 && !withItems) return subscription;
  const draft = draftFor(unit, {
    subscription,
    reason,
    granted: runningFor(unit, subscription, unit.now),
    oneOff: waiting,
    period: { start: periodStart(subscription), end: periodEnd(subscription) },
    withoutItems: !withItems,
  });
  unit.save({ ...subscription, latest_invoice: draft.id }, 'customer.subscription.updated');
  unit.save(draft, 'invoice.created');
  putOn(unit, draft.id, waiting);
  const open = finalizeInvoice(unit, draft);
  if (open.collection_method === 'send_invoice') sendInvoice(unit, open);
  else if (owner === 'confirms' && open.amount_due > 0) awaitPayment(unit, subscription.id);
  else payInvoice(unit, open, { method: cardFor(unit, open), automatic: true, owner: ownerOf(owner) });
  return unit.find('subscription', subscription.id) ?? subscription;
}

const ownerOf = (asking: Asking): Owner => (asking === 'confirms' ? 'away' : asking);

function awaitPayment(unit: Unit, id: string): void {
  const subscription = required(unit, 'subscription', [id]);
  unit.save({ ...subscription, status: 'past_due' }, 'customer.subscription.updated');
}
