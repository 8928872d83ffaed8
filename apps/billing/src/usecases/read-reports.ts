import { DAY, plus, type BusinessClock } from '@gatefold/kernel';
import { forecast, weekOf, type ForecastRow } from '../domain/forecast.ts';
import {
  addMonth,
  mrrReport,
  revenueReport,
  type MonthTotal,
  type Months,
  type MrrRow,
  type RevenueRow,
} from '../domain/month-report.ts';
import { monthOf } from '../domain/recognition.ts';
import type { CohortRow, LeavingRow, Reports } from './report-ports.ts';

/** Which months and plan; the last twelve months and all plans where nothing is said. */
export type MonthQuery = {
  readonly from: string | null;
  /** The last month that belongs to it. */
  readonly to: string | null;
  readonly offer: string | null;
};

export type ReadReports = {
  revenue(query: MonthQuery): Promise<RevenueRow[]>;
  mrr(query: MonthQuery): Promise<MrrRow[]>;
  leaving(query: MonthQuery): Promise<LeavingRow[]>;
  cohorts(weeks: number): Promise<CohortRow[]>;
  forecast(weeks: number): Promise<ForecastRow[]>;
};

type Deps = { reports: Reports; clock: BusinessClock };

const WEEK = 7 * DAY;

/** What the months came to, how cohorts go on, and what is to be expected. */
export function readReports({ reports, clock }: Deps): ReadReports {
  const totalsOf = async (offer: string | null): Promise<MonthTotal[]> =>
    (await reports.totals()).filter((total) => offer === null || total.offer === offer);

  return {
    revenue: async (query) => revenueReport(await totalsOf(query.offer), monthsOf(query, clock.now())),
    mrr: async (query) => mrrReport(await totalsOf(query.offer), monthsOf(query, clock.now())),
    leaving: (query) => reports.leaving(monthsOf(query, clock.now()), query.offer),
    cohorts(weeks) {
      const now = clock.now();
      return reports.cohorts(plus(new Date(weekOf(now)), -(weeks - 1) * WEEK), now);
    },
    async forecast(weeks) {
      const until = plus(new Date(weekOf(clock.now())), weeks * WEEK);
      return forecast(await reports.expected(until), until);
    },
  };
}

function monthsOf({ from, to }: MonthQuery, now: Date): Months {
  const until = addMonth(to ?? monthOf(now));
  return { from: from ?? addMonth(until, -12), until };
}
