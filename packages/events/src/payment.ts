import { z } from 'zod';
import { MoneyShape, PeriodShape } from './shapes.ts';

export const paymentEventTypes = [
  'payment.paid',
  'payment.refunded',
  'payment.disputed',
  'payment.dispute-closed',
] as const;

/** Money that moved. A fact: each event counts once, and nothing later takes it back but another fact. */
export const PaymentData = z.object({
  paymentId: z.uuid(),
  subscriptionId: z.uuid(),
  readerId: z.uuid(),
  /** What moved: positive for `paid`, and positive for money given back as well. */
  amount: MoneyShape,
  /** The step of the price path that was paid. */
  phase: z.string(),
  period: PeriodShape.nullable(),
  reason: z.string().nullable(),
  stripeInvoiceId: z.string(),
  stripeChargeId: z.string().nullable(),
});
export type PaymentData = z.infer<typeof PaymentData>;
