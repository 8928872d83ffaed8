import { earliest, type NewId } from '@gatefold/kernel';
import { axesOf, type Axes, type InvoiceStanding } from './axes.ts';
import type { Change, ChargeChange, LifeChange, WantedCall, WantedCase } from './change.ts';
import { expectedCharge, reconcileCharges } from './charges.ts';
import { earn } from './earn.ts';
import { arrive, instantsOf, lastSold, reductionCalls, stillPromised } from './course.ts';
import { endingOf, endReasonFrom, type MoneyBack } from './ending.ts';
import { holdingCalls, pausedByStaff } from './holding.ts';
import { IMPORTED, isImported, stepAt } from './price-path.ts';
import { seatsOf } from './seats.ts';
import type { SeenInvoice, SeenSubscription } from './seen.ts';
import {
  certificateNumberOf,
  dunningEnds,
  hasEnded,
  nextExpected,
  type Charge,
  type Intent,
  type Subscription,
} from './subscription.ts';

export type Folded = {
  readonly next: Subscription;
  readonly changes: readonly Change[];
  readonly calls: readonly WantedCall[];
  readonly cases: readonly WantedCase[];
};

type Given = { readonly now: Date; readonly newId: NewId; readonly moneyBack?: MoneyBack };

/**
 * What is true of a subscription, now that Stripe shows it so, and what must have happened meanwhile.
 *
 * The same function for a webhook, the return page, the poller and our own commands. It compares what is
 * seen with what was known, so that repeats, gaps and disorder change nothing: whatever order snapshots are
 * taken in, the newest one alone decides where it all ends.
 */
export function fold(before: Subscription, shown: SeenSubscription, judged: Given): Folded {
  const { now, newId } = judged;
  const seen = sinceImport(before, shown);
  const instants = instantsOf(before, seen);
  const given = { path: before.path, instants, newId };
  const money = reconcileCharges(stillPromised(before, instants), seen.invoices, given);
  const earned = earn(money.charges, now);
  const axes = axesOf({
    status: seen.status,
    isCancelScheduled: seen.cancelAtPeriodEnd || seen.cancelAt !== null,
    invoice: invoiceStandingOf(seen.invoices),
    isSettled: earned.charges.some(({ status }) => status === 'paid'),
    isDunningOver: isPast(
      dunningEnds({ ...before, charges: earned.charges, paidThrough: paidThroughOf(earned.charges) }),
      now,
    ),
    isDisputed: earned.charges.some(({ dispute }) => dispute?.status === 'open'),
  });

  const arrived = arrive({ ...before, instants, charges: earned.charges }, now);
  const next = withExpected(withAxes(arrived, { seen, axes, now }), given);
  const ending = endingOf(next, judged);
  const chargeChanges = [...money.changes, ...earned.changes];
  return {
    next: ending.next,
    changes: [...chargeChanges, ...lifeChanges(before, ending.next, money.changes)],
    calls: [
      ...money.calls,
      ...ending.calls,
      ...holdingCalls(before, ending.next, { seen, judged }),
      ...reductionCalls(before, ending.next),
    ],
    cases: [...money.cases, ...pausedByStaff(ending.next, seen)],
  };
}

/** What was charged before a subscription was taken over is in somebody else's books. */
function sinceImport({ path, charges }: Subscription, seen: SeenSubscription): SeenSubscription {
  const from = isImported(path) ? charges.find(({ index }) => index === 0)?.period.until : undefined;
  if (from === undefined) return seen;
  const isOurs = ({ period }: SeenInvoice): boolean => period !== null && period.from >= from;
  return { ...seen, invoices: seen.invoices.filter(isOurs) };
}

const isPast = (instant: Date | null, now: Date): boolean => instant !== null && instant <= now;

/** One that failed and is still open counts before any newer one. */
function invoiceStandingOf(invoices: readonly SeenInvoice[]): InvoiceStanding {
  const standings = invoices.map(standingOf);
  return standings.includes('failed') ? 'failed' : (standings.at(-1) ?? 'none');
}

function standingOf({ status, attempts }: SeenInvoice): InvoiceStanding {
  if (status === 'open') return attempts > 0 ? 'failed' : 'open';
  return status === 'uncollectible' ? 'given-up' : status;
}

/** The first instant that is not paid for. */
const paidThroughOf = (charges: readonly Charge[]): Date | null =>
  charges.findLast(({ status }) => status === 'paid')?.period.until ?? null;

type Told = { readonly seen: SeenSubscription; readonly axes: Axes; readonly now: Date };

function withAxes(subscription: Subscription, { seen, axes, now }: Told): Subscription {
  const { charges } = subscription;
  const end = endOf(subscription, { seen, axes, now });
  const paid = charges.findLast(({ status }) => status === 'paid');
  const failed = charges.find(({ status }) => status === 'failed');
  return {
    ...subscription,
    ...end,
    phase: phaseOf(axes, { paid, failed }),
    standing: axes.standing,
    // While we end it ourselves, Stripe not knowing yet takes no cancellation back.
    intent: subscription.endingAs === null ? axes.intent : laterIntent(subscription, axes),
    paidThrough: paidThroughAtEnd(paidThroughOf(charges), end),
    card: seen.card === undefined ? subscription.card : seen.card,
    retryAt: failed?.nextAttemptAt ?? null,
    cancellations: cancellationsOf(subscription, axes),
    cancelAtPeriodEnd: seen.cancelAtPeriodEnd,
    stripeInvoiceId: (failed ?? paid)?.stripeInvoiceId ?? subscription.stripeInvoiceId,
  };
}

const laterIntent = ({ intent }: Subscription, axes: Axes): Intent =>
  axes.intent === 'cancelling' ? 'cancelling' : intent;

/** When and why it ended; the first answer stays, whatever is seen later. */
function endOf(
  subscription: Subscription,
  { seen, axes, now }: Told,
): Pick<Subscription, 'endReason' | 'endedAt'> {
  if (axes.life !== 'ended') return { endReason: null, endedAt: null };
  return {
    endReason: subscription.endReason ?? endReasonFrom(subscription, seen),
    endedAt: subscription.endedAt ?? seen.endedAt ?? now,
  };
}

/** One more when a running subscription is cancelled; an end at once needs no certificate of its own. */
const cancellationsOf = ({ intent, cancellations }: Subscription, axes: Axes): number =>
  axes.life !== 'ended' && axes.intent === 'cancelling' && intent === 'renewing'
    ? cancellations + 1
    : cancellations;

/** A boundary alone moves nothing: the phase is that of the charge that was settled, or that failed. */
function phaseOf(
  { life, standing }: Axes,
  { paid, failed }: { paid: Charge | undefined; failed: Charge | undefined },
): string {
  if (life !== 'running') return life;
  const isOwed = standing === 'collecting' || standing === 'exhausted';
  return ((isOwed ? failed : undefined) ?? paid)?.phase ?? 'pending';
}

/** Money that went back buys nothing: such a subscription is paid through its real end. */
function paidThroughAtEnd(
  paidThrough: Date | null,
  { endReason, endedAt }: Pick<Subscription, 'endReason' | 'endedAt'>,
): Date | null {
  if (!isGivenBack(endReason) || endedAt === null || paidThrough === null) return paidThrough;
  return earliest(paidThrough, endedAt);
}

const isGivenBack = (reason: Subscription['endReason']): boolean =>
  reason !== null && ['refunded', 'disputed', 'duplicate', 'withdrawn'].includes(reason);

/** Whoever renews is told the next charge; whoever leaves has none. */
export function withExpected(
  subscription: Subscription,
  given: Parameters<typeof expectedCharge>[1],
): Subscription {
  const known = subscription.charges.filter(({ status }) => status !== 'expected');
  const isGoingOn = subscription.intent === 'renewing' && known.length > 0;
  if (!isGoingOn) return { ...subscription, charges: known };
  const index = Math.max(...known.map((charge) => charge.index)) + 1;
  const expected = nextExpected(subscription);
  if (expected?.index === index) return subscription;
  return { ...subscription, charges: [...known, expectedCharge(index, given)] };
}

function lifeChanges(
  before: Subscription,
  next: Subscription,
  money: readonly ChargeChange[],
): readonly LifeChange[] {
  const changes: LifeChange[] = [...standingChanges(before, next)];
  changes.push(...pauseChanges(before, next));
  changes.push(...importChanges(before, next));
  for (const change of money) if (change.type === 'charge-paid') changes.push(paidStep(next, change.charge));
  changes.push(...intentChanges(before, next));
  if (hasEnded(next) && !hasEnded(before))
    changes.push({ type: 'ended', reason: next.endReason ?? 'cancelled' });
  if (changes.length === 0 && !isSameForOthers(before, next)) changes.push({ type: 'announced' });
  return changes;
}

const importChanges = (before: Subscription, next: Subscription): LifeChange[] =>
  before.phase === 'pending' && isImported(next.path) && !hasEnded(next) ? [{ type: 'imported' }] : [];

/** What paying this charge means for the subscription. */
function paidStep({ path, instants }: Subscription, { index }: Charge): LifeChange {
  const hasPaidStart = instants.anchor > instants.startedAt;
  if (index === 0) return { type: hasPaidStart ? 'trial-started' : 'started' };
  const last = lastSold(path, index - 1);
  const [step, before] = [stepAt(path, index).step, stepAt(path, last).step];
  if (hasPaidStart && last === 0) return { type: 'converted' };
  const isDearer =
    step.key !== before.key && before.key !== IMPORTED && step.amount.amount > before.amount.amount;
  return { type: isDearer ? 'stepped-up' : 'renewed' };
}

const isOwing = ({ standing }: Subscription): boolean =>
  standing === 'collecting' || standing === 'exhausted';

function standingChanges(before: Subscription, next: Subscription): LifeChange[] {
  if (hasEnded(next)) return [];
  if (isOwing(next) && !isOwing(before)) return [{ type: 'payment-failed' }];
  return next.standing === 'ok' && isOwing(before) ? [{ type: 'recovered' }] : [];
}

const pauseChanges = ({ steering: { pause } }: Subscription, next: Subscription): LifeChange[] =>
  pause !== null && next.steering.pause === null && !hasEnded(next) ? [{ type: 'resumed' }] : [];

function intentChanges(before: Subscription, next: Subscription): LifeChange[] {
  if (hasEnded(next) || before.intent === next.intent) return [];
  const certificateNumber = certificateNumberOf(next);
  return next.intent === 'cancelling' && certificateNumber !== null
    ? [{ type: 'cancellation-scheduled', certificateNumber }]
    : [{ type: 'cancellation-revoked', certificateNumber }];
}

/** Whether everybody else would be told the same of both. */
export function isSameForOthers(a: Subscription, b: Subscription): boolean {
  const told = (one: Subscription) =>
    [
      one.phase,
      one.endReason,
      one.standing,
      one.intent,
      one.paidThrough?.getTime(),
      one.readerId,
      one.bundle,
      one.steering.pause?.until.getTime(),
      seatsOf(one),
    ].join('|');
  return told(a) === told(b);
}
