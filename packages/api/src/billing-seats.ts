import { z } from 'zod';
import { Subscription } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, Money } from './shapes.ts';

const WithId = z.object({ id: z.uuid() });
const Seats = z.int().min(1).max(10_000);

/** What another number of seats comes to, to the cent; handed back to accept it. */
const SeatsQuote = z
  .strictObject({
    seats: Seats,
    /** When it was worked out: it may be accepted for a quarter of an hour. */
    at: Instant,
    /** When the seats change: now, or at the end of what is paid for. */
    from: Instant,
    /** Charged today, with the unused part of the running period off. */
    due: Money,
    next: z.strictObject({ at: Instant, amount: Money }),
  })
  .meta({ id: 'SeatsQuote' });

const steering = [
  'subscription-not-found',
  'subscription-ended',
  'subscription-cancelling',
  'subscription-paused',
  'payment-outstanding',
  'renewal-running',
  'change-pending',
  'charge-not-paid',
  'no-seats',
  'seats-unchanged',
  'seats-out-of-range',
];

/** The seats of a group, as whoever pays for them changes their number. */
export const billingSeats = {
  quoteSeats: endpoint({
    method: 'get',
    path: '/v1/subscriptions/{id}/seats',
    summary:
      'What another number of seats would come to. More are there at once, fewer at the end of what is paid for.',
    caller: 'reader',
    params: WithId,
    query: z.object({ seats: z.coerce.number().pipe(Seats) }),
    status: 200,
    answer: SeatsQuote,
    problems: steering,
  }),
  changeSeats: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/seats',
    summary:
      'Changes the number of seats as quoted. A repeat answers the same; `plan-change/undo` takes fewer seats back in time.',
    caller: 'reader',
    params: WithId,
    body: SeatsQuote,
    status: 200,
    answer: Subscription,
    problems: [...steering, 'quote-outdated'],
  }),
} as const;
