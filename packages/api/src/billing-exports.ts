import { z } from 'zod';
import { IdParams } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, page } from './shapes.ts';

const filter = {
  readerId: z.uuid().optional(),
  type: z.string().max(80).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
};

const ExportJob = z
  .object({
    id: z.uuid(),
    state: z.enum(['running', 'done', 'expired']),
    rowsDone: z.int(),
    /** Counted when it was asked for. */
    rowsTotal: z.int(),
    filter: z.object({
      readerId: z.uuid().nullable(),
      type: z.string().nullable(),
      from: Instant.nullable(),
      to: Instant.nullable(),
    }),
    askedBy: z.string(),
    askedAt: Instant,
    finishedAt: Instant.nullable(),
    /** From then on the file is kept no more. */
    expiresAt: Instant,
  })
  .meta({ id: 'ExportJob' });

/** Long lists as files, written in the background. */
export const billingExports = {
  startExport: endpoint({
    method: 'post',
    path: '/v1/exports',
    summary: 'Begins to write the list of billing events as a file. It is kept for seven days.',
    caller: 'finance',
    body: z.strictObject(filter),
    status: 202,
    answer: ExportJob,
    problems: [],
  }),
  listExports: endpoint({
    method: 'get',
    path: '/v1/exports',
    summary: 'The newest exports with how far they are.',
    caller: 'finance',
    status: 200,
    answer: page(ExportJob),
    problems: [],
  }),
  getExport: endpoint({
    method: 'get',
    path: '/v1/exports/{id}',
    summary: 'How far an export is.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    answer: ExportJob,
    problems: ['export-not-found'],
  }),
  exportFile: endpoint({
    method: 'get',
    path: '/v1/exports/{id}/file',
    summary: 'The file of an export that is done. Streamed.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    media: 'text/csv',
    answer: z.string(),
    problems: ['export-not-found', 'export-not-ready'],
  }),
} as const;
