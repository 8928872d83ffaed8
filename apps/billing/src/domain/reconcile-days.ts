import type { Money } from '@gatefold/kernel';

/** What one movement did to our balance at Stripe, by Stripe's list or by the cash journal. */
export type Moved = {
  /** Of the balance transaction. */
  readonly id: string;
  readonly at: Date;
  readonly net: Money;
  readonly source: string | null;
};

export type DayTie = {
  /** In UTC, such as `2026-11-24`. */
  readonly day: string;
  readonly currency: string;
  readonly ledger: bigint;
  readonly stripe: bigint;
  readonly difference: bigint;
  /** By Stripe's list. */
  readonly movements: number;
};

export type DayDifference = {
  readonly id: string;
  readonly day: string;
  readonly currency: string;
  readonly source: string | null;
  /** Null where it is not booked. */
  readonly ledger: bigint | null;
  /** Null where Stripe has no such movement. */
  readonly stripe: bigint | null;
  readonly cause: 'not-booked' | 'booked-otherwise' | 'unknown-to-stripe';
};

type Books = { readonly ledger: readonly Moved[]; readonly stripe: readonly Moved[] };

/** Both books by day and currency, newest day first, and each movement in which they differ. */
export function reconcileDays({ ledger, stripe }: Books): {
  days: DayTie[];
  differences: DayDifference[];
} {
  const ours = new Map(ledger.map((moved) => [moved.id, moved]));
  const theirs = new Map(stripe.map((moved) => [moved.id, moved]));
  const ids = new Set([...theirs.keys(), ...ours.keys()]);
  return {
    days: tiesOf({ ledger, stripe }),
    differences: [...ids].flatMap((id) => differenceOf(ours.get(id), theirs.get(id))),
  };
}

const dayOf = ({ at }: Pick<Moved, 'at'>): string => at.toISOString().slice(0, 10);

function tiesOf({ ledger, stripe }: Books): DayTie[] {
  const ties = new Map<string, Omit<DayTie, 'difference'>>();
  const add = (moved: Moved, of: 'ledger' | 'stripe') => {
    const [day, currency] = [dayOf(moved), moved.net.currency];
    const key = `${day} ${currency}`;
    const tie = ties.get(key) ?? { day, currency, ledger: 0n, stripe: 0n, movements: 0 };
    const movements = tie.movements + (of === 'stripe' ? 1 : 0);
    ties.set(key, { ...tie, [of]: tie[of] + moved.net.amount, movements });
  };
  for (const moved of ledger) add(moved, 'ledger');
  for (const moved of stripe) add(moved, 'stripe');
  return [...ties.values()]
    .map((tie) => ({ ...tie, difference: tie.ledger - tie.stripe }))
    .toSorted((a, b) => b.day.localeCompare(a.day) || a.currency.localeCompare(b.currency));
}

function differenceOf(ours: Moved | undefined, theirs: Moved | undefined): DayDifference[] {
  const known = theirs ?? ours;
  if (known === undefined || isSame(ours, theirs)) return [];
  return [
    {
      id: known.id,
      day: dayOf(known),
      currency: known.net.currency,
      source: known.source,
      ledger: ours?.net.amount ?? null,
      stripe: theirs?.net.amount ?? null,
      cause:
        ours === undefined ? 'not-booked' : theirs === undefined ? 'unknown-to-stripe' : 'booked-otherwise',
    },
  ];
}

/** An entry of nothing names no currency of Stripe's. */
const isSame = (ours: Moved | undefined, theirs: Moved | undefined): boolean =>
  ours !== undefined &&
  theirs !== undefined &&
  ours.net.amount === theirs.net.amount &&
  (ours.net.amount === 0n || ours.net.currency === theirs.net.currency) &&
  dayOf(ours) === dayOf(theirs);

/** What most likely lies behind a difference, and what to do. */
export const differenceSuggestions = {
  'not-booked':
    'It came after its time had been looked through. Book the day: what is booked already is not booked again.',
  'booked-otherwise':
    'The books have another sum, currency or day than Stripe. See who wrote the entry, and correct it by one of your own.',
  'unknown-to-stripe':
    'Stripe’s list has no such movement. Look whether the key is of another account or of test mode; take the entry back by one of your own.',
} as const satisfies Record<DayDifference['cause'], string>;
