import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Instant, Money, page } from './shapes.ts';

const MonthParams = z.object({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) });
const journal = z.enum(['documents', 'cash']);

const Period = z
  .object({
    /** Its first day, in UTC. */
    month: z.string(),
    state: z.enum(['running', 'open', 'closed']),
    closedAt: Instant.nullable(),
    closedBy: z.string().nullable(),
  })
  .meta({ id: 'BooksPeriod' });

const PeriodDetail = Period.extend({
  /** Of a closed month as they were when it was closed. */
  accounts: z.array(z.object({ journal, account: z.string(), opening: Money, moved: Money, closing: Money })),
  payouts: z.array(z.object({ source: z.string(), at: Instant, amount: Money })),
  /** What was booked into it after it was closed. */
  late: z.array(
    z.object({
      entryId: z.uuid(),
      journal,
      key: z.string(),
      at: Instant,
      recordedAt: Instant,
      amount: Money,
    }),
  ),
});

/** Months of the books, and closing them. */
export const billingPeriods = {
  listPeriods: endpoint({
    method: 'get',
    path: '/v1/periods',
    summary: 'Months of the books, newest first.',
    caller: 'finance',
    status: 200,
    answer: page(Period),
    problems: [],
  }),
  getPeriod: endpoint({
    method: 'get',
    path: '/v1/periods/{month}',
    summary: 'Balances by account over a month, what left for the bank, and what came after it was closed.',
    caller: 'finance',
    params: MonthParams,
    status: 200,
    answer: PeriodDetail,
    problems: [],
  }),
  closePeriod: endpoint({
    method: 'post',
    path: '/v1/periods/{month}/closing',
    summary: 'Closes a month that is over: its balances are kept as they are now. There is no way back.',
    caller: 'finance',
    params: MonthParams,
    status: 200,
    answer: PeriodDetail,
    problems: ['period-running', 'period-closed'],
  }),
} as const;
