import type { Measure } from './movements.ts';

/** What was added up for one month, plan, phase and currency. */
export type MonthTotal = {
  /** Its first day. */
  readonly month: string;
  readonly offer: string;
  readonly phase: string;
  readonly currency: string;
  readonly measure: Measure;
  readonly amount: bigint;
  readonly count: number;
};

/** Months from and until, first days; `until` is the first month outside. */
export type Months = { readonly from: string; readonly until: string };

type Place = {
  readonly month: string;
  readonly offer: string;
  readonly phase: string;
  readonly currency: string;
};

/** Minor units of the row's currency. What is `deferred` is a stock at the end of the month. */
export type RevenueRow = Place &
  Readonly<
    Record<
      'billed' | 'voided' | 'paid' | 'credited' | 'refunded' | 'tax' | 'revenue' | 'deferred' | 'disputed',
      bigint
    >
  >;

/** Stocks at the end of the month, in minor units a month. */
export type MrrRow = Place & {
  readonly subscribers: number;
  readonly cancelling: number;
  readonly current: bigint;
  readonly continuing: bigint;
  readonly list: bigint;
};

/** Said beside the figures, so that nobody has to guess. */
export const definitions = {
  months: 'Calendar months in UTC. Amounts of two currencies are never added up.',
  billed: 'Invoices issued in the month. What of them was voided stands beside it.',
  paid: 'Payments that arrived in the month, before fees.',
  credited:
    'What of the invoices that were paid in the month came from credit that we had given: a cost, and no payment.',
  refunded:
    'Payments given back in the month, in full or in part. One that did not arrive is still owed to the reader, and giving it back again counts no second time.',
  tax: 'The tax in the invoices that were paid in the month, less the share of it in what was given back: owed to the state, and never revenue. Invoices without tax have none.',
  revenue:
    'What was earned: each payment, without its tax, evenly over its period, to the second. What is given back takes what is not earned yet first; a payment that came late is caught up in its month.',
  deferred:
    'Paid, with credit too, not given back, not tax, and not earned by the end of the month: what is still owed in reading.',
  disputed: 'Payments on which a dispute was opened in the month. A lost one is a cost and not less revenue.',
  subscribers: 'Subscriptions that run at the end of the month, those included that have cancelled.',
  current:
    'A month of every running subscription at the price of the phase it is in, as it is charged, so with tax in it; the introduction too.',
  continuing: 'The same, only of those that go on and are past the introduction.',
  list: 'A month of those that go on, at the last price of their path: what it grows into if all stay.',
  perMonth: 'A twelfth of a year: what is charged every four weeks is charged thirteen times.',
} as const;

const placeOf = ({ month, offer, phase, currency }: Place): string =>
  [month, offer, phase, currency].join('|');

/** Money by month × plan × phase × currency. A month in which nothing happened but something is owed has a row too. */
export function revenueReport(totals: readonly MonthTotal[], months: Months): RevenueRow[] {
  return cells(totals, months)
    .map(({ place, of, upTo }) => ({
      ...place,
      billed: of('billed').amount,
      voided: of('voided').amount,
      paid: of('paid').amount,
      credited: of('credited').amount,
      refunded: of('refunded').amount,
      tax: of('taxed').amount,
      revenue: of('recognised').amount,
      deferred:
        upTo('paid').amount +
        upTo('credited').amount -
        upTo('refunded').amount -
        upTo('taxed').amount -
        upTo('recognised').amount,
      disputed: of('disputed').amount,
    }))
    .filter((row) => Object.values(row).some((value) => typeof value === 'bigint' && value !== 0n));
}

/** Subscribers and what a month of them is worth, by month × plan × phase × currency. */
export function mrrReport(totals: readonly MonthTotal[], months: Months): MrrRow[] {
  return cells(totals, months)
    .map(({ place, upTo }) => ({
      ...place,
      subscribers: upTo('live').count,
      cancelling: upTo('live').count - upTo('renewing').count,
      current: perMonth(upTo('live').amount),
      continuing: perMonth(upTo('continuing').amount),
      list: perMonth(upTo('list').amount),
    }))
    .filter(({ subscribers }) => subscribers !== 0);
}

/** To the nearest minor unit, once for each sum. */
const perMonth = (yearly: bigint): bigint => (yearly >= 0n ? yearly + 6n : yearly - 6n) / 12n;

type Figure = { readonly amount: bigint; readonly count: number };
type Cell = { place: Place; of(measure: Measure): Figure; upTo(measure: Measure): Figure };

const NOTHING: Figure = { amount: 0n, count: 0 };
const plus = (a: Figure, b: Figure): Figure => ({ amount: a.amount + b.amount, count: a.count + b.count });

/** Every month asked for, by every plan, phase and currency that was ever counted. */
function cells(totals: readonly MonthTotal[], { from, until }: Months): Cell[] {
  const series = new Map<string, Place>(
    totals.map((total) => [placeOf({ ...total, month: '' }), { ...total, month: '' }]),
  );
  const within = new Map(totals.map((total) => [`${placeOf(total)}|${total.measure}`, total]));
  const running = new Map<string, Figure>();
  const take = (total: MonthTotal): void => {
    const key = `${placeOf({ ...total, month: '' })}|${total.measure}`;
    running.set(key, plus(running.get(key) ?? NOTHING, total));
  };
  const sorted = totals.toSorted((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0));
  let next = 0;
  return monthsBetween({ from, until }).flatMap((month) => {
    for (; next < sorted.length && sorted[next]!.month <= month; next += 1) take(sorted[next]!);
    const stock = new Map(running);
    return [...series.values()].map(({ offer, phase, currency }): Cell => {
      const place = { month, offer, phase, currency };
      return {
        place,
        of: (measure) => within.get(`${placeOf(place)}|${measure}`) ?? NOTHING,
        upTo: (measure) => stock.get(`${placeOf({ ...place, month: '' })}|${measure}`) ?? NOTHING,
      };
    });
  });
}

/** First days of the months, oldest first. */
export function monthsBetween({ from, until }: Months): string[] {
  const months: string[] = [];
  for (let month = from; month < until; month = addMonth(month)) months.push(month);
  return months;
}

export function addMonth(month: string, by = 1): string {
  const first = new Date(`${month}T00:00:00.000Z`);
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + by, 1)).toISOString().slice(0, 10);
}
