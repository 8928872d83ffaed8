import type { billing } from '@gatefold/api';
import { anId } from '@gatefold/test-kit';
import type { z } from 'zod';
import { OTHER_READER, READER, usd } from './books.ts';

type Gift = z.output<typeof billing.getGift.answer>;

export const aGift: Gift = {
  ...{
    id: anId(800),
    orderNumber: '8E2J-1PW9-90KC',
    name: 'One year as a gift',
    state: 'paid',
    endReason: null,
  },
  ...{ amount: usd('15000'), refunded: usd('0'), isDisputed: false },
  ...{ giverId: READER, recipientId: OTHER_READER, stripeChargeId: 'ch_3QgiftAbCdEfGhIjKl' },
  boughtAt: '2026-11-20T09:00:00.000Z',
  paidAt: '2026-11-20T09:01:00.000Z',
  sendAt: '2026-11-22T09:00:00.000Z',
  sentAt: '2026-11-22T09:00:02.000Z',
  takenAt: null,
  expiresAt: '2027-11-22T09:00:00.000Z',
  ...{ endedAt: null, period: null },
};

export const takenGift: Gift = {
  ...aGift,
  ...{ id: anId(801), orderNumber: '9C1D-0RTB-33VX', state: 'redeemed', expiresAt: null },
  takenAt: '2026-11-23T09:00:00.000Z',
  period: { from: '2026-11-23T09:00:00.000Z', until: '2027-11-23T09:00:00.000Z' },
};

export const givenBack: Gift = {
  ...aGift,
  ...{ id: anId(802), orderNumber: '4B8E-77QD-58GH', state: 'over', endReason: 'refunded', expiresAt: null },
  ...{ refunded: usd('15000'), endedAt: '2026-11-23T09:00:00.000Z' },
};

export const waitingGift: Gift = { ...aGift, id: anId(803), orderNumber: '5D2F-81AC-19RN' };

export const gifts = [aGift, takenGift, givenBack, waitingGift];

/** As giving one back is answered. */
export const refundedGift: z.output<typeof billing.refundGift.answer> = {
  ...{ id: aGift.id, name: aGift.name, orderNumber: aGift.orderNumber, role: 'giver', amount: aGift.amount },
  ...{ state: 'over', endReason: 'refunded', code: null, boughtAt: aGift.boughtAt, sendAt: aGift.sendAt },
  ...{ sentAt: aGift.sentAt, takenAt: null, expiresAt: null, mayTakeBackUntil: null, period: null },
  revision: `1.${aGift.id}.2`,
};
