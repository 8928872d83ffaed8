import type { billing } from '@gatefold/api';
import { anId } from '@gatefold/test-kit';
import type { z } from 'zod';
import { aSubscription, OTHER_READER, PAYMENT, READER, SUBSCRIPTION } from './books.ts';
import { takenCase } from './cases-data.ts';
import { aGift } from './gifts-data.ts';
import { creditRequest } from './requests-data.ts';

type Found = z.output<typeof billing.search.answer>['data'][number];

const aThing: Found = {
  ...{ kind: 'subscription', id: SUBSCRIPTION, readerId: READER, subscriptionId: SUBSCRIPTION },
  ...{ at: aSubscription.startedAt, eventId: null },
};
const charge: Found = { ...aThing, kind: 'charge', id: anId(820) };
const event: Found = {
  ...{ ...aThing, kind: 'event', id: PAYMENT.id, at: PAYMENT.at, eventId: PAYMENT.id },
};
const entry: Found = { ...event, kind: 'ledger-entry', id: anId(301) };
const gift: Found = { ...aThing, kind: 'gift', id: aGift.id, subscriptionId: null };

/** Nobody's money: a payout is of the whole account. */
const payout: Found = {
  ...{ kind: 'ledger-entry', id: anId(303), readerId: null, subscriptionId: null },
  ...{ at: '2026-10-24T00:00:00.000Z', eventId: null },
};

/** What carries which id, as billing answers it. */
const carriers: Readonly<Record<string, readonly Found[]>> = {
  [READER]: [aThing, gift],
  [SUBSCRIPTION]: [aThing],
  [charge.id]: [charge],
  [PAYMENT.id]: [event],
  [entry.id]: [entry],
  [creditRequest.id]: [{ ...payout, kind: 'request', id: creditRequest.id, at: creditRequest.askedAt }],
  '7F3K-2QXA-91MD': [aThing],
  '7F3K-2QXA-91MD-C1': [aThing, event],
  '8E2J-1PW9-90KC': [gift],
  cus_ada: [aThing, { ...aThing, id: anId(201), subscriptionId: anId(201) }, gift, event],
  cus_two: [aThing, { ...gift, readerId: OTHER_READER }],
  sub_1QaBcDeFg: [aThing, event],
  in_1Q1: [charge, event, entry],
  ch_3Q1aBcDeFgHiJkLmN: [charge, event, entry],
  pi_3Q1: [charge],
  re_3Q1: [{ ...charge, kind: 'refund', id: anId(821) }],
  evt_1: [event],
  dp_1Q: [{ ...charge, kind: 'case', id: takenCase.id }, charge],
  po_1Q: [payout],
  cs_nobodys: [{ ...payout, kind: 'checkout' }],
};

export const foundBy = (text: string): readonly Found[] => carriers[text] ?? [];
