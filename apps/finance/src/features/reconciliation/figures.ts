import type { MoneyJson } from '@gatefold/kernel';

export type Tie = {
  readonly currency: string;
  readonly ledger: string;
  readonly stripe: string;
  readonly difference: string;
};

export type DayTie = Tie & { readonly day: string; readonly movements: number };

export type Difference = {
  readonly id: string;
  readonly day: string;
  readonly currency: string;
  readonly source: string | null;
  readonly ledger: string | null;
  readonly stripe: string | null;
  readonly cause: 'not-booked' | 'booked-otherwise' | 'unknown-to-stripe';
  readonly suggestion: string;
};

export type Receivable = {
  readonly subscriptionId: string;
  readonly difference: MoneyJson;
  readonly cause: 'paid-too-little' | 'paid-too-much';
  readonly suggestion: string;
};

export type Suspense = {
  readonly entryId: string;
  readonly key: string;
  readonly source: string;
  readonly at: string;
  readonly amount: MoneyJson;
  readonly case: { readonly id: string; readonly isOpen: boolean } | null;
};

export const causeWords = {
  'not-booked': 'not booked',
  'booked-otherwise': 'booked otherwise',
  'unknown-to-stripe': 'unknown to Stripe',
  'paid-too-little': 'too little was paid',
  'paid-too-much': 'too much was paid',
} as const;

export const tieState = ({ difference }: Pick<Tie, 'difference'>) =>
  difference === '0'
    ? ({ words: 'ties', tone: 'ok' } as const)
    : ({ words: 'differs', tone: 'bad' } as const);

/** Days on which one press books what is missing, each once. */
export const daysToBook = (differences: readonly Difference[]): readonly string[] => [
  ...new Set(differences.filter(({ cause }) => cause === 'not-booked').map(({ day }) => day)),
];
