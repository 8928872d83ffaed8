import type { Dunning } from '../domain/dunning.ts';
import type { Kind, Of, StripeObject } from '../domain/objects.ts';
import type { Making } from '../domain/wire.ts';

export type Where = { readonly customer?: string; readonly parent?: string; readonly tag?: string };

/** The work of one request, or of one instant of the clock: all of it is kept, or nothing. */
export type Unit = Making & {
  readonly dunning: Dunning;
  find<K extends Kind>(kind: K, id: string): Of<K> | null;
  /** Like `find`, and also what was deleted: a discount outlives its coupon. */
  recall<K extends Kind>(kind: K, id: string): Of<K> | null;
  /** Newest first. */
  list<K extends Kind>(kind: K, where: Where): Of<K>[];
  /** Keeps the object and tells of it by these events, in this order. */
  save(object: StripeObject, ...eventTypes: readonly string[]): void;
  /** Tells of an object without keeping it. */
  tell(object: StripeObject, eventType: string): void;
  remove(object: StripeObject, eventType: string): void;
};
