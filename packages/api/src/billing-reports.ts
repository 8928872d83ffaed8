import { z } from 'zod';
import { LeavingReason } from './billing-leaving.ts';
import { endpoint } from './endpoint.ts';
import { Money } from './shapes.ts';

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const months = z.object({
  /** `2026-03`; twelve months back where it is not given. */
  from: Month.optional(),
  /** The last month that belongs to it; the running one where it is not given. */
  to: Month.optional(),
  offer: z.string().max(60).optional(),
});
const weeks = (standard: number, most: number) =>
  z.object({ weeks: z.coerce.number().int().min(1).max(most).default(standard) });

const report = <T extends z.ZodType>(row: T) =>
  z.object({ definitions: z.record(z.string(), z.string()), data: z.array(row) });

const place = { month: z.string(), offer: z.string(), phase: z.string(), currency: z.string() };

/** What the months came to, how cohorts go on, what is to be expected. */
export const billingReports = {
  revenueReport: endpoint({
    method: 'get',
    path: '/v1/reports/revenue',
    summary:
      'Billed, paid, paid with credit, given back, owed in tax, earned and still owed in reading, by month × plan × phase × currency. Read from running totals.',
    caller: 'finance',
    query: months,
    status: 200,
    answer: report(
      z
        .object({
          ...place,
          billed: Money,
          voided: Money,
          paid: Money,
          credited: Money,
          refunded: Money,
          tax: Money,
          revenue: Money,
          deferred: Money,
          disputed: Money,
        })
        .meta({ id: 'RevenueRow' }),
    ),
    problems: [],
  }),
  mrrReport: endpoint({
    method: 'get',
    path: '/v1/reports/mrr',
    summary:
      'Subscribers at the end of each month and what a month of them is worth, under three definitions, by month × plan × phase × currency.',
    caller: 'finance',
    query: months,
    status: 200,
    answer: report(
      z
        .object({
          ...place,
          subscribers: z.int(),
          cancelling: z.int(),
          current: Money,
          continuing: Money,
          list: Money,
        })
        .meta({ id: 'MrrRow' }),
    ),
    problems: [],
  }),
  cohortReport: endpoint({
    method: 'get',
    path: '/v1/reports/cohorts',
    summary:
      'How far those came who began in each of the last weeks: from the introduction to the list price.',
    caller: 'finance',
    query: weeks(26, 260),
    status: 200,
    answer: report(
      z
        .object({
          week: z.string(),
          offer: z.string(),
          currency: z.string(),
          began: z.int(),
          inIntro: z.int(),
          converted: z.int(),
          steppedUp: z.int(),
          running: z.int(),
          cancelling: z.int(),
          kept: Money,
        })
        .meta({ id: 'CohortRow' }),
    ),
    problems: [],
  }),
  leavingReport: endpoint({
    method: 'get',
    path: '/v1/reports/leaving',
    summary: 'Why readers left, as far as they liked to say, by month × plan × reason.',
    caller: 'finance',
    query: months,
    status: 200,
    answer: report(
      z
        .object({
          ...{ month: z.string(), offer: z.string(), currency: z.string() },
          reason: LeavingReason,
          readers: z.int(),
        })
        .meta({ id: 'LeavingRow' }),
    ),
    problems: [],
  }),
  exportReport: endpoint({
    method: 'get',
    path: '/v1/reports/{report}.csv',
    summary: 'The rows of a report as a spreadsheet reads them. Takes what the report takes.',
    caller: 'finance',
    params: z.object({ report: z.enum(['revenue', 'mrr', 'cohorts', 'leaving', 'forecast']) }),
    query: months.extend({ weeks: z.coerce.number().int().min(1).max(260).optional() }),
    status: 200,
    media: 'text/csv',
    answer: z.string(),
    problems: [],
  }),
  forecastReport: endpoint({
    method: 'get',
    path: '/v1/reports/forecast',
    summary: 'What will be charged in each of the next weeks if everybody who goes on now stays.',
    caller: 'finance',
    query: weeks(13, 60),
    status: 200,
    answer: report(
      z
        .object({
          week: z.string(),
          offer: z.string(),
          phase: z.string(),
          currency: z.string(),
          charges: z.int(),
          amount: Money,
        })
        .meta({ id: 'ForecastRow' }),
    ),
    problems: [],
  }),
} as const;
