import { fromUnix } from '@gatefold/kernel';
import { z } from 'zod';
import { nearFrom, type Told } from '../../domain/looked.ts';
import type { IncomingEvent } from '../../usecases/inbox-ports.ts';
import { isNews } from './heard.ts';

/** No database keeps a NUL in a text, and no id of Stripe's holds one. */
const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[^\0]*$/);
const Reference = z.union([text(255), z.object({ id: text(255) }).transform(({ id }) => id)]);
/** The end of the year 9999, in seconds: what comes later is no time of Stripe's. */
const LATEST = 253_402_300_799;

/** The little that is read of an event: the object itself is read again from Stripe. */
const EventShape = z.object({
  id: text(255).startsWith('evt_'),
  object: z.literal('event'),
  type: text(200),
  created: z.int().min(0).max(LATEST),
  livemode: z.boolean(),
  /** Set where it happened in a connected account. */
  account: text(255).nullish(),
  data: z.object({
    object: z.object({
      id: text(255).optional(),
      created: z.int().min(0).max(LATEST).optional().catch(undefined),
      object: text(100).optional(),
      customer: Reference.nullish(),
      charge: Reference.nullish(),
    }),
    previous_attributes: z.record(z.string(), z.unknown()).nullish().catch(null),
  }),
});

/** An event from its own words; null when it is none. */
export function incomingFrom(raw: Buffer): (IncomingEvent & { livemode: boolean }) | null {
  const event = EventShape.safeParse(jsonOf(raw));
  if (!event.success) return null;
  const { id, type, livemode, account = null, data } = event.data;
  const created = fromUnix(event.data.created);
  const { id: objectId = null, object: objectType = null, customer = null, charge = null } = data.object;
  const isOurs = account === null;
  return {
    id,
    type,
    created,
    livemode,
    objectId,
    objectType,
    customerId: isOurs ? (objectType === 'customer' ? objectId : customer) : null,
    chargeId: isOurs ? charge : null,
    isNews: isNews(type),
    nearFrom: nearFrom(toldBy(event.data)),
    raw,
  };
}

const toldBy = ({ type, created, data }: z.infer<typeof EventShape>): Told => ({
  type,
  at: fromUnix(created),
  madeAt: data.object.created === undefined ? null : fromUnix(data.object.created),
  changed: Object.keys(data.previous_attributes ?? {}),
});

function jsonOf(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return null;
  }
}
