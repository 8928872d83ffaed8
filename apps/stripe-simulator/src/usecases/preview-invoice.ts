import { changeCustomer, newCustomer, type AddressGiven } from '../domain/customer.ts';
import { applyDiscounts, type Invoice } from '../domain/invoice.ts';
import { asPreview } from '../domain/invoice-life.ts';
import { refuse } from '../domain/refusals.ts';
import type { Schedule } from '../domain/schedule.ts';
import { hasEnded, type Subscription } from '../domain/subscription.ts';
import { cancelNow } from './cancel-now.ts';
import type { ItemChange, Prorates } from './change-items.ts';
import { grantPreview, runningDiscounts, runningOn, type DiscountGiven } from './discounts.ts';
import { required } from './find.ts';
import { createItem, type ItemGiven } from './making-invoices.ts';
import { resume } from './pausing.ts';
import type { Unit } from './ports.ts';
import { promotionFor } from './promotion-codes.ts';
import { scheduleFor, scheduleFrom, updateSchedule, type PhaseGiven } from './schedules.ts';
import { startSubscription } from './start-subscription.ts';
import { upcomingFor } from './upcoming.ts';
import { updateSubscription } from './update-subscription.ts';

type Details = {
  readonly billing_cycle_anchor?: 'now' | 'unchanged' | undefined;
  readonly cancel_at?: number | '' | 'max_period_end' | 'min_period_end' | undefined;
  readonly cancel_at_period_end?: boolean | undefined;
  readonly cancel_now?: boolean | undefined;
  readonly default_tax_rates?: '' | readonly string[] | undefined;
  readonly items?: readonly ItemChange[] | undefined;
  readonly proration_behavior?: Prorates | undefined;
  readonly proration_date?: number | undefined;
  readonly resume_at?: 'now' | undefined;
  readonly trial_end?: number | 'now' | undefined;
};

export type PreviewGiven = {
  readonly automatic_tax?: { readonly enabled: boolean } | undefined;
  readonly currency?: string | undefined;
  readonly customer?: string | undefined;
  readonly customer_details?:
    | { readonly address?: '' | AddressGiven; readonly tax_exempt?: 'exempt' | 'none' | 'reverse' | '' }
    | undefined;
  readonly discounts?: '' | readonly DiscountGiven[] | undefined;
  readonly invoice_items?: readonly ItemGiven[] | undefined;
  readonly preview_mode?: 'next' | 'recurring' | undefined;
  readonly schedule?: string | undefined;
  readonly schedule_details?:
    | { readonly end_behavior?: 'cancel' | 'release'; readonly phases?: readonly PhaseGiven[] }
    | undefined;
  readonly subscription?: string | undefined;
  readonly subscription_details?: Details | undefined;
};

/**
 * The next invoice as it would be, after the changes that are asked about. Where they bring an invoice
 * at once, it is that one. Nothing of it stays.
 */
export function previewInvoice(unit: Unit, given: PreviewGiven): Invoice {
  return unit.tried((trial) => {
    const asked = withCustomer(trial, given);
    const invoice = invoiceAfter(trial, asked);
    const shown = given.preview_mode === 'recurring' ? recurringOnly(trial, invoice) : invoice;
    const granted = given.discounts === undefined ? null : grantedIn(trial, given.discounts);
    return asPreview(granted === null ? shown : applyDiscounts(shown, granted), trial);
  });
}

/** The customer as they would be, with the items that are asked about waiting for them. */
function withCustomer(unit: Unit, given: PreviewGiven): PreviewGiven {
  const { customer_details: details, invoice_items: items = [] } = given;
  const owner = ownerOf(unit, given);
  const customer = owner === null ? newCustomer({}, unit) : required(unit, 'customer', [owner, 'customer']);
  if (owner === null || details !== undefined) unit.save(changeCustomer(customer, details ?? {}));
  for (const item of items) createItem(unit, { ...item, customer: customer.id });
  return { ...given, customer: customer.id };
}

/** Null for what nobody in particular is asked about. */
function ownerOf(unit: Unit, given: PreviewGiven): string | null {
  const { customer, schedule, schedule_details, subscription, subscription_details: details } = given;
  if (customer !== undefined) return customer;
  if (subscription !== undefined) return subscriptionAt(unit, subscription).customer;
  if (schedule !== undefined) return required(unit, 'subscription_schedule', [schedule, 'schedule']).customer;
  if (details?.items !== undefined || schedule_details !== undefined) return null;
  throw refuse('parameter_missing', 'Pass `customer`, `subscription` or `schedule`.', { param: 'customer' });
}

function invoiceAfter(unit: Unit, given: PreviewGiven): Invoice {
  const { customer = '', schedule, schedule_details: planned, subscription } = given;
  if (schedule !== undefined || planned !== undefined) return underSchedule(unit, given);
  const isNew = subscription === undefined && isForNew(given.subscription_details);
  if (isNew) return firstInvoice(unit, given);
  const running = subscription === undefined ? liveOf(unit, customer) : subscriptionAt(unit, subscription);
  return afterChange(unit, running, given);
}

/** Items that name no item of a subscription are for one that is still to be made. */
const isForNew = (details: Details = {}): boolean =>
  details.items !== undefined && details.items.every(({ id }) => id === undefined);

const subscriptionAt = (unit: Unit, id: string): Subscription =>
  required(unit, 'subscription', [id, 'subscription']);

function liveOf(unit: Unit, customer: string): Subscription {
  const live = unit.list('subscription', { customer }).find((found) => !hasEnded(found));
  if (live !== undefined) return live;
  throw refuse('invoice_upcoming_none', `No upcoming invoices for customer: ${customer}`);
}

/** The invoice that a change brings at once, or the next one after it. */
function afterChange(unit: Unit, before: Subscription, given: PreviewGiven): Invoice {
  const { automatic_tax, subscription_details: details = {} } = given;
  const { cancel_now: ends, resume_at, proration_behavior: prorate, ...change } = details;
  if (ends === true)
    return latestOf(
      unit,
      cancelNow(unit, before, { said: {}, prorates: prorate !== 'none', invoices: true }),
      before,
    );
  const going =
    resume_at === undefined
      ? before
      : resume(unit, before, { anchor: change.billing_cycle_anchor ?? 'now', prorates: prorate ?? 'none' });
  const isChange = automatic_tax !== undefined || Object.keys(details).length > 0;
  const changed = isChange
    ? updateSubscription(unit, going, { ...change, automatic_tax, prorate: prorate ?? 'create_prorations' })
    : going;
  return latestOf(unit, changed, before);
}

function latestOf(unit: Unit, changed: Subscription, before: Subscription): Invoice {
  if (changed.latest_invoice !== null && changed.latest_invoice !== before.latest_invoice)
    return required(unit, 'invoice', [changed.latest_invoice]);
  return nextOf(unit, changed);
}

function nextOf(unit: Unit, subscription: Subscription): Invoice {
  const next = hasEnded(subscription) ? null : upcomingFor(unit, subscription);
  if (next !== null) return next;
  throw refuse('invoice_upcoming_none', `No upcoming invoices for customer: ${subscription.customer}`);
}

/** Of a subscription that does not exist. */
function firstInvoice(unit: Unit, given: PreviewGiven): Invoice {
  const { customer = '', currency, automatic_tax, subscription_details: details = {} } = given;
  const items = details.items ?? [];
  const prices = items.map(({ price = '', quantity = 1 }, index) => ({
    price: required(unit, 'price', [price, `subscription_details[items][${index}][price]`]),
    quantity,
  }));
  const trial = details.trial_end;
  return startSubscription(unit, {
    terms: {
      customer,
      prices,
      currency,
      trialEnd: typeof trial === 'number' ? trial : null,
      defaultPaymentMethod: null,
      automaticTax: automatic_tax?.enabled,
    },
    oneOff: [],
    coupons: [],
    checkoutSession: null,
    method: null,
    owner: 'away',
    onFailure: 'wait',
  }).invoice;
}

/** What the phases of a schedule bring: its first invoice, or the next one of the subscription that it runs. */
function underSchedule(unit: Unit, given: PreviewGiven): Invoice {
  const { phases, end_behavior: endBehavior } = given.schedule_details ?? {};
  const schedule = scheduleAsked(unit, given);
  if (schedule === null) {
    const { customer = '' } = given;
    const made = { customer, phases: phases ?? [], start: unit.now, endBehavior, metadata: undefined };
    return begun(unit, scheduleFor(unit, made).subscription ?? '');
  }
  const isChange = phases !== undefined || endBehavior !== undefined;
  const changed = isChange
    ? updateSchedule(unit, schedule, { phases, endBehavior, metadata: undefined })
    : schedule;
  if (changed.subscription !== null) return nextOf(unit, subscriptionAt(unit, changed.subscription));
  throw refuse('invoice_upcoming_none', `No upcoming invoices for schedule: ${changed.id}`);
}

/** The one that is named, or one for the subscription that is named. */
function scheduleAsked(unit: Unit, { schedule, subscription }: PreviewGiven): Schedule | null {
  if (schedule !== undefined) return required(unit, 'subscription_schedule', [schedule, 'schedule']);
  return subscription === undefined ? null : scheduleFrom(unit, subscriptionAt(unit, subscription));
}

const begun = (unit: Unit, subscription: string): Invoice =>
  required(unit, 'invoice', [subscriptionAt(unit, subscription).latest_invoice ?? '']);

/** What comes again each period, without what is sold or evened out once. */
function recurringOnly(unit: Unit, invoice: Invoice): Invoice {
  const data = invoice.lines.data.filter(({ parent }) => parent.type === 'subscription_item_details');
  const lines = { ...invoice.lines, data, total_count: data.length };
  return applyDiscounts({ ...invoice, lines }, runningOn(unit, invoice, invoice.created));
}

function grantedIn(unit: Unit, given: NonNullable<PreviewGiven['discounts']>) {
  if (given === '') return [];
  return given.flatMap(({ coupon, discount, promotion_code: code }) => {
    if (discount) return runningDiscounts(unit, [discount], unit.now);
    if (code) return [grantPreview(promotionFor(unit, code, { customer: null, amount: null }).coupon, unit)];
    return [grantPreview(required(unit, 'coupon', [coupon ?? '', 'discounts']), unit)];
  });
}
