import type { Expected } from '../domain/forecast.ts';
import type { LeavingReason } from '../domain/leaving-reason.ts';
import type { Months, MonthTotal } from '../domain/month-report.ts';

/** Those who began in one week with one plan, and how far they came by now. */
export type CohortRow = {
  /** The Monday that the week begins with, in UTC. */
  readonly week: string;
  readonly offer: string;
  readonly currency: string;
  readonly began: number;
  /** Whose introduction is not over. */
  readonly inIntro: number;
  /** Who paid for more than the introduction. */
  readonly converted: number;
  /** Who paid the last price of their path. */
  readonly steppedUp: number;
  readonly running: number;
  readonly cancelling: number;
  /** Paid and not given back, in minor units. */
  readonly kept: bigint;
};

/** How many of those who left with one plan in one month have said so of themselves. */
export type LeavingRow = {
  readonly month: string;
  readonly offer: string;
  readonly reason: LeavingReason;
  readonly currency: string;
  readonly readers: number;
};

/** What reports are made of. */
export type Reports = {
  totals(): Promise<MonthTotal[]>;
  cohorts(since: Date, now: Date): Promise<CohortRow[]>;
  leaving(months: Months, offer: string | null): Promise<LeavingRow[]>;
  /** Charges expected before an instant, by path and day. */
  expected(until: Date): Promise<Expected[]>;
};
