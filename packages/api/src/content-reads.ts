import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Instant, limit, page } from './shapes.ts';

const IdParams = z.object({ id: z.uuid() });

const ReadsQuery = z.object({
  publication: z.string().max(60).optional(),
  after: z.string().max(200).optional(),
  limit,
});

/** One entry for each article and day of UTC, by the first time of the day, the newest first. */
const Reads = page(
  z.object({ slug: z.string(), title: z.string(), section: z.string(), readAt: Instant }),
).extend({
  /** False for a reader who has switched the history off: then there is none. */
  keeps: z.boolean(),
});

/** What readers have read: for themselves, for billing's evidence, and as the site tells it. */
export const ofReads = {
  listReads: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/reads',
    summary: 'What a reader has read, for that reader alone, as long as it is kept.',
    caller: 'reader',
    params: IdParams,
    query: ReadsQuery,
    status: 200,
    answer: Reads,
    problems: ['cursor-invalid'],
  }),
  takeReads: endpoint({
    method: 'post',
    path: '/v1/reads',
    summary: 'What readers were given whole from pages that the site keeps. The same read twice is one.',
    caller: 'service',
    body: z.strictObject({
      data: z.array(z.strictObject({ reader: z.uuid(), article: z.uuid(), at: Instant })).max(500),
    }),
    status: 202,
    answer: z.object({ taken: z.int() }),
    problems: [],
  }),
  clearReads: endpoint({
    method: 'delete',
    path: '/v1/readers/{id}/reads',
    summary: 'Forgets what a reader has read so far. A repeat finds nothing more.',
    caller: 'reader',
    params: IdParams,
    status: 200,
    answer: z.object({ cleared: z.int() }),
    problems: [],
  }),
  chooseReads: endpoint({
    method: 'put',
    path: '/v1/readers/{id}/reads/choice',
    summary: "Switches a reader's history on or off. Off forgets what there is.",
    caller: 'reader',
    params: IdParams,
    body: z.strictObject({ keeps: z.boolean() }),
    status: 200,
    answer: z.object({ keeps: z.boolean() }),
    problems: [],
  }),
  readsForEvidence: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/reads/evidence',
    summary: 'The same for billing, which answers a dispute with it.',
    caller: 'service',
    params: IdParams,
    query: ReadsQuery,
    status: 200,
    answer: Reads,
    problems: ['cursor-invalid'],
  }),
} as const;
