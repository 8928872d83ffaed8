import { onRequest, shown } from '../../domain/shown.ts';
import type { StripeObject } from '../../domain/objects.ts';

export type Spelt = {
  /** As callers and events see it. */
  readonly text: string;
  /** The whole of it. */
  readonly body: string;
};

/** The object as JSON, spelt once for its row and for every event that tells of it. */
export function spell(object: StripeObject, now: number): Spelt {
  const text = JSON.stringify(shown(object, now));
  if (object.object === 'balance_transaction' || onRequest[object.object] !== undefined)
    return { text, body: JSON.stringify(object) };
  const sim = 'sim' in object ? `,"sim":${JSON.stringify(object.sim)}}` : null;
  return { text, body: sim === null ? text : `${text.slice(0, -1)}${sim}` };
}

const PLACE = '"*"';

/** An event as JSON, around an object that is spelt already. */
export function spellAround(event: { readonly data: object }, text: string): string {
  const around = JSON.stringify({ ...event, data: { ...event.data, object: '*' } });
  const at = around.indexOf(PLACE);
  return around.slice(0, at) + text + around.slice(at + PLACE.length);
}
