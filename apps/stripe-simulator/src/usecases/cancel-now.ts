import type { Said } from '../domain/cancellation.ts';
import type { Subscription } from '../domain/subscription.ts';
import { giveBackRest } from './change-items.ts';
import { invoiceNow } from './invoice-now.ts';
import type { Unit } from './ports.ts';
import { endSubscription } from './subscription-standing.ts';

type Cancellation = { readonly said: Said; readonly prorates: boolean; readonly invoices: boolean };

/** Over at once. `prorates` gives back what is left of the period, `invoices` settles what waits now. */
export function cancelNow(
  unit: Unit,
  subscription: Subscription,
  { said, prorates, invoices }: Cancellation,
): Subscription {
  if (prorates) giveBackRest(unit, subscription);
  const settled = invoices ? invoiceNow(unit, subscription, 'manual') : subscription;
  return endSubscription(unit, settled, { ...said, reason: 'cancellation_requested' });
}
