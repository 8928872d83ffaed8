import type { Money } from '@gatefold/kernel';

/** One account over a month. Positive is a debit. */
export type AccountOfPeriod = {
  readonly journal: 'documents' | 'cash';
  readonly account: string;
  readonly opening: Money;
  readonly moved: Money;
  readonly closing: Money;
};

/** What was booked into a month after it was closed. */
export type LateEntry = {
  readonly entryId: string;
  readonly journal: 'documents' | 'cash';
  readonly key: string;
  readonly at: Date;
  readonly recordedAt: Date;
  /** What it debits, for its size. */
  readonly amount: Money;
};

/** Money that left for the bank, as the cash journal has it. */
export type Payout = { readonly source: string; readonly at: Date; readonly amount: Money };

export type Period = {
  /** The first day. */
  readonly month: string;
  readonly state: 'running' | 'open' | 'closed';
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
};

export type PeriodDetail = Period & {
  /** Of a closed month as they were when it was closed; else as they are. */
  readonly accounts: readonly AccountOfPeriod[];
  readonly payouts: readonly Payout[];
  readonly late: readonly LateEntry[];
};

export type Periods = {
  /** Newest first, from the first month in which something was booked. */
  list(): Promise<Period[]>;
  find(month: string): Promise<PeriodDetail>;
  /** Refuses with `period-running` and `period-closed`. */
  close(month: string, actor: string): Promise<PeriodDetail>;
};
