import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Instant, page } from './shapes.ts';

export const ParkedEvent = z
  .object({
    id: z.uuid(),
    group: z.string(),
    topic: z.string(),
    partition: z.int(),
    offset: z.string(),
    key: z.string().nullable(),
    type: z.string().nullable(),
    reason: z.string(),
    attempts: z.int(),
    parkedAt: Instant,
  })
  .meta({ id: 'ParkedEvent' });

/** What every service that consumes events offers to those who run it. */
export const operations = {
  listParked: endpoint({
    method: 'get',
    path: '/v1/parked-events',
    summary: 'Events that this service could not take in, oldest first.',
    caller: 'admin',
    status: 200,
    answer: page(ParkedEvent),
    problems: [],
  }),
  redriveParked: endpoint({
    method: 'post',
    path: '/v1/parked-events/redrive',
    summary: 'Takes parked events in again, in their order: all, or those of one key.',
    caller: 'admin',
    body: z.strictObject({ key: z.string().max(200).optional() }),
    status: 200,
    answer: z.object({ redriven: z.int(), stillParked: z.int() }),
    problems: [],
  }),
} as const;
