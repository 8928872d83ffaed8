import type { Invoice } from '../domain/invoice.ts';
import { periodEnd, type Subscription } from '../domain/subscription.ts';
import { upcomingInvoice } from './invoices.ts';
import type { Unit } from './ports.ts';
import { atBoundary } from './schedule-phases.ts';

/** The next invoice as it would be if nothing changed until then but what a schedule has planned; null where that ends it. */
export function upcomingFor(unit: Unit, subscription: Subscription): Invoice | null {
  if (subscription.schedule === null) return upcomingInvoice(unit, subscription);
  return unit.tried((trial) => {
    const later = trial.within({ clock: trial.clock, now: periodEnd(subscription) });
    const planned = atBoundary(later, subscription);
    return planned === null ? null : upcomingInvoice(trial, planned);
  });
}
