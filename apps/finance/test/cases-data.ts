import type { billing } from '@gatefold/api';
import { anId } from '@gatefold/test-kit';
import type { z } from 'zod';
import { SUBSCRIPTION } from './books.ts';
import { nora, pia } from './people.ts';

type Case = z.output<typeof billing.getCase.answer>;

export const openCase: Case = {
  ...{ id: anId(830), kind: 'foreign-balance-transaction', subject: 'txn_1QforeignAbCdEf' },
  ...{ subscriptionId: null, facts: { type: 'charge', source: 'ch_foreign', amount: '123456 USD' } },
  suggestion: 'Money of somebody who is not a reader: something else is sold in the same Stripe account.',
  ...{ openedAt: '2026-11-24T09:00:00.000Z', takenBy: null, takenAt: null },
  ...{ closedBy: null, closedAt: null, resolution: null },
};

export const takenCase: Case = {
  ...openCase,
  ...{ id: anId(831), kind: 'dispute-opened', subject: 'dp_1Q', subscriptionId: SUBSCRIPTION },
  ...{
    facts: { dispute: 'dp_1Q', reason: 'fraudulent' },
    suggestion: 'Answer at Stripe before its deadline.',
  },
  ...{
    openedAt: '2026-11-23T09:00:00.000Z',
    takenBy: `admin:${pia.id}`,
    takenAt: '2026-11-23T10:00:00.000Z',
  },
};

/** Of a kind that came after these pages. */
export const theirsCase: Case = {
  ...takenCase,
  ...{ id: anId(832), kind: 'something-new', subject: 'xx_1', facts: {}, subscriptionId: null },
  takenBy: `finance:${nora.id}`,
};

export const settledCase: Case = {
  ...takenCase,
  ...{ id: anId(833), subject: 'dp_2Q', closedBy: `finance:${nora.id}` },
  ...{ closedAt: '2026-11-24T11:00:00.000Z', resolution: 'Evidence sent, and won' },
};

export const cases = [openCase, takenCase, theirsCase, settledCase];
