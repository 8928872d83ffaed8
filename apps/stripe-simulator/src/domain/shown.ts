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
  const visible: Record<string, unknown> = { ...object };
  // Without a value it is not written, and the copy costs a fourth of one from which it was deleted.
  if ('sim' in object) visible['sim'] = undefined;
  for (const key of onRequest[object.object] ?? []) visible[key] = undefined;
  if (object.object === 'balance_transaction')
    visible['status'] = object.available_on <= now ? 'available' : 'pending';
  return visible;
}
