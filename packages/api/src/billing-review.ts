import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Instant, limit, page } from './shapes.ts';

const Found = z
  .object({
    kind: z.enum([
      'subscription',
      'charge',
      'refund',
      'checkout',
      'ledger-entry',
      'event',
      'gift',
      'case',
      'request',
    ]),
    id: z.uuid(),
    readerId: z.uuid().nullable(),
    subscriptionId: z.uuid().nullable(),
    /** When it began, was booked, or happened. */
    at: Instant.nullable(),
    /** The billing event that it is, or that booked it. */
    eventId: z.uuid().nullable(),
  })
  .meta({ id: 'Found' });

const AuditEntry = z
  .object({
    sequence: z.int(),
    at: Instant,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    facts: z.record(z.string(), z.string().nullable()),
    previousHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });

/** What those who look after the money look for, look at and answer for. */
export const billingReview = {
  search: endpoint({
    method: 'get',
    path: '/v1/search',
    summary:
      'Everything that carries this id: ours, Stripe’s, an order number or a certificate. Exact, never a part of one. Stripe is asked for the charge of a payment intent or a dispute.',
    caller: 'finance',
    query: z.object({ q: z.string().trim().min(3).max(120) }),
    status: 200,
    answer: page(Found),
    problems: [],
  }),
  exportBillingEvents: endpoint({
    method: 'get',
    path: '/v1/billing-events.csv',
    summary:
      'The same list as `/v1/billing-events`, whole, as a spreadsheet reads it. Streamed, newest first.',
    caller: 'finance',
    query: z.object({
      readerId: z.uuid().optional(),
      type: z.string().max(80).optional(),
      from: Instant.optional(),
      to: Instant.optional(),
    }),
    status: 200,
    media: 'text/csv',
    answer: z.string(),
    problems: [],
  }),
  listAudit: endpoint({
    method: 'get',
    path: '/v1/audit',
    summary: 'Who did what, newest first.',
    caller: 'finance',
    query: z.object({
      subject: z.string().max(200).optional(),
      /** As an entry names them, or the id of a person, whatever their role was. */
      actor: z.string().max(120).optional(),
      action: z.string().max(60).optional(),
      /** Older than this place in the chain. */
      after: z.coerce.number().int().positive().optional(),
      limit,
    }),
    status: 200,
    answer: page(AuditEntry),
    problems: [],
  }),
  verifyAudit: endpoint({
    method: 'get',
    path: '/v1/audit/verification',
    summary:
      'Whether the chain is whole. All of it is looked through once a day; this adds the newest entries, up to `checkedTo`. `brokenAt` is where one was changed, left out or put in. Keep `lastHash` elsewhere: it shows what is taken off the end at once.',
    caller: 'finance',
    status: 200,
    answer: z.object({
      entries: z.int(),
      lastHash: z.string().nullable(),
      brokenAt: z.int().nullable(),
      checkedTo: z.int(),
      /** Null between two walks. */
      underWay: z.object({ startedAt: Instant, entries: z.int() }).nullable(),
      /** Null where none has ended yet. */
      lastWalk: z.object({ endedAt: Instant, entries: z.int(), brokenAt: z.int().nullable() }).nullable(),
    }),
    problems: [],
  }),
} as const;
