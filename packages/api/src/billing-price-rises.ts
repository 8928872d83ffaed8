import { z } from 'zod';
import { IdParams } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, limit, Money, page } from './shapes.ts';

const after = z.string().max(200).optional();

const PriceRise = z
  .object({
    id: z.uuid(),
    offer: z.string(),
    /** The new list price; of a seat, where seats are sold. */
    amount: Money,
    from: Instant,
    /** As the audit log names people. */
    announcedBy: z.string(),
    announcedAt: Instant,
    /** How many were told, and how many cannot be told yet. */
    told: z.int(),
    waiting: z.int(),
  })
  .meta({ id: 'PriceRise' });

const RisenSubscription = z
  .object({
    id: z.uuid(),
    readerId: z.uuid(),
    orderNumber: z.string(),
    /** The step of the price path that it is in now. */
    phase: z.string(),
    /** Null for one that waits. */
    toldAt: Instant.nullable(),
    /** The day that they were told of; for one that waits the earliest that there could be, told now. */
    from: Instant,
    /** The first charge at the new price; null before it is told, and where there will be none. */
    firstCharge: z.object({ at: Instant, amount: Money }).nullable(),
    /** Whether the notice is mail's to send; null for one that waits. */
    isHandedToMail: z.boolean().nullable(),
    /** What is in the way of telling them; null where nothing is: they are told next. */
    obstacle: z.string().nullable(),
    /** When a pause that is in the way is over. */
    pausedUntil: Instant.nullable(),
  })
  .meta({ id: 'RisenSubscription' });

/** New list prices that were announced, and who is told of them. */
export const billingPriceRises = {
  listPriceRises: endpoint({
    method: 'get',
    path: '/v1/price-rises',
    summary: 'New list prices that were announced, newest first, with how many were told.',
    caller: 'finance',
    query: z.object({ after, limit }),
    status: 200,
    answer: page(PriceRise),
    problems: ['cursor-invalid'],
  }),
  getPriceRise: endpoint({
    method: 'get',
    path: '/v1/price-rises/{id}',
    summary: 'One new list price.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    answer: PriceRise,
    problems: ['price-rise-not-found'],
  }),
  listRisen: endpoint({
    method: 'get',
    path: '/v1/price-rises/{id}/subscriptions',
    summary:
      'Who was told of a new list price, newest first; or who waits to be told, and what is in the way.',
    caller: 'finance',
    params: IdParams,
    query: z.object({ state: z.enum(['told', 'waiting']).default('told'), after, limit }),
    status: 200,
    answer: page(RisenSubscription),
    problems: ['price-rise-not-found', 'cursor-invalid'],
  }),
} as const;
