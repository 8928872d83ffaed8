import { movedBy } from './announce.ts';
import { isAboutCharge, type Change, type ChargeChange, type TakenFrom } from './change.ts';
import type { Interval } from './offer.ts';
import { monthOf, spreadFrom, withRefund, type ByMonth, type Spread } from './recognition.ts';
import type { Subscription } from './subscription.ts';
import { netOf } from './tax.ts';

/** What is added up by month. `live` is a stock: what came in less what left, over all months. */
export const measures = [
  'billed',
  'voided',
  'paid',
  'credited',
  'refunded',
  'taxed',
  'recognised',
  'disputed',
  'live',
  'renewing',
  'continuing',
  'list',
] as const;
export type Measure = (typeof measures)[number];

/** One addition to the totals of a month. Minor units of the currency. */
export type Movement = {
  readonly month: string;
  readonly phase: string;
  readonly currency: string;
  readonly measure: Measure;
  readonly amount: bigint;
  readonly count: number;
};

type Counted = { readonly measure: Measure; readonly amount: bigint };

/**
 * What changes add to the months, and how the payments among them go on to become revenue.
 *
 * `spreads` holds what was known of payments that are given back; null in the result for one that has nothing left
 * to earn.
 */
export function movementsOf(
  changes: readonly Change[],
  spreads: ReadonlyMap<string, Spread>,
  now: Date,
): { movements: Movement[]; spreads: ReadonlyMap<string, Spread | null> } {
  const known = new Map<string, Spread | null>(spreads);
  const movements: Movement[] = [];
  for (const change of changes.filter(isAboutCharge)) {
    const { phase, amount } = change.charge;
    const of = { phase, currency: amount.currency };
    const counted = countedAs(change);
    if (counted !== null) movements.push({ ...of, ...counted, month: monthOf(now), count: 1 });
    const tax = taxed(change);
    if (tax !== 0n) movements.push({ ...of, month: monthOf(now), measure: 'taxed', amount: tax, count: 0 });
    for (const [month, part] of recognised(change, known, now))
      movements.push({ ...of, month, measure: 'recognised', amount: part, count: 0 });
  }
  return { movements, spreads: known };
}

const counting: Readonly<Record<ChargeChange['type'], Measure | null>> = {
  'charge-opened': 'billed',
  'charge-reopened': 'billed',
  'credit-used': 'credited',
  'charge-voided': 'voided',
  'charge-paid': 'paid',
  'charge-refunded': 'refunded',
  'charge-disputed': 'disputed',
  'attempt-failed': null,
  'paid-outside': null,
  'refund-failed': 'refunded',
  'dispute-closed': null,
  'revenue-earned': null,
  'charge-begun': null,
};

function countedAs(change: ChargeChange): Counted | null {
  const measure = counting[change.type];
  const back = takenBack(change);
  const amount = back === null ? movedBy(change).amount.amount : back.tax + back.net;
  const wasBilled = change.type !== 'charge-voided' || change.charge.isBooked;
  return measure === null || amount === 0n || !wasBilled ? null : { measure, amount };
}

function recognised(change: ChargeChange, known: Map<string, Spread | null>, now: Date): ByMonth {
  const { id, amount, period } = change.charge;
  // A gift is paid for long before it begins.
  if (period.until <= period.from) return new Map();
  if (beginsEarning(change) && amount.amount > 0n) {
    const begun = spreadFrom(netOf(change.charge), period, now);
    known.set(id, begun.spread);
    return begun.months;
  }
  const back = takenBack(change)?.net ?? 0n;
  if (back === 0n) return new Map();
  const before = known.get(id) ?? { period, amount: 0n };
  const after = withRefund(before, back, now);
  known.set(id, after.spread);
  return after.months;
}

type Back = { readonly tax: bigint; readonly net: bigint };

/** What is given back and was not owed already. Null where nothing is given back. */
function takenBack(change: ChargeChange): Back | null {
  if (change.type !== 'charge-refunded' && change.type !== 'refund-failed') return null;
  const { tax, deferred, earned } = change.from ?? nothing;
  return { tax, net: deferred + earned };
}

const nothing: TakenFrom = { owed: 0n, tax: 0n, deferred: 0n, earned: 0n };

/** The tax of the whole charge, whatever has paid it; less than nothing where some goes back. */
const taxed = (change: ChargeChange): bigint =>
  change.type === 'charge-paid' ? change.charge.tax : -(takenBack(change)?.tax ?? 0n);

const beginsEarning = ({ type }: ChargeChange): boolean => type === 'charge-paid' || type === 'charge-begun';

/** What a running subscription counts as. Amounts are of a year, so that every interval comes to whole minor units. */
export type Counting = {
  readonly offer: string;
  readonly phase: string;
  readonly currency: string;
  readonly isRenewing: boolean;
  /** In a phase that was paid on the spot before the counted periods began. */
  readonly isIntro: boolean;
  readonly yearly: bigint;
  readonly yearlyList: bigint;
};

/** Null for one that is not running, and for a gift, which comes again to nobody. */
export function countingOf({ phase, path, instants, intent, endingAs }: Subscription): Counting | null {
  const step = path.steps.find(({ key }) => key === phase);
  const last = path.steps.at(-1);
  if (step === undefined || last === undefined || endingAs !== null || last.charges !== null) return null;
  return {
    offer: path.offer,
    phase,
    currency: step.amount.currency,
    isRenewing: intent === 'renewing',
    isIntro: instants.anchor > instants.startedAt && step === path.steps[0],
    yearly: yearlyOf(step.amount.amount, step.interval),
    yearlyList: yearlyOf(last.amount.amount, last.interval),
  };
}

const PER_YEAR = { day: 365n, week: 52n, month: 12n, year: 1n } as const;

/** Thirteen charges a year of what is charged every four weeks. */
const yearlyOf = (amount: bigint, { unit, count }: Interval): bigint =>
  (amount * PER_YEAR[unit]) / BigInt(count);
