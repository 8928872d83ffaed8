import { planOf } from '../domain/catalogue.ts';
import { pauseScheduleDone, pauseScheduleDue, type PauseSchedule } from '../domain/pause-schedule.ts';
import { collectionIn, withCollection } from '../domain/schedule-defaults.ts';
import {
  completeSchedule,
  currentPhase,
  expiringAt,
  inPhase,
  isOver,
  release,
  type Phase,
  type Schedule,
} from '../domain/schedule.ts';
import { hasEnded, newItem, periodEnd, type Subscription } from '../domain/subscription.ts';
import { mergeMetadata } from '../domain/wire.ts';
import { changeItems, type ItemChange, type Prorates } from './change-items.ts';
import { chosenDiscounts, withDiscounts } from './discounts.ts';
import { required } from './find.ts';
import { canPause, pause, resume } from './pausing.ts';
import type { Unit } from './ports.ts';
import { keepItems } from './subscription-items.ts';
import { soldBeside, startSubscription, type OneOff } from './start-subscription.ts';
import { endSubscription } from './subscription-standing.ts';
import { cardOfCustomer } from './take-payment.ts';

/** Does the next thing that time brings to a schedule. */
export function processSchedule(unit: Unit, schedule: Schedule): void {
  if (schedule.status === 'not_started') return void beginSchedule(unit, schedule);
  const isDue = (instant: number | null): boolean => instant !== null && instant <= unit.now;
  if (isDue(expiringAt(schedule)))
    return unit.save({ ...schedule, sim: { toldOfEnd: true } }, 'subscription_schedule.expiring');
  const subscription = unit.find('subscription', schedule.subscription ?? '');
  if (subscription === null) return;
  const entry = schedule.pause_schedules.find((one) => isDue(pauseScheduleDue(one)));
  if (entry !== undefined) return pauseAsPlanned(unit, { schedule, subscription, entry });
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
  const before = currentPhase(schedule) ?? phase;
  const { default_settings: all } = schedule;
  const changed = withPhase(unit, subscription, phase, phase.proration_behavior);
  soldBeside(unit, changed, oneOffIn(unit, phase));
  return withCollection(changed, collectionIn(all, before), collectionIn(all, phase));
}

/** What the phase sells once, on its first invoice. */
const oneOffIn = (unit: Unit, { add_invoice_items }: Phase): OneOff[] =>
  add_invoice_items.map(({ price: id, quantity }) => {
    const price = required(unit, 'price', [id]);
    return { price, quantity, name: required(unit, 'product', [price.product]).name };
  });

type Planned = {
  readonly schedule: Schedule;
  readonly subscription: Subscription;
  readonly entry: PauseSchedule;
};

/** Pauses or resumes. A subscription that cannot is left alone, and the schedule says why. */
function pauseAsPlanned(unit: Unit, { schedule, subscription, entry }: Planned): void {
  const done = (failure: string | null): void =>
    unit.save(
      { ...schedule, pause_schedules: [pauseScheduleDone(entry, failure)] },
      'subscription_schedule.updated',
    );
  const refused = whyNot(subscription, entry);
  done(refused);
  if (refused !== null) return;
  const { settings } = entry.pause;
  if (entry.pause.status.type === 'scheduled')
    return void pause(unit, subscription, {
      givesBack: settings.bill_for.unused_time_from.type,
      invoices: settings.invoicing_behavior === 'invoice',
    });
  const how = entry.resume?.settings;
  resume(unit, subscription, {
    anchor: how?.billing_cycle_anchor === 'unchanged' ? 'unchanged' : 'now',
    prorates: how?.proration_behavior ?? 'create_prorations',
  });
}

const whyNot = ({ id, status }: Subscription, { pause }: PauseSchedule): string | null => {
  const fits = pause.status.type === 'scheduled' ? canPause(status) : status === 'paused';
  return fits ? null : `Subscription ${id} is ${status}.`;
};

/** After the last phase: let go, or ended. */
function endOf(unit: Unit, schedule: Schedule, subscription: Subscription): Subscription | null {
  if (schedule.end_behavior === 'cancel') {
    unit.save(completeSchedule(schedule, unit.now), 'subscription_schedule.completed');
    return endSubscription(unit, { ...subscription, schedule: null }, { reason: null });
  }
  unit.save(release(schedule, unit.now), 'subscription_schedule.released');
  return { ...subscription, schedule: null };
}

/**
 * Prices and discounts of the phase in place of those before; metadata is merged.
 *
 * In the middle of a period what is left of it is evened out as asked.
 */
export function withPhase(
  unit: Unit,
  subscription: Subscription,
  ...[phase, prorates]: readonly [Phase, Prorates]
): Subscription {
  const isMidPeriod = unit.now < periodEnd(subscription);
  const sold = isMidPeriod
    ? changeItems(unit, subscription, { items: changesTo(subscription, phase), prorates })
    : soldIn(unit, subscription, phase);
  const changed = {
    ...sold,
    metadata: mergeMetadata(subscription.metadata, phase.metadata),
    ...(phase.billing_cycle_anchor === 'phase_start' ? { billing_cycle_anchor: phase.start_date } : {}),
  };
  const given = phase.discounts.map(({ coupon, discount }) => ({
    ...(coupon === null ? {} : { coupon }),
    ...(discount === null ? {} : { discount }),
  }));
  const to = { customer: subscription.customer, subscription: subscription.id, checkoutSession: null };
  return withDiscounts(changed, chosenDiscounts(unit, given, to));
}

/** By their position: an item keeps its id when its price changes. */
function changesTo({ items: { data } }: Subscription, phase: Phase): ItemChange[] {
  const kept = phase.items.map(({ price, quantity }, index) => ({ id: data[index]?.id, price, quantity }));
  return [...kept, ...data.slice(kept.length).map(({ id }) => ({ id, deleted: true }))];
}

function soldIn(unit: Unit, subscription: Subscription, phase: Phase): Subscription {
  const data = phase.items.map(({ price: id, quantity }, index) => {
    const price = required(unit, 'price', [id]);
    const item = subscription.items.data[index] ?? newItemOf(unit, subscription, { id, quantity });
    return { ...item, price, plan: planOf(price), quantity };
  });
  const sold = { ...subscription, items: { ...subscription.items, data, total_count: data.length } };
  keepItems(unit, sold);
  return sold;
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
  const paying = collectionIn(schedule.default_settings, phase);
  const own = paying.default_payment_method;
  const { subscription } = startSubscription(unit, {
    terms: {
      customer: customer.id,
      automaticTax: paying.automatic_tax.enabled,
      collectionMethod: paying.collection_method,
      daysUntilDue: paying.days_until_due ?? undefined,
      description: paying.description ?? undefined,
      written: paying.invoice_settings,
      prices: phase.items.map(({ price, quantity }) => ({
        price: required(unit, 'price', [price]),
        quantity,
      })),
      trialEnd: phase.trial_end,
      defaultPaymentMethod: own,
      metadata: phase.metadata,
    },
    oneOff: oneOffIn(unit, phase),
    coupons: phase.discounts.flatMap(({ coupon }) =>
      coupon === null ? [] : [required(unit, 'coupon', [coupon, 'phases'])],
    ),
    checkoutSession: null,
    method: own === null ? cardOfCustomer(unit, customer) : unit.find('payment_method', own),
    owner: 'away',
    onFailure: 'draft-first',
    schedule: schedule.id,
  });
  const begun = inPhase({ ...schedule, subscription: subscription.id }, phase);
  unit.save(begun, 'subscription_schedule.updated');
  return begun;
}
