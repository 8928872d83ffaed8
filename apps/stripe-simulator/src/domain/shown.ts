import type { Kind, StripeObject } from './objects.ts';

export type Plain = Readonly<Record<string, unknown>>;

/** What is part of an object but only shown to those who ask for it by `expand`. */
export const onRequest: Partial<Record<Kind, readonly string[]>> = {
  'checkout.session': ['line_items'],
  coupon: ['applies_to', 'currency_options'],
  price: ['currency_options'],
};

/** The object as callers and events see it at `now`: without what is ours alone, and with what time alone changes. */
export function shown(object: StripeObject, now: number): Plain {
  const { sim, ...rest } = object as StripeObject & { sim?: unknown };
  void sim;
  const visible: Record<string, unknown> = { ...rest };
  for (const key of onRequest[object.object] ?? []) delete visible[key];
  if (object.object === 'balance_transaction')
    visible['status'] = object.available_on <= now ? 'available' : 'pending';
  return visible;
}
