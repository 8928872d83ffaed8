import type { billing } from '@gatefold/api';
import { anId } from '@gatefold/test-kit';
import type { z } from 'zod';
import { SUBSCRIPTION, usd } from './books.ts';
import { openCase } from './cases-data.ts';

type Reconciled = z.output<typeof billing.reconciliation.answer>;
type Days = z.output<typeof billing.reconciliationDays.answer>;
type Suspense = z.output<typeof billing.listSuspense.answer>['data'];

const asOf = '2026-11-24T23:00:00.000Z';

export const reconciled: Reconciled = {
  asOf,
  tie: [
    { currency: 'EUR', ledger: '50000', stripe: '50000', difference: '0' },
    { currency: 'USD', ledger: '812300', stripe: '813144', difference: '-844' },
  ],
  receivables: [
    {
      ...{ subscriptionId: SUBSCRIPTION, difference: usd('900'), cause: 'paid-too-little' },
      suggestion: 'Look whether it was paid outside of Stripe, and book that.',
    },
  ],
  suspense: [usd('-123456')],
  openCases: [
    { kind: 'dispute-opened', count: 2 },
    { kind: 'foreign-balance-transaction', count: 1 },
  ],
};

/** A good day. */
export const nothingDiffers: Reconciled = {
  ...{ asOf, tie: [{ currency: 'USD', ledger: '844', stripe: '844', difference: '0' }] },
  ...{ receivables: [], suspense: [], openCases: [] },
};

export const reconciledDays: Days = {
  asOf,
  from: '2026-11-18',
  days: [
    { day: '2026-11-24', currency: 'EUR', ledger: '500', stripe: '500', difference: '0', movements: 1 },
    { day: '2026-11-24', currency: 'USD', ledger: '0', stripe: '844', difference: '-844', movements: 12 },
  ],
  differences: [
    {
      ...{ id: 'txn_1QmissingAbCd', day: '2026-11-24', currency: 'USD', source: 'ch_3Q1', ledger: null },
      ...{ stripe: '844', cause: 'not-booked', suggestion: 'Book the day.' },
    },
    {
      ...{ id: 'txn_1QnobodysAbCd', day: '2026-11-23', currency: 'USD', source: null, ledger: '100' },
      ...{ stripe: null, cause: 'unknown-to-stripe', suggestion: 'Take the entry back by one of your own.' },
    },
  ],
  more: 0,
};

export const suspense: Suspense = [
  {
    ...{ entryId: anId(304), key: openCase.subject, source: 'ch_foreign', at: '2026-11-24T09:00:00.000Z' },
    ...{ amount: usd('-123456'), case: { id: openCase.id, isOpen: true } },
  },
];
