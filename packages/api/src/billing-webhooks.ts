import { z } from 'zod';
import { IdParams } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, limit, page } from './shapes.ts';

const Endpoint = z
  .object({
    id: z.uuid(),
    url: z.url(),
    description: z.string(),
    /** Types of events; all where it is empty. */
    types: z.array(z.string()),
    state: z.enum(['on', 'off']),
    failingSince: Instant.nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'WebhookEndpoint' });

/** The secret (`whsec_…`) is answered here and never again. */
const WithSecret = Endpoint.extend({ secret: z.string() });

const Delivery = z
  .object({
    id: z.uuid(),
    endpointId: z.uuid(),
    /** `webhook-id`: the same for every try, so that a receiver takes it in once. */
    messageId: z.uuid(),
    type: z.string(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.int(),
    nextTryAt: Instant.nullable(),
    createdAt: Instant,
    deliveredAt: Instant.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

const told = ['endpoint-not-found'];

/** What the publisher's own systems are told over HTTP, signed as Standard Webhooks says. */
export const billingWebhooks = {
  listEndpoints: endpoint({
    method: 'get',
    path: '/v1/webhook-endpoints',
    summary: 'Where events are sent to.',
    caller: 'finance',
    status: 200,
    answer: page(Endpoint),
    problems: [],
  }),
  addEndpoint: endpoint({
    method: 'post',
    path: '/v1/webhook-endpoints',
    summary: 'Sends events to an https address that is open to the internet. The secret is told once, here.',
    caller: 'finance',
    body: z.strictObject({
      url: z.string().max(500),
      description: z.string().trim().max(200).default(''),
      types: z.array(z.string().max(80)).max(40).default([]),
    }),
    status: 201,
    answer: WithSecret,
    problems: ['endpoint-url-refused'],
  }),
  rotateSecret: endpoint({
    method: 'post',
    path: '/v1/webhook-endpoints/{id}/rotation',
    summary: 'A new secret. For a day everything is signed with the older one as well.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    answer: WithSecret,
    problems: told,
  }),
  switchEndpoint: endpoint({
    method: 'post',
    path: '/v1/webhook-endpoints/{id}/state',
    summary: 'Switches it on or off. What happens while it is off is not sent later.',
    caller: 'finance',
    params: IdParams,
    body: z.strictObject({ state: z.enum(['on', 'off']) }),
    status: 200,
    answer: Endpoint,
    problems: told,
  }),
  testEndpoint: endpoint({
    method: 'post',
    path: '/v1/webhook-endpoints/{id}/test',
    summary: 'Sends `webhook.test`, which is no event.',
    caller: 'finance',
    params: IdParams,
    status: 202,
    answer: Delivery,
    problems: [...told, 'endpoint-off'],
  }),
  replayFailed: endpoint({
    method: 'post',
    path: '/v1/webhook-endpoints/{id}/replay',
    summary: 'Sends everything again that was given up.',
    caller: 'finance',
    params: IdParams,
    status: 202,
    answer: z.object({ replayed: z.int() }),
    problems: [...told, 'endpoint-off'],
  }),
  listDeliveries: endpoint({
    method: 'get',
    path: '/v1/webhook-endpoints/{id}/deliveries',
    summary: 'What was sent to it, newest first.',
    caller: 'finance',
    params: IdParams,
    query: z.object({
      state: z.enum(['waiting', 'delivered', 'failed']).optional(),
      after: z.string().max(200).optional(),
      limit,
    }),
    status: 200,
    answer: page(Delivery),
    problems: [...told, 'cursor-invalid'],
  }),
  getDelivery: endpoint({
    method: 'get',
    path: '/v1/webhook-deliveries/{id}',
    summary: 'What was sent word for word, and how each try went.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    answer: Delivery.extend({
      payload: z.string(),
      tries: z.array(
        z.object({
          number: z.int(),
          at: Instant,
          status: z.int().nullable(),
          milliseconds: z.int(),
          error: z.string().nullable(),
        }),
      ),
    }),
    problems: ['delivery-not-found'],
  }),
  replayDelivery: endpoint({
    method: 'post',
    path: '/v1/webhook-deliveries/{id}/replay',
    summary: 'Sends it again under the same message id, whatever became of it.',
    caller: 'finance',
    params: IdParams,
    status: 202,
    answer: Delivery,
    problems: ['delivery-not-found', 'endpoint-off'],
  }),
} as const;
