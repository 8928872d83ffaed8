import type { StripeStatus } from './seen.ts';
import type { Intent, Standing } from './subscription.ts';

/**
 * The worst of what is still to be collected, else how the latest invoice stands.
 *
 * `open` has not been tried yet; `failed` was tried and refused; `given-up` was marked uncollectible.
 */
export const invoiceStandings = ['none', 'draft', 'open', 'failed', 'given-up', 'paid', 'void'] as const;
export type InvoiceStanding = (typeof invoiceStandings)[number];

export type Situation = {
  readonly status: StripeStatus;
  readonly isCancelScheduled: boolean;
  readonly invoice: InvoiceStanding;
  /** Whether anything was ever paid under it. */
  readonly isSettled: boolean;
  /** Whether our own timetable for collecting has run out. */
  readonly isDunningOver: boolean;
  readonly isDisputed: boolean;
};

export type Axes = {
  readonly life: 'pending' | 'running' | 'ended';
  readonly standing: Standing;
  readonly intent: Intent;
};

/** `collect`: being collected until our timetable runs out. `running-once-paid`: as long as nothing is settled, pending. */
type Row = {
  readonly life: 'running-once-paid' | 'ended';
  readonly standing: Readonly<Record<InvoiceStanding, 'ok' | 'collect' | 'exhausted'>>;
};

const calm = {
  none: 'ok',
  draft: 'ok',
  open: 'ok',
  failed: 'collect',
  'given-up': 'exhausted',
  paid: 'ok',
  void: 'ok',
} as const;

/** Stripe says that something is owed, so an invoice that only looks fresh does not clear it. */
const owing = { ...calm, none: 'collect', draft: 'collect', open: 'collect' } as const;
const exhausted = {
  ...owing,
  none: 'exhausted',
  draft: 'exhausted',
  open: 'exhausted',
  failed: 'exhausted',
} as const;
/** A first payment that fails is nobody's debt. */
const unowed = { ...calm, failed: 'ok', 'given-up': 'ok' } as const;
/** It is over: what was not paid by then stays unpaid. */
const over = { ...calm, failed: 'exhausted' } as const;

/** Stripe's status × cancel fields × latest invoice → axes. Total, and enumerated by its test. */
const rows: Readonly<Record<StripeStatus, Row>> = {
  incomplete: { life: 'running-once-paid', standing: unowed },
  incomplete_expired: { life: 'ended', standing: unowed },
  trialing: { life: 'running-once-paid', standing: calm },
  // The boundary of a period turns to `active` an hour before money is tried, so `active` is not "paid".
  active: { life: 'running-once-paid', standing: calm },
  past_due: { life: 'running-once-paid', standing: owing },
  unpaid: { life: 'running-once-paid', standing: exhausted },
  paused: { life: 'running-once-paid', standing: calm },
  canceled: { life: 'ended', standing: over },
};

/** Where a subscription stands on the three axes. A dispute is the worst standing there is while it runs. */
export function axesOf({
  status,
  isCancelScheduled,
  invoice,
  isSettled,
  isDunningOver,
  isDisputed,
}: Situation): Axes {
  const row = rows[status];
  const life = row.life === 'ended' ? 'ended' : isSettled ? 'running' : 'pending';
  const told = row.standing[invoice];
  const owed = told === 'collect' ? (isDunningOver ? 'exhausted' : 'collecting') : told;
  return {
    life,
    standing: isDisputed && life !== 'ended' ? 'disputed' : owed,
    intent: isCancelScheduled || life === 'ended' ? 'cancelling' : 'renewing',
  };
}
