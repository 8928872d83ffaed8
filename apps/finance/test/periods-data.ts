import { anId } from '@gatefold/test-kit';
import { usd } from './books.ts';

const closed = {
  month: '2026-09-01',
  state: 'closed',
  closedAt: '2026-10-02T09:00:00.000Z',
  closedBy: 'finance:nora',
} as const;
const over = { month: '2026-10-01', state: 'open', closedAt: null, closedBy: null } as const;

export const periods = [
  { month: '2026-11-01', state: 'running', closedAt: null, closedBy: null },
  over,
  closed,
] as const;

export const aPeriod = {
  ...over,
  accounts: [
    {
      journal: 'documents',
      account: 'deferred:year_one',
      opening: usd('-900'),
      moved: usd('-1800'),
      closing: usd('-2700'),
    },
    { journal: 'cash', account: 'stripe-balance', opening: usd('0'), moved: usd('844'), closing: usd('844') },
  ],
  payouts: [{ source: 'po_1', at: '2026-10-05T00:00:00.000Z', amount: usd('844') }],
  late: [
    {
      entryId: anId(900),
      journal: 'cash',
      key: 'txn_late',
      at: '2026-10-31T23:00:00.000Z',
      recordedAt: '2026-11-03T08:00:00.000Z',
      amount: usd('50'),
    },
  ],
} as const;
