import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Instant, limit, page } from './shapes.ts';

const ArticleParams = z.object({ id: z.uuid(), slug: z.string().max(200) });

/** What readers have put aside to read. */
export const ofSaved = {
  listSaved: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/saved',
    summary: 'What a reader has put aside, for that reader alone, the newest first.',
    caller: 'reader',
    params: z.object({ id: z.uuid() }),
    query: z.object({
      publication: z.string().max(60).optional(),
      after: z.string().max(200).optional(),
      limit,
    }),
    status: 200,
    answer: page(z.object({ slug: z.string(), title: z.string(), section: z.string(), savedAt: Instant })),
    problems: ['cursor-invalid'],
  }),
  saveArticle: endpoint({
    method: 'put',
    path: '/v1/readers/{id}/saved/{slug}',
    summary: 'Puts an article aside, whether or not the reader may read it now. A repeat changes nothing.',
    caller: 'reader',
    params: ArticleParams,
    status: 200,
    answer: z.object({ saved: z.literal(true) }),
    problems: ['article-not-found', 'too-many-saved', 'reader-gone'],
  }),
  dropSaved: endpoint({
    method: 'delete',
    path: '/v1/readers/{id}/saved/{slug}',
    summary: 'Takes an article off the list. One that is not on it is no fault.',
    caller: 'reader',
    params: ArticleParams,
    status: 200,
    answer: z.object({ saved: z.literal(false) }),
    problems: [],
  }),
} as const;
