import type { Interval } from '../domain/interval.ts';
import { refuse } from '../domain/refusals.ts';
import {
  cancelSchedule,
  checkPhases,
  inPhase,
  isOver,
  newPhase,
  newSchedule,
  currentPhase,
  phaseEnd,
  release,
  type Phase,
  type PhaseDiscount,
  type Schedule,
} from '../domain/schedule.ts';
import { pauseSchedules, type PauseGiven } from '../domain/pause-schedule.ts';
import {
  collectionIn,
  defaultSettings,
  defaultsOf,
  withCollection,
  type DefaultSettings,
  type DefaultsGiven,
} from '../domain/schedule-defaults.ts';
import {
  intervalOf,
  periodEnd,
  periodStart,
  type CollectionMethod,
  type Subscription,
} from '../domain/subscription.ts';
import { mergeMetadata, type Metadata } from '../domain/wire.ts';
import type { Prorates } from './change-items.ts';
import { required } from './find.ts';
import { ownedBy } from './payment-methods.ts';
import type { Unit } from './ports.ts';
import { beginSchedule, withPhase } from './schedule-phases.ts';
import { endSubscription } from './subscription-standing.ts';

export type PhaseGiven = {
  readonly items: readonly { readonly price?: string | undefined; readonly quantity?: number | undefined }[];
  readonly discounts?: '' | readonly Partial<PhaseDiscount>[] | undefined;
  readonly start_date?: number | 'now' | undefined;
  readonly end_date?: number | 'now' | undefined;
  readonly duration?: Partial<Interval> | undefined;
  readonly metadata?: Metadata | undefined;
  readonly trial_end?: number | 'now' | undefined;
  readonly billing_cycle_anchor?: 'automatic' | 'phase_start' | undefined;
  readonly proration_behavior?: 'always_invoice' | 'create_prorations' | 'none' | undefined;
  readonly add_invoice_items?:
    | readonly { readonly price?: string | undefined; readonly quantity?: number | undefined }[]
    | undefined;
  readonly collection_method?: CollectionMethod | undefined;
  readonly default_payment_method?: string | undefined;
  readonly description?: string | undefined;
};

type EndBehavior = 'cancel' | 'none' | 'release' | 'renew' | undefined;

/** Phases one after another from `start` on; a phase without an end lasts one interval of its first price. */
export function phasesFrom(unit: Unit, given: readonly PhaseGiven[], start: number): Phase[] {
  const phases: Phase[] = [];
  for (const [index, phase] of given.entries()) {
    const begins = phases.at(-1)?.end_date ?? startOf(unit, phase) ?? start;
    phases.push(phaseFrom(unit, { phase, begins, index }));
  }
  checkPhases(phases, unit.now);
  return phases;
}

const startOf = ({ now }: Unit, { start_date }: PhaseGiven): number | undefined =>
  start_date === 'now' ? now : start_date;

type Placed = { readonly phase: PhaseGiven; readonly begins: number; readonly index: number };

function phaseFrom(unit: Unit, { phase, begins, index }: Placed): Phase {
  const prices = phase.items.map(({ price = '' }, item) =>
    required(unit, 'price', [price, `phases[${index}][items][${item}][price]`]),
  );
  const [first] = prices;
  if (first === undefined)
    throw refuse('parameter_missing', 'A phase needs at least one item.', {
      param: `phases[${index}][items]`,
    });
  const { duration, discounts } = phase;
  const given = {
    end_date: phase.end_date === 'now' ? unit.now : phase.end_date,
    duration:
      duration?.interval === undefined
        ? undefined
        : { interval: duration.interval, interval_count: duration.interval_count ?? 1 },
  };
  return newPhase({
    items: prices.map(({ id }, item) => ({ price: id, quantity: phase.items[item]?.quantity ?? 1 })),
    currency: first.currency,
    start: begins,
    end: phaseEnd(begins, given, intervalOf(first)),
    discounts: discountsIn(unit, discounts),
    metadata: phase.metadata,
    trialEnd: phase.trial_end === 'now' ? unit.now : (phase.trial_end ?? null),
    anchor: phase.billing_cycle_anchor,
    prorates: phase.proration_behavior,
    oneOff: (phase.add_invoice_items ?? []).map(({ price = '', quantity = 1 }, item) => ({
      price: required(unit, 'price', [price, `phases[${index}][add_invoice_items][${item}][price]`]).id,
      quantity,
    })),
    collectionMethod: phase.collection_method,
    defaultPaymentMethod: phase.default_payment_method,
    description: phase.description,
  });
}

const discountsIn = (unit: Unit, given: PhaseGiven['discounts']): PhaseDiscount[] =>
  (given === undefined || given === '' ? [] : given).map(({ coupon, discount, promotion_code }) => {
    if (coupon) required(unit, 'coupon', [coupon, 'phases']);
    return {
      coupon: coupon ?? null,
      discount: discount ?? null,
      promotion_code: promotion_code ?? null,
    };
  });

type FromCustomer = {
  readonly customer: string;
  readonly phases: readonly PhaseGiven[];
  readonly start: number;
  readonly endBehavior: EndBehavior;
  readonly metadata: Metadata | undefined;
  readonly defaults?: DefaultsGiven | undefined;
  readonly pauses?: readonly PauseGiven[] | undefined;
};

/** A schedule that will make its subscription, at once or later. */
export function scheduleFor(unit: Unit, given: FromCustomer): Schedule {
  required(unit, 'customer', [given.customer, 'customer']);
  const phases = phasesFrom(unit, given.phases, given.start);
  const defaults = defaultSettings(given.defaults);
  checkCards(unit, given.customer, { phases, defaults });
  const pauses = pauseSchedules(given.pauses ?? [], [], unit);
  const schedule = newSchedule({ ...given, subscription: null, phases, defaults, pauses }, unit);
  unit.save(schedule, 'subscription_schedule.created');
  return given.start <= unit.now ? beginSchedule(unit, schedule) : schedule;
}

type Paying = { readonly phases: readonly Phase[]; readonly defaults: DefaultSettings };

function checkCards(unit: Unit, customer: string, { phases, defaults }: Paying): void {
  for (const { default_payment_method: card } of [defaults, ...phases])
    if (card !== null) ownedBy(unit, customer, [card, 'default_payment_method']);
}

/** Takes up a running subscription: one phase, as it is, to the end of its current period. */
export function scheduleFrom(unit: Unit, subscription: Subscription): Schedule {
  if (subscription.schedule !== null)
    throw refuse(
      'parameter_invalid',
      'You cannot migrate a subscription that is already attached to a schedule.',
      {
        param: 'from_subscription',
      },
    );
  const phase = newPhase({
    items: subscription.items.data.map(({ price, quantity }) => ({ price: price.id, quantity })),
    currency: subscription.currency,
    start: periodStart(subscription),
    end: periodEnd(subscription),
    discounts: subscription.discounts.map((discount) => ({ coupon: null, discount, promotion_code: null })),
    metadata: subscription.metadata,
    trialEnd: subscription.trial_end,
  });
  const plain = newSchedule(
    {
      customer: subscription.customer,
      subscription: subscription.id,
      phases: [phase],
      defaults: defaultsOf(subscription),
    },
    unit,
  );
  const schedule = inPhase(plain, phase);
  unit.save(schedule, 'subscription_schedule.created');
  unit.save({ ...subscription, schedule: schedule.id }, 'customer.subscription.updated');
  return schedule;
}

type Update = {
  readonly phases: readonly PhaseGiven[] | undefined;
  readonly endBehavior: EndBehavior;
  readonly metadata: Metadata | undefined;
  readonly defaults?: DefaultsGiven | undefined;
  /** Empty text takes them away. */
  readonly pauses?: '' | readonly PauseGiven[] | undefined;
  readonly prorates?: Prorates | undefined;
};

/** Other phases from now on; what is not given again is unset. The running one takes effect at once. */
export function updateSchedule(unit: Unit, schedule: Schedule, given: Update): Schedule {
  checkRunning(schedule);
  const phases = changedPhases(unit, schedule, given.phases);
  const current = phases.find(({ start_date, end_date }) => start_date <= unit.now && unit.now < end_date);
  const defaults = defaultSettings(given.defaults, schedule.default_settings);
  checkCards(unit, schedule.customer, { phases, defaults });
  const changed = {
    ...schedule,
    phases,
    default_settings: defaults,
    pause_schedules: changedPauses(unit, schedule, given.pauses),
    end_behavior: given.endBehavior ?? schedule.end_behavior,
    metadata: mergeMetadata(schedule.metadata, given.metadata),
    sim: { toldOfEnd: false },
  };
  const updated = schedule.status === 'active' && current !== undefined ? inPhase(changed, current) : changed;
  unit.save(updated, 'subscription_schedule.updated');
  if (current !== undefined)
    applyNow(unit, { before: schedule, after: updated }, [
      current,
      given.prorates ?? current.proration_behavior,
    ]);
  return updated;
}

function changedPhases(unit: Unit, schedule: Schedule, given: Update['phases']): readonly Phase[] {
  if (given === undefined) return schedule.phases;
  return phasesFrom(unit, given, schedule.phases[0]?.start_date ?? unit.now);
}

const changedPauses = (unit: Unit, { pause_schedules: known }: Schedule, given: Update['pauses']) =>
  given === undefined ? known : pauseSchedules(given === '' ? [] : given, known, unit);

type Changed = Readonly<Record<'after' | 'before', Schedule>>;

function applyNow(
  unit: Unit,
  { before, after }: Changed,
  [phase, prorates]: readonly [Phase, Prorates],
): void {
  const subscription = unit.find('subscription', after.subscription ?? '');
  if (subscription === null) return;
  const was = currentPhase(before) ?? phase;
  const sold = before.phases === after.phases ? subscription : withPhase(unit, subscription, phase, prorates);
  const changed = withCollection(
    sold,
    collectionIn(before.default_settings, was),
    collectionIn(after.default_settings, phase),
  );
  if (JSON.stringify(changed) !== JSON.stringify({ ...subscription, metadata: changed.metadata }))
    unit.save(changed, 'customer.subscription.updated');
}

/** The subscription goes on by itself, as it is at this moment. */
export function releaseSchedule(unit: Unit, schedule: Schedule): Schedule {
  checkRunning(schedule);
  const released = release(schedule, unit.now);
  const subscription = unit.find('subscription', schedule.subscription ?? '');
  unit.save(released, 'subscription_schedule.released');
  if (subscription !== null) unit.save({ ...subscription, schedule: null }, 'customer.subscription.updated');
  return released;
}

/** Ends it and its subscription at once. */
export function endSchedule(unit: Unit, schedule: Schedule): Schedule {
  checkRunning(schedule);
  const canceled = cancelSchedule(schedule, unit.now);
  unit.save(canceled, 'subscription_schedule.canceled');
  const subscription = unit.find('subscription', schedule.subscription ?? '');
  if (subscription !== null) endSubscription(unit, { ...subscription, schedule: null }, { reason: null });
  return canceled;
}

function checkRunning(schedule: Schedule): void {
  if (isOver(schedule))
    throw refuse('schedule_over', `You cannot change a subscription schedule that is ${schedule.status}.`);
}
