import { after, type Interval } from './interval.ts';
import { refuse } from './refusals.ts';
import type { Making } from './wire.ts';

type GivesBackFrom = 'item_current_period_start' | 'none' | 'pause_at';
type Invoicing = 'invoice' | 'pending_invoice_item';
type Prorates = 'always_invoice' | 'create_prorations' | 'none';
type Status = {
  readonly type: 'error' | 'scheduled' | 'succeeded';
  readonly error?: { readonly message: string };
};

/** When a subscription under a schedule pauses, and when it goes on; null for when somebody resumes it. */
export type PauseSchedule = {
  readonly key: string;
  readonly pause: {
    readonly pause_at: number;
    readonly settings: {
      readonly bill_for: {
        readonly outstanding_usage_through: { readonly type: 'none' | 'pause_at' };
        readonly unused_time_from: { readonly type: GivesBackFrom };
      };
      readonly invoicing_behavior: Invoicing;
      readonly type: 'subscription';
    };
    readonly status: Status;
  };
  readonly resume: {
    readonly resume_at: number;
    readonly settings: {
      readonly billing_cycle_anchor: 'resume_at' | 'unchanged';
      readonly payment_behavior: 'resume_on_payment_attempt';
      readonly proration_behavior: Prorates;
    };
    readonly status: Status;
  } | null;
};

export type PauseGiven = {
  readonly key?: string | undefined;
  readonly pause?:
    | {
        readonly pause_at: { readonly type: string; readonly timestamp?: number | undefined };
        readonly settings?:
          | {
              readonly bill_for?:
                | { readonly unused_time_from?: { readonly type: string } | undefined }
                | undefined;
              readonly invoicing_behavior?: string | undefined;
            }
          | undefined;
      }
    | undefined;
  readonly resume?:
    | ''
    | {
        readonly resume_at: {
          readonly type: string;
          readonly timestamp?: number | undefined;
          readonly duration?:
            | { readonly interval: string; readonly interval_count?: number | undefined }
            | undefined;
        };
        readonly settings?:
          | {
              readonly billing_cycle_anchor?: string | undefined;
              readonly payment_behavior?: string | undefined;
              readonly proration_behavior?: string | undefined;
            }
          | undefined;
      }
    | undefined;
};

const scheduled: Status = { type: 'scheduled' };

/** One entry at most. That with the key of a known one changes it; what is not given stays. */
export function pauseSchedules(
  given: readonly PauseGiven[],
  known: readonly PauseSchedule[],
  making: Making,
): PauseSchedule[] {
  if (given.length > 1)
    throw refuse('parameter_invalid', 'You can provide one pause schedule.', { param: 'pause_schedules' });
  return given.map((one) => {
    const before = known.find(({ key }) => key === one.key) ?? null;
    const pause = pauseOf(one, before, making.now);
    const resume = resumeOf(one, before, { now: making.now, pausesAt: pause.pause_at });
    if (resume !== null && resume.resume_at <= pause.pause_at)
      throw refuse('parameter_invalid', 'A subscription resumes after it has paused.', {
        param: 'pause_schedules[0][resume][resume_at]',
      });
    return { key: one.key ?? making.newId('pause'), pause, resume };
  });
}

function pauseOf({ pause }: PauseGiven, before: PauseSchedule | null, now: number): PauseSchedule['pause'] {
  if (pause === undefined) {
    if (before !== null) return before.pause;
    throw refuse('parameter_missing', 'A pause schedule says when to pause.', {
      param: 'pause_schedules[0][pause]',
    });
  }
  const { bill_for, ...given } = pause.settings ?? {};
  const known = before?.pause.settings;
  const unused = bill_for?.unused_time_from ?? known?.bill_for.unused_time_from ?? { type: 'pause_at' };
  return {
    pause_at: instantOf(pause.pause_at, { now, since: now, param: 'pause_schedules[0][pause][pause_at]' }),
    settings: {
      invoicing_behavior: 'pending_invoice_item',
      ...known,
      ...(given as { readonly invoicing_behavior?: Invoicing }),
      bill_for: {
        outstanding_usage_through: { type: 'pause_at' },
        unused_time_from: unused as { readonly type: GivesBackFrom },
      },
      type: 'subscription',
    },
    status: scheduled,
  };
}

type Since = { readonly now: number; readonly pausesAt: number };

function resumeOf(
  { resume }: PauseGiven,
  before: PauseSchedule | null,
  { now, pausesAt }: Since,
): PauseSchedule['resume'] {
  if (resume === undefined) return before?.resume ?? null;
  if (resume === '') return null;
  return {
    resume_at: instantOf(resume.resume_at, {
      now,
      since: pausesAt,
      param: 'pause_schedules[0][resume][resume_at]',
    }),
    settings: {
      billing_cycle_anchor: 'resume_at',
      proration_behavior: 'create_prorations',
      ...before?.resume?.settings,
      ...(resume.settings as Partial<NonNullable<PauseSchedule['resume']>['settings']>),
      payment_behavior: 'resume_on_payment_attempt',
    },
    status: scheduled,
  };
}

type At = {
  readonly type: string;
  readonly timestamp?: number | undefined;
  readonly duration?: { readonly interval: string; readonly interval_count?: number | undefined } | undefined;
};

/** A duration counts from `since`. */
function instantOf(
  { type, timestamp, duration }: At,
  { now, since, param }: { readonly now: number; readonly since: number; readonly param: string },
): number {
  if (type === 'now') return now;
  if (type === 'duration' && duration !== undefined) {
    const interval = duration.interval as Interval['interval'];
    return after(since, { interval, interval_count: duration.interval_count ?? 1 }, 1);
  }
  if (timestamp === undefined)
    throw refuse('parameter_missing', `Missing required param: ${param}[${type}].`, {
      param: `${param}[${type}]`,
    });
  if (timestamp < now) throw refuse('parameter_invalid', `Invalid ${param}: it lies in the past.`, { param });
  return timestamp;
}

/** When the entry next does something, or null when it has done all. */
export function pauseScheduleDue({ pause, resume }: PauseSchedule): number | null {
  if (pause.status.type === 'scheduled') return pause.pause_at;
  return pause.status.type === 'succeeded' && resume?.status.type === 'scheduled' ? resume.resume_at : null;
}

/** With what became of the pause, or of the way back when the pause is over already. */
export function pauseScheduleDone(entry: PauseSchedule, failure: string | null): PauseSchedule {
  const status: Status =
    failure === null ? { type: 'succeeded' } : { type: 'error', error: { message: failure } };
  if (entry.pause.status.type === 'scheduled') return { ...entry, pause: { ...entry.pause, status } };
  return { ...entry, resume: entry.resume && { ...entry.resume, status } };
}
