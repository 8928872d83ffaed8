import type { StripeEvent } from './event.ts';
import type { Making } from './wire.ts';

type Plain = Readonly<Record<string, unknown>>;

/** The last version before subscriptions and invoices lost the fields that much older code still reads. */
export const olderVersion = '2024-06-20';

/** The same event as an endpoint pinned to an older version hears it. */
export const inOlderVersion = (event: StripeEvent, { newId }: Making) => ({
  ...event,
  id: newId('evt'),
  api_version: olderVersion as StripeEvent['api_version'],
  data: { ...event.data, object: olderShape(event.data.object) },
});

/** The same event as it would be of an account that is not ours: nothing that it names can be found here. */
export function ofAnotherAccount(event: StripeEvent, { newId }: Making) {
  const strangers = new Map<string, string>();
  const renamed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(renamed);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item)]));
    const prefix = typeof value === 'string' ? /^([a-z]+(?:_[a-z]+)?)_\w{14,}$/.exec(value)?.[1] : undefined;
    if (prefix === undefined) return value;
    const known = strangers.get(String(value)) ?? newId(prefix);
    strangers.set(String(value), known);
    return known;
  };
  return { ...(renamed(event) as StripeEvent), account: newId('acct') };
}

function olderShape(object: Plain): Plain {
  if (object['object'] === 'subscription') {
    const items = object['items'] as { data: readonly Plain[] };
    const [first] = items.data;
    return {
      ...object,
      current_period_start: first?.['current_period_start'],
      current_period_end: first?.['current_period_end'],
      discount: null,
    };
  }
  if (object['object'] === 'invoice') {
    const parent = object['parent'] as { subscription_details?: { subscription: string } } | null;
    return {
      ...object,
      subscription: parent?.subscription_details?.subscription ?? null,
      payment_intent: null,
      charge: null,
      paid: object['status'] === 'paid',
      tax: null,
      discount: null,
    };
  }
  return object;
}
