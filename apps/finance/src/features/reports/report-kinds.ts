import { billing } from '@gatefold/api';
import type { ReportQuery } from './report-query.ts';

/** What each report is called, takes, shows and draws. Column keys are billing's. */
export const reportKinds = {
  revenue: {
    title: 'Revenue and deferred revenue',
    says: 'What was earned in each month, and what is still owed in reading at its end.',
    endpoint: billing.revenueReport,
    fields: ['from', 'to', 'offer'],
    time: 'month',
    columns: {
      month: 'Month',
      offer: 'Plan',
      phase: 'Phase',
      billed: 'Billed',
      voided: 'Voided',
      paid: 'Paid',
      credited: 'By credit',
      refunded: 'Given back',
      tax: 'Tax',
      revenue: 'Revenue',
      deferred: 'Deferred',
      disputed: 'Disputed',
    },
    charts: { revenue: 'Revenue by month', deferred: 'Deferred revenue at the end of the month' },
    terms: ['months', 'billed', 'paid', 'credited', 'refunded', 'tax', 'revenue', 'deferred', 'disputed'],
  },
  mrr: {
    title: 'Monthly recurring revenue',
    says: 'Subscribers at the end of each month, and what a month of them is worth under three definitions.',
    endpoint: billing.mrrReport,
    fields: ['from', 'to', 'offer'],
    time: 'month',
    columns: {
      month: 'Month',
      offer: 'Plan',
      phase: 'Phase',
      subscribers: 'Subscribers',
      cancelling: 'Leaving',
      current: 'At the price now',
      continuing: 'Past the introduction',
      list: 'At the last price',
    },
    charts: { current: 'At the price now', continuing: 'Past the introduction', list: 'At the last price' },
    terms: ['months', 'subscribers', 'current', 'continuing', 'list', 'perMonth'],
  },
  cohorts: {
    title: 'From the introduction to the list price',
    says: 'How far those came who paid their first dollar in the same week.',
    endpoint: billing.cohortReport,
    fields: ['weeks'],
    time: 'week',
    columns: {
      week: 'Week of',
      offer: 'Plan',
      began: 'Began',
      inIntro: 'In the introduction',
      converted: 'Went on',
      steppedUp: 'At the list price',
      running: 'Still here',
      cancelling: 'Leaving',
      kept: 'Paid and kept',
    },
    charts: {
      began: 'Began',
      converted: 'Went on after the introduction',
      steppedUp: 'Reached the list price',
    },
    terms: [],
  },
  leaving: {
    title: 'Why readers leave',
    says: 'What those chose who were asked after they had cancelled, and liked to answer.',
    endpoint: billing.leavingReport,
    fields: ['from', 'to', 'offer'],
    time: 'month',
    columns: { month: 'Month', offer: 'Plan', reason: 'Reason', readers: 'Readers' },
    charts: { readers: 'Answers by month' },
    terms: [],
  },
  forecast: {
    title: 'Forecast',
    says: 'What will be charged in each of the next weeks, by the price paths that readers accepted, if everybody who goes on now stays.',
    endpoint: billing.forecastReport,
    fields: ['weeks'],
    time: 'week',
    columns: {
      week: 'Week of',
      offer: 'Plan',
      phase: 'Phase',
      charges: 'Charges',
      amount: 'Amount',
    },
    charts: { amount: 'Expected by week' },
    terms: [],
  },
} as const satisfies Readonly<Record<string, Kind>>;

type Kind = {
  readonly title: string;
  readonly says: string;
  readonly endpoint: unknown;
  readonly fields: readonly (keyof ReportQuery)[];
  readonly time: 'month' | 'week';
  readonly columns: Readonly<Record<string, string>>;
  readonly charts: Readonly<Record<string, string>>;
  /** Which of billing's definitions are said below. */
  readonly terms: readonly string[];
};

export type ReportName = keyof typeof reportKinds;
export const isReport = (name: string): name is ReportName => Object.hasOwn(reportKinds, name);
export const kindOf = (name: ReportName): Kind => reportKinds[name];
