import { apiVersion, type Making } from './wire.ts';

type Plain = Readonly<Record<string, unknown>>;

/** Who asked for what an event tells of: null fields when nobody did and time brought it. */
export type Asked = { readonly id: string | null; readonly idempotency_key: string | null };

export type StripeEvent = ReturnType<typeof newEvent>;

export type EventTerms = {
  readonly type: string;
  readonly object: Plain;
  readonly before: Plain | null;
  readonly asked: Asked;
  readonly pendingWebhooks: number;
};

/** An event keeps the object as it is at this moment; later changes to the object do not reach it. */
export const newEvent = (
  { type, object, before, asked, pendingWebhooks }: EventTerms,
  { now, newId }: Making,
) => ({
  id: newId('evt'),
  object: 'event' as const,
  api_version: apiVersion,
  created: now,
  data: {
    object,
    ...(before === null ? {} : { previous_attributes: previousAttributes(before, object) }),
  },
  livemode: false,
  pending_webhooks: pendingWebhooks,
  request: asked,
  type,
});

/** What the changed attributes were before. Inside an object only the changed keys are named, a list is given whole. */
export function previousAttributes(before: Plain, after: Plain): Plain {
  const changed: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[key], after[key]];
    if (was === is || JSON.stringify(was) === JSON.stringify(is)) continue;
    changed[key] = isPlain(was) && isPlain(is) ? previousAttributes(was, is) : (was ?? null);
  }
  return changed;
}

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
