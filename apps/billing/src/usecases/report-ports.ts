import type { Expected } from '../domain/forecast.ts';
import type { MonthTotal } from '../domain/month-report.ts';

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

/** What reports are made of. */
export type Reports = {
  totals(): Promise<MonthTotal[]>;
  cohorts(since: Date, now: Date): Promise<CohortRow[]>;
  /** Charges expected before an instant, by path and day. */
  expected(until: Date): Promise<Expected[]>;
};
