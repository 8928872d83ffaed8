import { applyDiscounts, type Invoice } from '../domain/invoice.ts';
import { refuse } from '../domain/refusals.ts';
import { hasEnded, type Subscription } from '../domain/subscription.ts';
import { changeItems, type ItemChange, type Prorates } from './change-items.ts';
import { grantPreview, runningDiscounts } from './discounts.ts';
import { required } from './find.ts';
import { upcomingInvoice } from './invoices.ts';
import type { Unit } from './ports.ts';

export type PreviewGiven = {
  readonly customer?: string | undefined;
  readonly subscription?: string | undefined;
  readonly discounts?: '' | readonly { readonly coupon?: string; readonly discount?: string }[] | undefined;
  readonly subscription_details?:
    | {
        readonly items?: readonly ItemChange[] | undefined;
        readonly cancel_at_period_end?: boolean | undefined;
        readonly proration_behavior?: Prorates | undefined;
        readonly proration_date?: number | undefined;
        readonly trial_end?: number | 'now' | undefined;
      }
    | undefined;
};

/** The next invoice as it would be, after the changes that are asked about. Nothing of it stays. */
export function previewInvoice(unit: Unit, given: PreviewGiven): Invoice {
  const subscription = previewed(unit, given);
  return unit.tried((trial) => {
    const {
      items,
      proration_behavior: prorates = 'create_prorations',
      proration_date: date,
    } = given.subscription_details ?? {};
    const changed =
      items === undefined
        ? subscription
        : changeItems(trial, subscription, {
            items,
            date,
            prorates: prorates === 'always_invoice' ? 'create_prorations' : prorates,
          });
    const upcoming = upcomingInvoice(trial, changed);
    if (given.discounts === undefined) return upcoming;
    return applyDiscounts(upcoming, grantedIn(trial, given.discounts));
  });
}

function grantedIn(unit: Unit, given: NonNullable<PreviewGiven['discounts']>) {
  if (given === '') return [];
  return given.flatMap(({ coupon, discount }) =>
    discount !== undefined
      ? runningDiscounts(unit, [discount], unit.now)
      : [grantPreview(required(unit, 'coupon', [coupon ?? '', 'discounts']), unit)],
  );
}

function previewed(unit: Unit, { customer, subscription }: PreviewGiven): Subscription {
  if (subscription !== undefined) return required(unit, 'subscription', [subscription, 'subscription']);
  if (customer === undefined)
    throw refuse('parameter_missing', 'Pass `customer` or `subscription`.', { param: 'customer' });
  const live = unit.list('subscription', { customer }).find((found) => !hasEnded(found));
  if (live === undefined)
    throw refuse('invoice_upcoming_none', `No upcoming invoices for customer: ${customer}`);
  return live;
}
