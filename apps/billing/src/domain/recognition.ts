import { accrued, type Period } from '@gatefold/kernel';

/** What is left of a payment, and over which time it becomes revenue. Minor units. */
export type Spread = { readonly period: Period; readonly amount: bigint };

/** Minor units by month; a month is named by its first day in UTC, `2026-03-01`. */
export type ByMonth = ReadonlyMap<string, bigint>;

/** The month that an instant falls into, in UTC. */
export const monthOf = (at: Date): string => `${at.toISOString().slice(0, 7)}-01`;

const nextMonth = (month: string): Date => {
  const first = new Date(`${month}T00:00:00.000Z`);
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1));
};

/**
 * How a payment becomes revenue: evenly over its period, from the second to the second, rounded once for all that
 * is past, so that the months add up to the payment exactly.
 *
 * What was paid late is caught up in the month in which we know of it: a month that is over never changes.
 */
export function spreadFrom(
  amount: bigint,
  period: Period,
  knownAt: Date,
): { spread: Spread; months: ByMonth } {
  const spread = { period, amount };
  const months = new Map<string, bigint>();
  const first = knownAt > period.from ? monthOf(knownAt) : monthOf(period.from);
  for (const [month, part] of monthsOf(spread)) add(months, month < first ? first : month, part);
  return { spread, months };
}

/**
 * What a refund changes: what is not earned yet goes first, and what is left of it is spread over the rest of the
 * period. Only what exceeds that is taken from revenue, in the month of the refund.
 */
export function withRefund(
  spread: Spread,
  refund: bigint,
  at: Date,
): { spread: Spread | null; months: ByMonth } {
  const { from, until } = spread.period;
  const cut = at < from ? from : at > until ? until : at;
  const left = spread.amount - earnedBy(spread, cut);
  const fromLeft = refund < left ? refund : left;
  const months = new Map<string, bigint>();
  const now = monthOf(at);
  const rest = cut < until ? { period: { from: cut, until }, amount: left } : null;
  const next = rest === null ? null : { ...rest, amount: left - fromLeft };
  if (rest !== null) for (const [month, part] of monthsOf(rest)) add(months, month, -part);
  if (next !== null) for (const [month, part] of monthsOf(next)) add(months, month, part);
  add(months, now, fromLeft - refund);
  return { spread: next, months };
}

/** What of it is earned by an instant. */
const earnedBy = ({ period, amount }: Spread, at: Date): bigint =>
  accrued(
    amount,
    BigInt(at.getTime() - period.from.getTime()),
    BigInt(period.until.getTime() - period.from.getTime()),
  );

function monthsOf(spread: Spread): [string, bigint][] {
  const months: [string, bigint][] = [];
  let earned = 0n;
  for (let month = monthOf(spread.period.from); ; month = monthOf(nextMonth(month))) {
    const end = nextMonth(month);
    const isLast = end >= spread.period.until;
    const byNow = isLast ? spread.amount : earnedBy(spread, end);
    months.push([month, byNow - earned]);
    earned = byNow;
    if (isLast) return months;
  }
}

function add(months: Map<string, bigint>, month: string, part: bigint): void {
  if (part !== 0n) months.set(month, (months.get(month) ?? 0n) + part);
}
