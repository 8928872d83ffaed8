import { planOf } from '../domain/catalogue.ts';
import {
  completeSchedule,
  expiringAt,
  inPhase,
  isOver,
  release,
  type Phase,
  type Schedule,
} from '../domain/schedule.ts';
import { hasEnded, newItem, type Subscription } from '../domain/subscription.ts';
import { mergeMetadata } from '../domain/wire.ts';
import { chosenDiscounts, withDiscounts } from './discounts.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';
import { keepItems } from './subscription-items.ts';
import { startSubscription } from './start-subscription.ts';
import { endSubscription } from './subscription-standing.ts';
import { cardOfCustomer } from './take-payment.ts';

/** Does the next thing that time brings to a schedule. */
export function processSchedule(unit: Unit, schedule: Schedule): void {
  const told = expiringAt(schedule);
  if (schedule.status === 'not_started') return void beginSchedule(unit, schedule);
  if (told !== null && told <= unit.now)
    return unit.save({ ...schedule, sim: { toldOfEnd: true } }, 'subscription_schedule.expiring');
  const subscription = unit.find('subscription', schedule.subscription ?? '');
  if (subscription === null) return;
  const next = nextPhase(unit, schedule, subscription);
  if (next !== null && !hasEnded(next)) unit.save(next, 'customer.subscription.updated');
}

/**
 * What a subscription is when its period ends: changed by its schedule, where a phase ends with it.
 *
 * Null when the schedule ends it. The change is not kept yet: the renewal keeps it.
 */
export function atBoundary(unit: Unit, subscription: Subscription): Subscription | null {
  const schedule = unit.find('subscription_schedule', subscription.schedule ?? '');
  if (schedule === null || isOver(schedule)) return subscription;
  if ((schedule.current_phase?.end_date ?? Infinity) > unit.now) return subscription;
  const next = nextPhase(unit, schedule, subscription);
  return next === null || hasEnded(next) ? null : next;
}

function nextPhase(unit: Unit, schedule: Schedule, subscription: Subscription): Subscription | null {
  const phase = schedule.phases.find(
    ({ start_date, end_date }) => start_date <= unit.now && unit.now < end_date,
  );
  if (phase === undefined) return endOf(unit, schedule, subscription);
  unit.save(inPhase(schedule, phase), 'subscription_schedule.updated');
  return withPhase(unit, subscription, phase);
}

/** After the last phase: let go, or ended. */
function endOf(unit: Unit, schedule: Schedule, subscription: Subscription): Subscription | null {
  if (schedule.end_behavior === 'cancel') {
    unit.save(completeSchedule(schedule, unit.now), 'subscription_schedule.completed');
    return endSubscription(unit, { ...subscription, schedule: null }, { reason: null });
  }
  unit.save(release(schedule, unit.now), 'subscription_schedule.released');
  return { ...subscription, schedule: null };
}

/** Prices and discounts of the phase in place of those before; metadata is merged. */
export function withPhase(unit: Unit, subscription: Subscription, phase: Phase): Subscription {
  const data = phase.items.map(({ price: id, quantity }, index) => {
    const price = required(unit, 'price', [id]);
    const item = subscription.items.data[index] ?? newItemOf(unit, subscription, { id, quantity });
    return { ...item, price, plan: planOf(price), quantity };
  });
  const changed = {
    ...subscription,
    items: { ...subscription.items, data, total_count: data.length },
    metadata: mergeMetadata(subscription.metadata, phase.metadata),
    ...(phase.billing_cycle_anchor === 'phase_start' ? { billing_cycle_anchor: phase.start_date } : {}),
  };
  keepItems(unit, changed);
  const given = phase.discounts.map(({ coupon, discount }) => ({
    ...(coupon === null ? {} : { coupon }),
    ...(discount === null ? {} : { discount }),
  }));
  const to = { customer: subscription.customer, subscription: subscription.id, checkoutSession: null };
  return withDiscounts(changed, chosenDiscounts(unit, given, to));
}

const newItemOf = (
  unit: Unit,
  subscription: Subscription,
  { id, quantity }: { id: string; quantity: number },
) => {
  const [first] = subscription.items.data;
  return newItem(
    {
      price: required(unit, 'price', [id]),
      quantity,
      subscription: subscription.id,
      anchored: subscription,
      trialEnd: null,
      ...(first === undefined
        ? {}
        : { period: { start: first.current_period_start, end: first.current_period_end } }),
    },
    unit,
  );
};

/** The first phase begins: a subscription of it, whose first invoice waits as a draft for an hour. */
export function beginSchedule(unit: Unit, schedule: Schedule): Schedule {
  const [phase] = schedule.phases;
  if (phase === undefined) return schedule;
  const customer = required(unit, 'customer', [schedule.customer]);
  const { subscription } = startSubscription(unit, {
    terms: {
      customer: customer.id,
      prices: phase.items.map(({ price, quantity }) => ({
        price: required(unit, 'price', [price]),
        quantity,
      })),
      trialEnd: phase.trial_end,
      defaultPaymentMethod: null,
      metadata: phase.metadata,
    },
    oneOff: [],
    coupons: phase.discounts.flatMap(({ coupon }) =>
      coupon === null ? [] : [required(unit, 'coupon', [coupon, 'phases'])],
    ),
    checkoutSession: null,
    method: cardOfCustomer(unit, customer),
    ownerIsThere: false,
    onFailure: 'draft-first',
    schedule: schedule.id,
  });
  const begun = inPhase({ ...schedule, subscription: subscription.id }, phase);
  unit.save(begun, 'subscription_schedule.updated');
  return begun;
}
