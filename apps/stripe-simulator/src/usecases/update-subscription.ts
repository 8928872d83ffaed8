import { planOf } from '../domain/catalogue.ts';
import { refuse } from '../domain/refusals.ts';
import {
  cancelAt,
  cancelAtPeriodEnd,
  hasEnded,
  keep,
  periodEnd,
  type Said,
  type Subscription,
} from '../domain/subscription.ts';
import { mergeMetadata, type Metadata } from '../domain/wire.ts';
import { chosenDiscounts, withDiscounts } from './discounts.ts';
import { required } from './find.ts';
import { ownedBy } from './payment-methods.ts';
import type { Unit } from './ports.ts';

export type SubscriptionChange = {
  readonly cancel_at_period_end?: boolean | undefined;
  /** Empty text unsets it. */
  readonly cancel_at?: number | '' | 'min_period_end' | 'max_period_end' | undefined;
  readonly cancellation_details?: Said | undefined;
  readonly default_payment_method?: string | undefined;
  readonly description?: string | undefined;
  readonly discounts?:
    | ''
    | readonly { readonly coupon?: string | undefined; readonly discount?: string | undefined }[]
    | undefined;
  readonly metadata?: Metadata | undefined;
  readonly trial_end?: number | undefined;
  readonly items?:
    | readonly {
        readonly id: string;
        readonly price?: string | undefined;
        readonly quantity?: number | undefined;
      }[]
    | undefined;
  readonly prorate?: 'always_invoice' | 'create_prorations' | 'none' | undefined;
};

/** A live subscription with what was asked for changed. One that has ended takes no change but metadata. */
export function updateSubscription(
  unit: Unit,
  subscription: Subscription,
  change: SubscriptionChange,
): Subscription {
  const changed = [changeCancellation, changeDiscounts, changeTrial, changeItems, changeRest].reduce(
    (current, step) => step(unit, current, change),
    checkLive(subscription, change),
  );
  unit.save(changed, 'customer.subscription.updated');
  return changed;
}

function checkLive(subscription: Subscription, change: SubscriptionChange): Subscription {
  const asksForMore = Object.entries(change).some(
    ([key, value]) =>
      value !== undefined && key !== 'metadata' && key !== 'cancellation_details' && key !== 'prorate',
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
  asked: number | 'min_period_end' | 'max_period_end',
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

/** A trial can be made longer; the period that follows it then begins later. */
function changeTrial(
  unit: Unit,
  subscription: Subscription,
  { trial_end }: SubscriptionChange,
): Subscription {
  if (trial_end === undefined) return subscription;
  if (subscription.status !== 'trialing' || trial_end <= unit.now)
    throw refuse(
      'not_simulated',
      'Only the end of a running trial can be moved, and only to a later instant.',
      {
        param: 'trial_end',
      },
    );
  const data = subscription.items.data.map((item) => ({ ...item, current_period_end: trial_end }));
  return {
    ...subscription,
    billing_cycle_anchor: trial_end,
    items: { ...subscription.items, data },
    sim: { ...subscription.sim, trialWarned: false },
    trial_end,
  };
}

/** Other prices or quantities from the next period on. What is running stays as it was sold. */
function changeItems(
  unit: Unit,
  subscription: Subscription,
  { items, prorate }: SubscriptionChange,
): Subscription {
  if (items === undefined) return subscription;
  if (prorate !== 'none' && subscription.status !== 'trialing')
    throw refuse('not_simulated', 'Proration is not simulated: pass proration_behavior=none.', {
      param: 'proration_behavior',
    });
  const unknown = items.find(({ id }) => subscription.items.data.every((item) => item.id !== id));
  if (unknown !== undefined)
    throw refuse('resource_missing', `No such subscription item: '${unknown.id}'`, { param: 'items' });
  const data = subscription.items.data.map((item) => {
    const asked = items.find(({ id }) => id === item.id);
    const price = asked?.price === undefined ? item.price : required(unit, 'price', [asked.price, 'items']);
    return { ...item, price, plan: planOf(price), quantity: asked?.quantity ?? item.quantity };
  });
  return { ...subscription, items: { ...subscription.items, data } };
}

function changeRest(unit: Unit, subscription: Subscription, change: SubscriptionChange): Subscription {
  const { default_payment_method: card, description, metadata } = change;
  const owned =
    card === undefined || card === ''
      ? null
      : ownedBy(unit, subscription.customer, [card, 'default_payment_method']);
  return {
    ...subscription,
    default_payment_method: card === undefined ? subscription.default_payment_method : (owned?.id ?? null),
    description: description ?? subscription.description,
    metadata: mergeMetadata(subscription.metadata, metadata),
  };
}
