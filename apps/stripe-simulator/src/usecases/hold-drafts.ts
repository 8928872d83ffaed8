import { acknowledged, holdUntil } from '../domain/invoice-life.ts';
import type { StripeEvent } from '../domain/event.ts';
import { hour } from '../domain/wire.ts';
import type { Unit } from './ports.ts';

/** One attempt to tell an endpoint of an event; `nextTry` is null when there is none. */
type Tried = { readonly event: StripeEvent; readonly ok: boolean; readonly nextTry: number | null };

/**
 * An endpoint that fails to acknowledge `invoice.created` holds up the draft: until an hour after it has,
 * or for three days. What our own levers drop or delay was never refused by anybody and holds nothing.
 *
 * Nobody is told: Stripe has no event for it, and `automatically_finalizes_at` says how long. A draft on a
 * test clock is not held, since webhooks are sent by the clock of the server.
 */
export function holdDraft(unit: Unit, { event, ok, nextTry }: Tried): void {
  const draft = unit.find('invoice', String((event.data.object as { id?: unknown }).id));
  if (draft === null || draft.status !== 'draft' || draft.automatically_finalizes_at === null) return;
  if (draft.test_clock !== null) return;
  if (!ok) unit.save(holdUntil(draft, nextTry === null ? Infinity : nextTry + hour));
  else if (draft.sim.isUnacknowledged && unit.isDelivered(event.id)) unit.save(acknowledged(draft, unit.now));
}
