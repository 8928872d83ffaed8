import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Instant, limit, Money, page } from './shapes.ts';

const Minor = z.string().regex(/^-?\d+$/);
const Day = z.iso.date().meta({ description: 'A day of UTC, such as 2026-11-24.' });

const DayTie = z
  .object({
    day: Day,
    currency: z.string(),
    ledger: Minor,
    stripe: Minor,
    difference: Minor,
    movements: z.int(),
  })
  .meta({ id: 'DayTie' });

const DayDifference = z
  .object({
    /** Of the balance transaction. */
    id: z.string(),
    day: Day,
    currency: z.string(),
    /** The charge, refund or payout that moved it. */
    source: z.string().nullable(),
    ledger: Minor.nullable(),
    stripe: Minor.nullable(),
    cause: z.enum(['not-booked', 'booked-otherwise', 'unknown-to-stripe']),
    suggestion: z.string(),
  })
  .meta({ id: 'DayDifference' });

const SuspenseEntry = z
  .object({
    entryId: z.uuid(),
    /** The balance transaction. */
    key: z.string(),
    source: z.string(),
    at: Instant,
    /** As the books have it: a debit is positive. */
    amount: Money,
    case: z.object({ id: z.uuid(), isOpen: z.boolean() }).nullable(),
  })
  .meta({ id: 'SuspenseEntry' });

/** No longer, or Stripe would be asked for more than somebody waits for. */
const LONGEST_DAYS = 31;

/** Stripe's books against ours. */
export const billingReconciliation = {
  reconciliation: endpoint({
    method: 'get',
    path: '/v1/reconciliation',
    summary:
      'Where the books and Stripe differ, and where money that only passes through has stopped: all empty on a good day.',
    caller: 'finance',
    status: 200,
    answer: z.object({
      asOf: Instant,
      tie: z.array(
        z.object({ currency: z.string(), ledger: z.string(), stripe: z.string(), difference: z.string() }),
      ),
      /** Subscriptions of which more or less was paid than was invoiced, beside what is open. */
      receivables: z.array(
        z.object({
          subscriptionId: z.uuid(),
          difference: Money,
          cause: z.enum(['paid-too-little', 'paid-too-much']),
          suggestion: z.string(),
        }),
      ),
      suspense: z.array(Money),
      openCases: z.array(z.object({ kind: z.string(), count: z.int() })),
    }),
    problems: [],
  }),
  reconciliationDays: endpoint({
    method: 'get',
    path: '/v1/reconciliation/days',
    summary:
      'What moved at Stripe against the cash journal, by day of UTC and currency, newest first, and each movement in which they differ. At most 31 days; `until` is the first day outside. Where very much has moved, `from` of the answer is later than asked for.',
    caller: 'finance',
    query: z.object({ from: Day, until: Day }).refine(({ from, until }) => {
      const days = (Date.parse(until) - Date.parse(from)) / 86_400_000;
      return days > 0 && days <= LONGEST_DAYS;
    }, 'from one to 31 days'),
    status: 200,
    answer: z.object({
      asOf: Instant,
      from: Day,
      days: z.array(DayTie),
      differences: z.array(DayDifference),
      /** How many differences there are beyond those. */
      more: z.int(),
    }),
    problems: [],
  }),
  bookDay: endpoint({
    method: 'post',
    path: '/v1/reconciliation/days/{day}/booking',
    summary: 'Books what moved at Stripe on a day and is not booked yet. A repeat books nothing.',
    caller: 'finance',
    params: z.object({ day: Day }),
    status: 200,
    answer: z.object({ booked: z.int() }),
    problems: [],
  }),
  listSuspense: endpoint({
    method: 'get',
    path: '/v1/suspense',
    summary: 'Entries whose other side nobody knows, newest first, with the case of each.',
    caller: 'finance',
    query: z.object({ after: z.string().max(200).optional(), limit }),
    status: 200,
    answer: page(SuspenseEntry),
    problems: ['cursor-invalid'],
  }),
} as const;
