import { z } from 'zod';
import { IdParams } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, page } from './shapes.ts';

const IntroUse = z
  .object({
    /** Of the checkout with which it was bought. */
    checkoutId: z.uuid(),
    readerId: z.uuid().nullable(),
    usedAt: Instant.nullable(),
    /** `repeated` was given back and ended. */
    verdict: z.enum(['given', 'repeated']).nullable(),
    waivedBy: z.string().nullable(),
    waivedAt: Instant.nullable(),
  })
  .meta({ id: 'IntroUse' });

/** Who has had an introduction, for those who answer to readers that feel wronged. */
export const billingIntro = {
  introUses: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/intro-uses',
    summary: 'Introductions that a reader had, newest first.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    answer: page(IntroUse),
    problems: [],
  }),
  waiveIntroUse: endpoint({
    method: 'post',
    path: '/v1/intro-uses/{id}/waiver',
    summary:
      'From now on it does not count: the reader may begin with the introduction again. A repeat changes nothing.',
    caller: 'finance',
    params: IdParams,
    body: z.strictObject({ note: z.string().trim().min(3).max(500) }),
    status: 200,
    answer: IntroUse,
    problems: ['intro-use-not-found'],
  }),
} as const;
