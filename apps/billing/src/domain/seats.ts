import { lastSold } from './course.ts';
import type { OfferPhase } from './offer.ts';
import { stepAt } from './price-path.ts';
import { refuse } from './refusals.ts';
import type { Subscription } from './subscription.ts';

/** How many seats an offer is sold with. */
export type SeatLimits = { readonly least: number; readonly most: number };

/**
 * How many may read by a subscription now, whoever pays included: as many as the last settled charge has paid for. Null where
 * it is for one reader.
 */
export function seatsOf({ path, charges }: Pick<Subscription, 'path' | 'charges'>): number | null {
  const settled = charges.findLast(({ status }) => status === 'paid');
  return stepAt(path, lastSold(path, settled?.index ?? 0)).step.seats ?? null;
}

/** The seats of a purchase: none for an offer without. Refuses with `seats-out-of-range`. */
export function seatsBought(
  limits: SeatLimits | undefined,
  wanted: number | null | undefined,
): number | null {
  const seats = wanted ?? null;
  return limits === undefined && seats === null ? null : checkSeats(limits, seats);
}

export function checkSeats(limits: SeatLimits | undefined, wanted: number | null): number {
  const { least, most } = limits ?? { least: 0, most: 0 };
  if (wanted === null || wanted < least || wanted > most) throw refuse('seats-out-of-range', { least, most });
  return wanted;
}

/** The step with other seats, each at the price that it has. */
export function withSeats(step: OfferPhase, seats: number): OfferPhase {
  if (step.seats === undefined) return step;
  const amount = (step.amount.amount * BigInt(seats)) / BigInt(step.seats);
  return { ...step, seats, amount: { ...step.amount, amount } };
}
