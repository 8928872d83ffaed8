import type { Interval } from './interval.ts';
import { after } from './interval.ts';
import { pauseScheduleDue, type PauseSchedule } from './pause-schedule.ts';
import { refuse } from './refusals.ts';
import { defaultSettings, type DefaultSettings } from './schedule-defaults.ts';
import type { CollectionMethod } from './subscription.ts';
import { day, orNull, type Making, type Metadata } from './wire.ts';

type Status = 'active' | 'canceled' | 'completed' | 'not_started' | 'released';

export type PhaseItem = {
  readonly billing_thresholds: null;
  readonly discounts: readonly never[];
  readonly metadata: Metadata;
  readonly plan: string;
  readonly price: string;
  readonly quantity: number;
  readonly tax_rates: readonly never[];
};

export type PhaseDiscount = {
  readonly coupon: string | null;
  readonly discount: string | null;
  readonly promotion_code: string | null;
};

export type Phase = ReturnType<typeof newPhase>;

export type PhaseTerms = {
  readonly items: readonly { readonly price: string; readonly quantity: number }[];
  readonly currency: string;
  readonly start: number;
  readonly end: number;
  readonly discounts?: readonly PhaseDiscount[];
  readonly metadata?: Metadata | undefined;
  readonly trialEnd?: number | null;
  readonly anchor?: 'automatic' | 'phase_start' | undefined;
  readonly prorates?: 'always_invoice' | 'create_prorations' | 'none' | undefined;
  readonly oneOff?: readonly { readonly price: string; readonly quantity: number }[];
  readonly collectionMethod?: CollectionMethod | undefined;
  readonly defaultPaymentMethod?: string | undefined;
  readonly description?: string | undefined;
};

export const newPhase = (terms: PhaseTerms) => ({
  add_invoice_items: (terms.oneOff ?? []).map(oneOffShown),
  application_fee_percent: null,
  billing_cycle_anchor: (terms.anchor ?? null) as 'automatic' | 'phase_start' | null,
  billing_thresholds: null,
  collection_method: orNull(terms.collectionMethod),
  currency: terms.currency,
  default_payment_method: orNull(terms.defaultPaymentMethod),
  description: terms.description || null,
  discounts: terms.discounts ?? [],
  end_date: terms.end,
  invoice_settings: null,
  items: terms.items.map(({ price, quantity }): PhaseItem => ({
    billing_thresholds: null,
    discounts: [],
    metadata: {},
    plan: price,
    price,
    quantity,
    tax_rates: [],
  })),
  metadata: terms.metadata ?? {},
  on_behalf_of: null,
  proration_behavior: terms.prorates ?? ('create_prorations' as const),
  start_date: terms.start,
  transfer_data: null,
  trial_end: terms.trialEnd ?? null,
});

const oneOffShown = ({ price, quantity }: { readonly price: string; readonly quantity: number }) => ({
  discountable: null,
  discounts: [] as readonly never[],
  metadata: null,
  period: {
    end: { type: 'min_item_period_end' as const },
    start: { type: 'max_item_period_start' as const },
  },
  price,
  quantity,
  tax_rates: [] as readonly never[],
});

type Shape = ReturnType<typeof shape>;
export type Schedule = Omit<Shape, 'current_phase' | 'status'> & {
  readonly current_phase: { readonly start_date: number; readonly end_date: number } | null;
  readonly status: Status;
};

export type ScheduleTerms = {
  readonly customer: string;
  readonly subscription: string | null;
  readonly phases: readonly Phase[];
  readonly endBehavior?: 'cancel' | 'none' | 'release' | 'renew' | undefined;
  readonly metadata?: Metadata | undefined;
  readonly defaults?: DefaultSettings;
  readonly pauses?: readonly PauseSchedule[];
};

/** Phases one after another, each with its own prices. It begins with its first phase, or takes up a running subscription. */
export const newSchedule = (terms: ScheduleTerms, making: Making): Schedule => shape(terms, making);

const shape = (terms: ScheduleTerms, { now, clock, newId }: Making) => ({
  id: newId('sub_sched'),
  object: 'subscription_schedule' as const,
  application: null,
  billing_mode: { flexible: null, type: 'flexible' as const, updated_at: now },
  canceled_at: null as number | null,
  completed_at: null as number | null,
  created: now,
  current_phase: null,
  customer: terms.customer,
  customer_account: null,
  default_settings: terms.defaults ?? defaultSettings(),
  end_behavior: terms.endBehavior ?? ('release' as const),
  livemode: false,
  metadata: terms.metadata ?? {},
  pause_schedules: terms.pauses ?? [],
  phases: terms.phases,
  released_at: null as number | null,
  released_subscription: null as string | null,
  status: 'not_started' as Status,
  subscription: terms.subscription,
  test_clock: clock ?? null,
  /** Never shown: whether its end was announced. */
  sim: { toldOfEnd: false },
});

const MOST_PHASES = 10;

/** Refuses phases that do not follow one another, and more than ten of them that are not over. */
export function checkPhases(phases: readonly Phase[], now: number): void {
  if (phases.length === 0)
    throw refuse('parameter_missing', 'A schedule needs at least one phase.', { param: 'phases' });
  if (phases.filter(({ end_date }) => end_date > now).length > MOST_PHASES)
    throw refuse('parameter_invalid', `A schedule has at most ${MOST_PHASES} current and future phases.`, {
      param: 'phases',
    });
  for (const [index, { start_date, end_date }] of phases.entries())
    if (end_date <= start_date)
      throw refuse('parameter_invalid', 'The end of a phase lies after its start.', {
        param: `phases[${index}][end_date]`,
      });
}

/** When a phase ends that begins at `start`: at the date that is given, or after a time, or after one interval of its price. */
export function phaseEnd(
  start: number,
  given: { readonly end_date?: number | undefined; readonly duration?: Interval | undefined },
  own: Interval,
): number {
  return given.end_date ?? after(start, given.duration ?? own, 1);
}

const toldBefore = 7 * day;

export const isOver = ({ status }: Schedule): boolean =>
  status === 'canceled' || status === 'completed' || status === 'released';

const lastEnd = ({ phases }: Schedule): number => phases.at(-1)?.end_date ?? 0;

/** When the end of the last phase is announced, or null. */
export const expiringAt = (schedule: Schedule): number | null =>
  schedule.status === 'active' && !schedule.sim.toldOfEnd ? lastEnd(schedule) - toldBefore : null;

/** When it next moves by itself: its first phase begins, its end is announced, it pauses, the current phase is over. */
export function scheduleDue(schedule: Schedule): number | null {
  if (isOver(schedule)) return null;
  if (schedule.status === 'not_started') return schedule.phases[0]?.start_date ?? null;
  const instants = [
    schedule.current_phase?.end_date ?? null,
    expiringAt(schedule),
    ...schedule.pause_schedules.map(pauseScheduleDue),
  ].filter((instant) => instant !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}

export const currentPhase = ({ phases, current_phase }: Schedule): Phase | null =>
  phases.find(({ start_date }) => start_date === current_phase?.start_date) ?? null;

export const inPhase = (schedule: Schedule, { start_date, end_date }: Phase): Schedule => ({
  ...schedule,
  status: 'active',
  current_phase: { start_date, end_date },
});

export const release = (schedule: Schedule, now: number): Schedule => ({
  ...schedule,
  status: 'released',
  current_phase: null,
  released_at: now,
  released_subscription: schedule.subscription,
  subscription: null,
});

export const cancelSchedule = (schedule: Schedule, now: number): Schedule => ({
  ...schedule,
  status: 'canceled',
  canceled_at: now,
  current_phase: null,
});

export const completeSchedule = (schedule: Schedule, now: number): Schedule => ({
  ...schedule,
  status: 'completed',
  completed_at: now,
  current_phase: null,
});
