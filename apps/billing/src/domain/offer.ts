import { addMonths, DAY, money, plus, type Money } from '@gatefold/kernel';
import type { PhasePolicy } from './phase-policy.ts';
import { refuse } from './refusals.ts';

export type Interval = { readonly unit: 'day' | 'week' | 'month' | 'year'; readonly count: number };

export type OfferPhase = {
  readonly key: string;
  /** How many charges; null for ever. */
  readonly charges: number | null;
  readonly interval: Interval;
  readonly amount: Money;
  /** In a path that was bought: how many read by it. The amount is for all of them. */
  readonly seats?: number;
  readonly policy?: PhasePolicy;
};

/** What entitlement needs to know to compute access. Seconds, as Stripe counts. */
export type Policy = {
  readonly settlementSeconds: number;
  readonly accessWhileCollecting: boolean;
  readonly dunningSeconds: number;
  readonly staleSeconds: number;
};

/** An offer as it is called and accepted in another language than its own. */
export type OfferWords = {
  readonly name: string;
  /** What a buyer accepts, by the currency they pay in. */
  readonly texts: Readonly<Record<string, string>>;
  readonly benefits: readonly string[];
  readonly asksReason?: string;
};

/** One version of what is for sale. It never changes: a change is a new version. */
export type Offer = {
  readonly key: string;
  readonly version: number;
  readonly publication: string;
  /** Other titles of the house that it is for: sold at each of them, and read with it. */
  readonly alsoReads?: readonly string[];
  readonly bundle: string;
  /** At most one live subscription per reader, title and product. */
  readonly product: string;
  /** What Stripe's pages and receipts sell it as, where that is not the product. */
  readonly stripeProduct?: string;
  readonly name: string;
  readonly phases: readonly OfferPhase[];
  readonly policy: Policy;
  /** What a buyer accepts, word for word. */
  readonly consent: { readonly version: string; readonly text: string };
  readonly benefits: readonly string[];
  /** Sold with so many seats: the amounts are for one of them. */
  readonly seats?: { readonly least: number; readonly most: number };
  /** The code with which it is bought at these terms. */
  readonly promotion?: { readonly code: string; readonly cap: number; readonly endsAt: Date };
  /** Not for everybody: only for those who were subscribers and left. */
  readonly audience?: 'returning';
  /** In money other than that of the phases: minor units as text in their order, and what is accepted then. */
  readonly otherMoney?: Readonly<
    Record<string, { readonly amounts: readonly string[]; readonly text: string }>
  >;
  /** What a buyer must say before they may have it, such as where they study. Kept with the consent. */
  readonly asksReason?: string;
  /** By language, such as “de”. */
  readonly translations?: Readonly<Record<string, OfferWords>>;
  /** Set where the phases are in money other than the offer's main one. */
  readonly inOther?: string;
};

/** Refuses with `currency-not-offered`. In its main currency an offer is as it is. */
export function inCurrency(offer: Offer, currency: string): Offer {
  const main = offer.phases[0]?.amount.currency;
  if (currency === main) return offer;
  const other = offer.otherMoney?.[currency];
  if (other === undefined) throw refuse('currency-not-offered', { currencies: currenciesOf(offer) });
  const { otherMoney: _, ...rest } = offer;
  return {
    ...rest,
    inOther: currency,
    consent: { version: offer.consent.version, text: other.text },
    phases: offer.phases.map((phase, index) => ({
      ...phase,
      amount: money(BigInt(other.amounts[index] ?? 0), currency),
    })),
  };
}

/** As `inCurrency`, and as it is where it is not sold in that currency. */
export const inMoneyOf = (offer: Offer, currency: string): Offer =>
  offer.otherMoney?.[currency] === undefined ? offer : inCurrency(offer, currency);

/** The currencies it is sold in, the main one first. */
export const currenciesOf = ({ phases, otherMoney }: Offer): string[] => [
  ...phases.slice(0, 1).map(({ amount }) => amount.currency),
  ...Object.keys(otherMoney ?? {}),
];

/**
 * The instant `times` intervals after `anchor`.
 *
 * Days and weeks are seconds, as Stripe bills them; months and years keep the anchor's day, and a month
 * that is too short ends on its last day. Always counted from the anchor, never from the previous result.
 */
export function intervalsAfter(anchor: Date, { unit, count }: Interval, times: number): Date {
  switch (unit) {
    case 'day':
      return plus(anchor, times * count * DAY);
    case 'week':
      return plus(anchor, times * count * 7 * DAY);
    case 'month':
      return addMonths(anchor, times * count);
    case 'year':
      return addMonths(anchor, times * count * 12);
  }
}

export const isSameRhythm = (a: Interval, b: Interval): boolean => a.unit === b.unit && a.count === b.count;
