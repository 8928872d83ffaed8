import type { billing } from '@gatefold/api';
import { anId } from '@gatefold/test-kit';
import type { z } from 'zod';
import { READER, SUBSCRIPTION } from './books.ts';
import { nora } from './people.ts';

type Entry = z.output<typeof billing.listAudit.answer>['data'][number];

const refund: Entry = {
  ...{ sequence: 42, at: '2026-11-24T12:00:00.000Z', actor: `finance:${nora.id}`, action: 'charge.refund' },
  ...{ subject: anId(820), facts: { amount: '123456 USD', reason: 'goodwill', note: null } },
  ...{ previousHash: 'b'.repeat(64), hash: `a1b2c3d4${'0'.repeat(56)}` },
};

export const auditEntries: readonly Entry[] = [
  refund,
  {
    ...{ ...refund, sequence: 41, actor: `reader:${READER}`, action: 'subscription.cancel', facts: {} },
    subject: SUBSCRIPTION,
  },
  // Of a kind that came after these pages.
  { ...refund, sequence: 40, actor: 'service:cli', action: 'something.new', subject: '2026-10' },
];

type Verdict = z.output<typeof billing.verifyAudit.answer>;

export const wholeChain: Verdict = {
  ...{ entries: 42, checkedTo: 42, brokenAt: null, lastHash: auditEntries[0]?.hash ?? null },
  ...{ underWay: null, lastWalk: { endedAt: '2026-11-24T12:00:00.000Z', entries: 40, brokenAt: null } },
};
