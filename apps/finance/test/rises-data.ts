import type { billing } from '@gatefold/api';
import { anId } from '@gatefold/test-kit';
import type { z } from 'zod';
import { OTHER_READER, READER, SUBSCRIPTION, usd } from './books.ts';

type Risen = z.output<typeof billing.listRisen.answer>['data'][number];

export const aRise: z.output<typeof billing.getPriceRise.answer> = {
  ...{ id: anId(840), offer: 'digital', amount: usd('1800'), from: '2027-03-01T05:00:00.000Z' },
  ...{ announcedBy: `admin:${anId(2)}`, announcedAt: '2026-11-20T15:00:00.000Z', told: 12_345, waiting: 2 },
};

const toldRow: Risen = {
  ...{ id: SUBSCRIPTION, readerId: READER, orderNumber: '7F3K-2QXA-91MD', phase: 'year_one' },
  ...{ toldAt: '2026-11-20T15:00:01.000Z', from: aRise.from, isHandedToMail: true },
  firstCharge: { at: '2027-08-03T12:40:00.000Z', amount: usd('1800') },
  ...{ obstacle: null, pausedUntil: null },
};

export const toldRows: readonly Risen[] = [
  { ...toldRow, id: anId(841), orderNumber: '9PPQ-R2XA-40KD', isHandedToMail: false, firstCharge: null },
  toldRow,
];

const waitingRow: Risen = {
  ...{ ...toldRow, id: anId(842), readerId: OTHER_READER, orderNumber: '3HHK-M7TE-15BZ' },
  ...{ toldAt: null, isHandedToMail: null, firstCharge: null, obstacle: 'subscription-paused' },
  pausedUntil: '2027-01-15T12:40:00.000Z',
};

export const waitingRows: readonly Risen[] = [
  waitingRow,
  {
    ...{ ...waitingRow, id: anId(843), orderNumber: '5TTW-Z8NC-62AF', phase: 'standard' },
    ...{ obstacle: 'subscription-cancelling', pausedUntil: null },
  },
];
