import { fromUnix } from '@gatefold/kernel';
import { z } from 'zod';
import type { IncomingEvent } from '../../usecases/ports.ts';

const Reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);

/** The little that is read of an event: the object itself is read again from Stripe. */
const EventShape = z.object({
  id: z.string().startsWith('evt_').max(255),
  object: z.literal('event'),
  type: z.string().max(200),
  created: z.int().nonnegative(),
  livemode: z.boolean(),
  data: z.object({
    object: z.looseObject({
      id: z.string().max(255).optional(),
      object: z.string().max(100).optional(),
      customer: Reference.nullish(),
      charge: Reference.nullish(),
    }),
  }),
});

/** An event from its own words; null when it is none. */
export function incomingFrom(raw: Buffer): (IncomingEvent & { livemode: boolean }) | null {
  const event = EventShape.safeParse(jsonOf(raw));
  if (!event.success) return null;
  const { id, type, created, livemode, data } = event.data;
  const { id: objectId = null, object: objectType = null, customer = null, charge = null } = data.object;
  return {
    id,
    type,
    created: fromUnix(created),
    livemode,
    objectId,
    objectType,
    customerId: objectType === 'customer' ? objectId : customer,
    chargeId: charge,
    raw,
  };
}

function jsonOf(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return null;
  }
}
