import { z } from 'zod';
import { IdParams } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, limit, page } from './shapes.ts';

const outcome = z.enum(['would-import', 'imported', 'already-there', 'refused']);

const ImportRun = z
  .object({
    id: z.uuid(),
    source: z.enum(['csv', 'stripe']),
    /** A dry run writes nothing but its report. */
    mode: z.enum(['dry-run', 'apply']),
    state: z.enum(['running', 'done']),
    /** Names what is imported: of the same file it is the same. */
    inputHash: z.string(),
    prices: z.record(z.string(), z.string()),
    askedBy: z.string(),
    askedAt: Instant,
    closedAt: Instant.nullable(),
    counts: z.record(outcome, z.int().nonnegative()),
  })
  .meta({ id: 'ImportRun' });

const ImportRow = z
  .object({
    /** Of the file, its head being line 1; of a Stripe account, the place in its list. */
    line: z.int().positive(),
    outcome,
    /** Why it is refused: a word that stays, and a sentence. */
    code: z.string().nullable(),
    reason: z.string().nullable(),
    facts: z.record(z.string(), z.string()),
    stripeSubscriptionId: z.string().nullable(),
    subscriptionId: z.uuid().nullable(),
  })
  .meta({ id: 'ImportRow' });

const cell = z.string().max(320).default('');

const Line = z.strictObject({
  line: z.int().positive().max(100_000_000),
  email: cell,
  offer: cell,
  /** An instant such as `2027-03-01T00:00:00Z`, or a day, which begins at midnight UTC. Stripe's word where it charges. */
  paidThrough: cell,
  /** Empty for one whom nobody charges: it is given until what was paid for ends. */
  stripeSubscriptionId: cell,
});

/** Subscribers who were somewhere else before. */
export const billingImports = {
  beginImport: endpoint({
    method: 'post',
    path: '/v1/imports',
    summary:
      'Begins to look at subscribers, or to take over those whom a dry run of the same input has shown.',
    caller: 'admin',
    body: z.strictObject({
      source: z.enum(['csv', 'stripe']),
      mode: z.enum(['dry-run', 'apply']),
      /** SHA-256 of the file, in hexadecimal. */
      fileHash: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
      /** Of an import from Stripe: which offer each of its prices is. */
      prices: z.record(z.string().max(100), z.string().max(60)).optional(),
    }),
    status: 201,
    answer: ImportRun,
    problems: ['import-not-looked-at'],
  }),
  importLines: endpoint({
    method: 'post',
    path: '/v1/imports/{id}/lines',
    summary:
      'Looks at lines of a file, or takes over whom they name. A line that is sent again is not done again.',
    caller: 'admin',
    params: IdParams,
    body: z.strictObject({ lines: z.array(Line).min(1).max(100) }),
    status: 200,
    answer: z.object({ data: z.array(ImportRow) }),
    problems: ['import-not-found', 'import-closed'],
  }),
  importPage: endpoint({
    method: 'post',
    path: '/v1/imports/{id}/page',
    summary: 'Looks at the next subscriptions of the Stripe account, or takes them over.',
    caller: 'admin',
    params: IdParams,
    body: z.strictObject({ limit: z.int().min(1).max(100) }),
    status: 200,
    answer: z.object({ data: z.array(ImportRow), isLast: z.boolean() }),
    problems: ['import-not-found', 'import-closed'],
  }),
  closeImport: endpoint({
    method: 'post',
    path: '/v1/imports/{id}/closing',
    summary: 'All was gone through. A repeat changes nothing.',
    caller: 'admin',
    params: IdParams,
    status: 200,
    answer: ImportRun,
    problems: ['import-not-found'],
  }),
  listImports: endpoint({
    method: 'get',
    path: '/v1/imports',
    summary: 'Runs of imports, newest first.',
    caller: 'finance',
    query: z.object({ limit }),
    status: 200,
    answer: page(ImportRun),
    problems: [],
  }),
  getImport: endpoint({
    method: 'get',
    path: '/v1/imports/{id}',
    summary: 'One run with its counts.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    answer: ImportRun,
    problems: ['import-not-found'],
  }),
  importReport: endpoint({
    method: 'get',
    path: '/v1/imports/{id}/rows',
    summary: 'What came of each line, in the order of lines.',
    caller: 'finance',
    params: IdParams,
    query: z.object({ outcome: outcome.optional(), after: z.coerce.number().int().min(0).default(0), limit }),
    status: 200,
    answer: page(ImportRow),
    problems: [],
  }),
} as const;
