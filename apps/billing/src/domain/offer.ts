import { addMonths, DAY, plus, type Money } from '@gatefold/kernel';

export type Interval = { readonly unit: 'day' | 'week' | 'month' | 'year'; readonly count: number };

export type OfferPhase = {
  readonly key: string;
  /** How many charges; null for ever. */
  readonly charges: number | null;
  readonly interval: Interval;
  readonly amount: Money;
};

/** What entitlement needs to know to compute access. Seconds, as Stripe counts. */
export type Policy = {
  readonly settlementSeconds: number;
  readonly accessWhileCollecting: boolean;
  readonly dunningSeconds: number;
  readonly staleSeconds: number;
};

/** One version of what is for sale. It never changes: a change is a new version. */
export type Offer = {
  readonly key: string;
  readonly version: number;
  readonly publication: string;
  readonly bundle: string;
  /** At most one live subscription per reader, publication and product. */
  readonly product: string;
  readonly name: string;
  readonly phases: readonly OfferPhase[];
  readonly policy: Policy;
  /** What a buyer accepts, word for word. */
  readonly consent: { readonly version: string; readonly text: string };
  readonly benefits: readonly string[];
  /** The code with which it is bought at these terms. */
  readonly promotion?: { readonly code: string; readonly cap: number; readonly endsAt: Date };
  /** Not for everybody: only for those who were subscribers and left. */
  readonly audience?: 'returning';
};

/**
 * Throws a `RangeError` unless the phases can be sold: exactly the last one runs for ever, no phase has
 * zero charges, and all are in one currency.
 */
export function checkOffer({ key, phases }: Offer): void {
  const complain = (what: string): never => {
    throw new RangeError(`offer ${key}: ${what}`);
  };
  if (phases.length === 0) complain('it has no phases');
  phases.forEach(({ charges, amount, interval }, index) => {
    if ((charges === null) !== (index === phases.length - 1))
      complain('exactly the last phase runs for ever');
    if (charges !== null && charges < 1) complain('a phase has at least one charge');
    if (amount.amount < 0n || amount.currency !== phases[0]?.amount.currency)
      complain('amounts are positive and in one currency');
    if (interval.count < 1) complain('an interval has a length');
  });
  if (new Set(phases.map((phase) => phase.key)).size !== phases.length)
    complain('each phase has its own key');
}

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
