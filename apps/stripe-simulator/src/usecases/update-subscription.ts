import { refuse } from '../domain/refusals.ts';
import { cancelAt, cancelAtPeriodEnd, keep, type Said } from '../domain/cancellation.ts';
import {
  automaticTax,
  hasEnded,
  invoiceSettings,
  periodEnd,
  type PauseCollection,
  type Subscription,
} from '../domain/subscription.ts';
import { mergeMetadata, type Metadata } from '../domain/wire.ts';
import { chosenDiscounts, withDiscounts, type DiscountGiven } from './discounts.ts';
import { changeItems, giveBackRest, restart, type ItemChange, type Prorates } from './change-items.ts';
import { ownedBy } from './payment-methods.ts';
import { invoiceNow, type Asking } from './invoice-now.ts';
import type { Unit } from './ports.ts';
import { soldBeside, type OneOff } from './start-subscription.ts';
import { ratesNamed } from './taxes.ts';

export type SubscriptionChange = {
  readonly cancel_at_period_end?: boolean | undefined;
  /** Empty text unsets it. */
  readonly cancel_at?: number | '' | 'max_billed_until' | 'max_period_end' | 'min_period_end' | undefined;
  readonly cancellation_details?: Said | undefined;
  readonly default_payment_method?: string | undefined;
  readonly description?: string | undefined;
  readonly discounts?: '' | readonly DiscountGiven[] | undefined;
  readonly metadata?: Metadata | undefined;
  readonly trial_end?: number | 'now' | undefined;
  readonly billing_cycle_anchor?: 'now' | 'unchanged' | undefined;
  readonly collection_method?: 'charge_automatically' | 'send_invoice' | undefined;
  readonly days_until_due?: number | undefined;
  readonly default_tax_rates?: '' | readonly string[] | undefined;
  readonly automatic_tax?: { readonly enabled: boolean } | undefined;
  /** Empty text ends the pause. */
  readonly pause_collection?: '' | PauseCollection | undefined;
  readonly add_invoice_items?: readonly OneOff[] | undefined;
  readonly invoice_settings?: Parameters<typeof invoiceSettings>[0] | undefined;
  readonly payment_settings?:
    | { readonly save_default_payment_method?: 'off' | 'on_subscription' | undefined }
    | undefined;
  readonly trial_settings?:
    | {
        readonly end_behavior: {
          readonly billing_cycle_anchor?: 'now' | 'unchanged' | undefined;
          readonly missing_payment_method?: 'cancel' | 'create_invoice' | 'pause' | undefined;
        };
      }
    | undefined;
  readonly proration_date?: number | undefined;
  readonly items?: readonly ItemChange[] | undefined;
  readonly prorate?: Prorates | undefined;
  /** How an invoice at once is paid. */
  readonly owner?: Asking | undefined;
};

/** A live subscription with what was asked for changed. One that has ended takes no change but metadata. */
export function updateSubscription(
  unit: Unit,
  subscription: Subscription,
  change: SubscriptionChange,
): Subscription {
  checkSchedule(subscription, change);
  const steps = [
    changeCancellation,
    changeDiscounts,
    changeTrial,
    changeRest,
    changeSettings,
    changeSold,
    changeAnchor,
  ];
  const changed = steps.reduce(
    (current, step) => step(unit, current, change),
    checkLive(subscription, change),
  );
  // An invoice on the way has kept and told of the change already.
  const kept = JSON.stringify(unit.find('subscription', subscription.id));
  const isTold = kept === JSON.stringify(changed) && kept !== JSON.stringify(subscription);
  if (!isTold) unit.save(changed, 'customer.subscription.updated');
  return changed;
}

/** A schedule would undo it: it must be released first. */
function checkSchedule({ schedule }: Subscription, change: SubscriptionChange): void {
  if (schedule === null) return;
  if (change.cancel_at !== undefined || change.cancel_at_period_end !== undefined)
    throw refuse(
      'schedule_manages',
      `The subscription is managed by the subscription schedule \`${schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`,
    );
}

function checkLive(subscription: Subscription, change: SubscriptionChange): Subscription {
  const asksForMore = Object.entries(change).some(
    ([key, value]) =>
      value !== undefined && !['metadata', 'cancellation_details', 'prorate', 'owner'].includes(key),
  );
  if (hasEnded(subscription) && asksForMore)
    throw refuse(
      'subscription_ended',
      'A canceled subscription can only update its cancellation_details and metadata.',
    );
  return subscription;
}

function changeCancellation(
  unit: Unit,
  subscription: Subscription,
  change: SubscriptionChange,
): Subscription {
  const { cancel_at, cancel_at_period_end, cancellation_details: said = {} } = change;
  const instant = cancel_at === '' ? undefined : cancel_at;
  if (instant !== undefined && cancel_at_period_end === true)
    throw refuse(
      'parameter_invalid',
      'You may only specify one of these parameters: cancel_at, cancel_at_period_end.',
    );
  if (cancel_at_period_end === true) return cancelAtPeriodEnd(subscription, unit.now, said);
  if (instant !== undefined)
    return cancelAt(subscription, { at: instantOf(unit, subscription, instant), now: unit.now }, said);
  if (cancel_at === '' || cancel_at_period_end === false)
    return subscription.cancel_at === null ? subscription : keep(subscription);
  return withWords(subscription, change);
}

function instantOf(
  unit: Unit,
  subscription: Subscription,
  asked: Exclude<SubscriptionChange['cancel_at'], '' | undefined>,
) {
  if (typeof asked !== 'number') return periodEnd(subscription);
  if (asked < unit.now)
    throw refuse('parameter_invalid', 'cancel_at must not lie in the past.', { param: 'cancel_at' });
  return asked;
}

function withWords(
  subscription: Subscription,
  { cancellation_details: said }: SubscriptionChange,
): Subscription {
  if (said === undefined) return subscription;
  const { comment, feedback } = subscription.cancellation_details;
  return {
    ...subscription,
    cancellation_details: {
      ...subscription.cancellation_details,
      comment: said.comment === '' ? null : (said.comment ?? comment),
      feedback: said.feedback === '' ? null : (said.feedback ?? feedback),
    },
  };
}

function changeDiscounts(
  unit: Unit,
  subscription: Subscription,
  { discounts }: SubscriptionChange,
): Subscription {
  if (discounts === undefined) return subscription;
  const to = { customer: subscription.customer, subscription: subscription.id, checkoutSession: null };
  return withDiscounts(subscription, discounts === '' ? [] : chosenDiscounts(unit, discounts, to));
}

/** A trial can be moved, or ended now: then the first period is sold at once. */
function changeTrial(
  unit: Unit,
  subscription: Subscription,
  { trial_end, owner }: SubscriptionChange,
): Subscription {
  if (trial_end === undefined) return subscription;
  if (trial_end === 'now')
    return subscription.status === 'trialing'
      ? restart(unit, { ...subscription, status: 'active', trial_end: unit.now }, owner)
      : subscription;
  if (trial_end <= unit.now)
    throw refuse('parameter_invalid', 'trial_end must lie in the future.', { param: 'trial_end' });
  const data = subscription.items.data.map((item) => ({ ...item, current_period_end: trial_end }));
  return {
    ...subscription,
    billing_cycle_anchor: trial_end,
    items: { ...subscription.items, data },
    sim: { ...subscription.sim, trialWarned: false, upcomingFor: null },
    status: 'trialing',
    trial_end,
    trial_start: subscription.trial_start ?? unit.now,
  };
}

function changeSold(
  unit: Unit,
  subscription: Subscription,
  {
    add_invoice_items: oneOff = [],
    items,
    prorate = 'create_prorations',
    proration_date: date,
    owner,
  }: SubscriptionChange,
): Subscription {
  soldBeside(unit, subscription, oneOff);
  if (items !== undefined) return changeItems(unit, subscription, { items, prorates: prorate, date, owner });
  return oneOff.length > 0 && prorate === 'always_invoice'
    ? invoiceNow(unit, subscription, 'subscription_update', { owner })
    : subscription;
}

function changeSettings(_unit: Unit, subscription: Subscription, change: SubscriptionChange): Subscription {
  const { invoice_settings: written, payment_settings: paying, trial_settings: trial } = change;
  const { end_behavior } = subscription.trial_settings;
  return {
    ...subscription,
    invoice_settings: invoiceSettings(written, subscription.invoice_settings),
    payment_settings: {
      ...subscription.payment_settings,
      save_default_payment_method:
        paying?.save_default_payment_method ?? subscription.payment_settings.save_default_payment_method,
    },
    trial_settings: {
      end_behavior: {
        billing_cycle_anchor: trial?.end_behavior.billing_cycle_anchor ?? end_behavior.billing_cycle_anchor,
        missing_payment_method:
          trial?.end_behavior.missing_payment_method ?? end_behavior.missing_payment_method,
      },
    },
  };
}

/** Counts periods from now on. What is left of the running one is given back unless asked otherwise. */
function changeAnchor(unit: Unit, subscription: Subscription, change: SubscriptionChange): Subscription {
  if (change.billing_cycle_anchor !== 'now' || subscription.billing_cycle_anchor === unit.now)
    return subscription;
  if (change.prorate !== 'none') giveBackRest(unit, subscription);
  return restart(unit, subscription, change.owner);
}

function changeRest(unit: Unit, subscription: Subscription, change: SubscriptionChange): Subscription {
  const { default_payment_method: card, description, metadata } = change;
  const owned = card ? ownedBy(unit, subscription.customer, [card, 'default_payment_method']).id : null;
  return {
    ...changeCollection(unit, subscription, change),
    default_payment_method: card === undefined ? subscription.default_payment_method : owned,
    description: description ?? subscription.description,
    metadata: mergeMetadata(subscription.metadata, metadata),
  };
}

function changeCollection(unit: Unit, subscription: Subscription, change: SubscriptionChange): Subscription {
  const { collection_method, days_until_due, default_tax_rates: rates, pause_collection: pause } = change;
  const { automatic_tax } = change;
  return {
    ...subscription,
    ...(automatic_tax === undefined ? {} : { automatic_tax: automaticTax(automatic_tax.enabled) }),
    collection_method: collection_method ?? subscription.collection_method,
    days_until_due: days_until_due ?? subscription.days_until_due,
    ...(rates === undefined
      ? {}
      : { default_tax_rates: ratesNamed(unit, rates === '' ? [] : rates, 'default_tax_rates') }),
    ...(pause === undefined ? {} : { pause_collection: pause === '' ? null : pause }),
  };
}
