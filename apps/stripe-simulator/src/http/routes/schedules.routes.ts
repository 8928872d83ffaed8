import type Stripe from 'stripe';
import type { PauseGiven } from '../../domain/pause-schedule.ts';
import { refuse } from '../../domain/refusals.ts';
import type { DefaultsGiven } from '../../domain/schedule-defaults.ts';
import { required } from '../../usecases/find.ts';
import {
  endSchedule,
  releaseSchedule,
  scheduleFor,
  scheduleFrom,
  updateSchedule,
  type PhaseGiven,
} from '../../usecases/schedules.ts';
import { createdRange, call, metadataOf, pageOf, pagingMask } from '../route.ts';

const path = '/v1/subscription_schedules';
const kind = 'subscription_schedule';

export const phaseMask = {
  items: { price: true, quantity: true },
  discounts: { coupon: true, discount: true },
  start_date: true,
  end_date: true,
  duration: true,
  metadata: true,
  trial_end: true,
  billing_cycle_anchor: true,
  proration_behavior: true,
  add_invoice_items: { price: true, quantity: true },
  collection_method: true,
  default_payment_method: true,
  description: true,
} as const;
const defaultsMask = {
  automatic_tax: { enabled: true },
  billing_cycle_anchor: true,
  collection_method: true,
  default_payment_method: true,
  description: true,
  invoice_settings: { custom_fields: true, days_until_due: true, description: true, footer: true },
} as const;
const pauseMask = {
  key: true,
  pause: {
    pause_at: true,
    settings: { bill_for: { unused_time_from: true }, invoicing_behavior: true, type: true },
  },
  resume: {
    resume_at: true,
    settings: { billing_cycle_anchor: true, payment_behavior: true, proration_behavior: true },
  },
} as const;
const phasesOnCreation = { ...phaseMask, start_date: undefined } as const;

/** Who resumes is active from the attempt on, whether it succeeds or not. */
export function checkResumes(behavior: string | undefined, param: string): void {
  if (behavior === 'resume_on_payment_success')
    throw refuse('not_simulated', 'Staying paused until the invoice is paid is not simulated.', { param });
}

function pausesOf(given: '' | readonly PauseGiven[] | undefined) {
  if (given === undefined || given === '') return given;
  for (const { resume } of given)
    checkResumes(
      resume ? resume.settings?.payment_behavior : undefined,
      'pause_schedules[0][resume][settings][payment_behavior]',
    );
  return given;
}

export const scheduleRoutes = [
  call<Stripe.SubscriptionScheduleCreateParams>('post', path, {
    simulates: {
      customer: true,
      from_subscription: true,
      start_date: true,
      end_behavior: true,
      metadata: true,
      phases: phasesOnCreation,
      default_settings: defaultsMask,
      pause_schedules: pauseMask,
    },
    run({ unit, params }) {
      const { from_subscription, customer, start_date, end_behavior } = params;
      if (from_subscription !== undefined) {
        if (params.phases !== undefined)
          throw refuse('parameter_invalid', 'You cannot set `phases` with `from_subscription`.', {
            param: 'phases',
          });
        return scheduleFrom(unit, required(unit, 'subscription', [from_subscription, 'from_subscription']));
      }
      if (customer === undefined)
        throw refuse('parameter_missing', 'Pass `customer` or `from_subscription`.', { param: 'customer' });
      return scheduleFor(unit, {
        customer,
        phases: (params.phases ?? []) as readonly PhaseGiven[],
        start: typeof start_date === 'number' ? start_date : unit.now,
        endBehavior: end_behavior as 'cancel' | 'release' | undefined,
        metadata: metadataOf(params.metadata),
        defaults: params.default_settings as DefaultsGiven | undefined,
        pauses: pausesOf(params.pause_schedules as readonly PauseGiven[] | undefined) || undefined,
      });
    },
  }),
  call<object>('get', `${path}/:schedule`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, kind, [at('schedule')]),
  }),
  call<Stripe.SubscriptionScheduleUpdateParams>('post', `${path}/:schedule`, {
    simulates: {
      phases: phaseMask,
      end_behavior: true,
      metadata: true,
      proration_behavior: true,
      default_settings: defaultsMask,
      pause_schedules: pauseMask,
    },
    run: ({ unit, at, params }) =>
      updateSchedule(unit, required(unit, kind, [at('schedule')]), {
        phases: params.phases as readonly PhaseGiven[] | undefined,
        endBehavior: params.end_behavior as 'cancel' | 'release' | undefined,
        metadata: metadataOf(params.metadata),
        defaults: params.default_settings as DefaultsGiven | undefined,
        pauses: pausesOf(params.pause_schedules as readonly PauseGiven[] | undefined),
        prorates: params.proration_behavior as 'none' | undefined,
      }),
  }),
  call<object>('post', `${path}/:schedule/release`, {
    simulates: {},
    run: ({ unit, at }) => releaseSchedule(unit, required(unit, kind, [at('schedule')])),
  }),
  call<object>('post', `${path}/:schedule/cancel`, {
    simulates: {},
    run: ({ unit, at }) => endSchedule(unit, required(unit, kind, [at('schedule')])),
  }),
  call<Stripe.SubscriptionScheduleListParams>('get', path, {
    simulates: { ...pagingMask, created: true, customer: true },
    run: (given) =>
      pageOf(given, kind, {
        url: path,
        where: { customer: given.params.customer, created: createdRange(given.params.created) },
      }),
  }),
];
