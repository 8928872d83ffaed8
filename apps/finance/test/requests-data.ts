import type { billing } from '@gatefold/api';
import { anId } from '@gatefold/test-kit';
import type { z } from 'zod';
import { READER, SUBSCRIPTION, usd } from './books.ts';
import { waitingGift } from './gifts-data.ts';

type Request = z.output<typeof billing.getRequest.answer>;

/** People are named in `people.ts`: nora, then pia. */
const [NORA, PIA] = [`finance:${anId(1)}`, `admin:${anId(2)}`];

export const giftRequest: Request = {
  ...{
    id: anId(810),
    kind: 'gift-refund',
    subjectId: waitingGift.id,
    readerId: READER,
    subscriptionId: null,
  },
  ...{
    amount: usd('15000'),
    reason: 'duplicate',
    state: 'waiting',
    quotedAt: null,
    outcome: null,
    obstacle: null,
  },
  ...{ askedBy: PIA, askedAt: '2026-11-24T10:00:00.000Z' },
  ...{ decidedBy: null, decidedAt: null, note: null },
};

export const creditRequest: Request = {
  ...giftRequest,
  ...{ id: anId(811), kind: 'credit', subjectId: SUBSCRIPTION, subscriptionId: SUBSCRIPTION },
  ...{ amount: usd('5000'), reason: 'The paper came three days late, twice in one month', askedBy: NORA },
};

export const endingRequest: Request = {
  ...giftRequest,
  ...{ id: anId(817), kind: 'cancel-now', subjectId: SUBSCRIPTION, subscriptionId: SUBSCRIPTION },
  ...{ amount: usd('8870'), reason: 'They have moved to where nothing is delivered', askedBy: PIA },
  quotedAt: '2026-11-24T09:58:00.000Z',
};

const decided = {
  ...{ decidedBy: PIA, decidedAt: '2026-11-24T11:00:00.000Z', note: 'Checked with the newsroom' },
  ...{ askedBy: NORA, subscriptionId: SUBSCRIPTION },
};

/** Its charge is no page of its own; the subscription is. */
export const givenBackRequest: Request = {
  ...giftRequest,
  ...{ id: anId(812), kind: 'refund', subjectId: anId(820), amount: usd('9000'), reason: 'goodwill' },
  ...{ state: 'approved', outcome: 'done' },
  ...decided,
};

export const missingRequest: Request = {
  ...creditRequest,
  ...{ id: anId(813), state: 'approved', outcome: 'missing' },
  ...decided,
};

/** Its payment went back another way. */
export const impossibleRequest: Request = {
  ...givenBackRequest,
  ...{ id: anId(816), outcome: 'missing', obstacle: 'refund-exceeds-payment' },
};

const refusedRequest: Request = { ...givenBackRequest, id: anId(814), outcome: 'failed' };
const declinedRequest: Request = { ...creditRequest, id: anId(815), state: 'rejected', ...decided };

export const requests = [
  giftRequest,
  creditRequest,
  endingRequest,
  givenBackRequest,
  missingRequest,
  refusedRequest,
  impossibleRequest,
  declinedRequest,
];
