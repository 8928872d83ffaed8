import type { billing } from '@gatefold/api';
import { anId } from '@gatefold/test-kit';
import type { z } from 'zod';
import { aSubscription, usd } from './books.ts';

type Charge = z.output<typeof billing.listCharges.answer>['data'][number];

const paid: Charge = {
  ...{ id: anId(820), phase: 'year_one', amount: usd('9000'), refunded: usd('1000'), status: 'paid' },
  ...{ dueAt: '2026-11-24T12:40:00Z', paidAt: '2026-11-24T12:40:05Z', stripeInvoiceId: 'in_1Q1' },
  period: { from: '2026-11-24T12:40:00Z', until: '2026-12-22T12:40:00Z' },
};

/** Of which something is left. */
export const lastCharge = paid;
const gone: Charge = { ...paid, id: anId(821), amount: usd('100'), refunded: usd('100') };
const coming: Charge = { ...paid, id: anId(822), status: 'expected', paidAt: null, refunded: usd('0') };

export const charges = [gone, paid, coming];

/** Up to twenty dollars alone, ten of which went back. */
export const refundQuoteOf = (amount: string | undefined) => ({
  amount: usd(amount ?? '8000'),
  left: usd('8000'),
  isAlone: Number(amount ?? '8000') <= 1_000,
});

export const refundedBy = (amount: unknown) => ({
  ...{ id: anId(825), amount, status: 'succeeded' },
  ...{ subscription: aSubscription, revision: aSubscription.revision },
});

export const cancelNowQuote = { at: '2026-11-24T23:00:00.000Z', refund: usd('887'), isAlone: true };
