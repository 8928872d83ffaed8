import { z } from 'zod';
import { Instant, MoneyShape } from './shapes.ts';

export const noticeEventTypes = ['notice.due'] as const;

export const noticeKinds = [
  'purchase-confirmed',
  'receipt',
  'conversion-reminder',
  'step-up-notice',
  'payment-failed',
  'payment-recovered',
  'cancellation-certificate',
  'cancellation-revoked',
  'subscription-ended',
  'refund-issued',
  'duplicate-refunded',
  'plan-changed',
  'paused',
  'withdrawal-certificate',
  'price-change',
  'subscription-imported',
  'gift-bought',
  'gift-arrived',
  'gift-taken',
  'gift-begun',
  'gift-waiting',
  'gift-ending',
  'renewal-reminder',
  'card-expiring',
] as const;

/**
 * A notice to a reader is due. Billing decides that and what it must say; mail renders and sends it.
 *
 * `causeKey` names the cause once and for all: two events with the same key are one notice.
 * Ids, amounts and instants only: the address is asked of identity when the mail is sent.
 */
export const NoticeData = z.object({
  noticeId: z.uuid(),
  readerId: z.uuid(),
  subscriptionId: z.uuid(),
  publication: z.string(),
  kind: z.enum(noticeKinds),
  causeKey: z.string(),
  dueAt: Instant,
  facts: z.object({
    orderNumber: z.string(),
    amount: MoneyShape.nullable(),
    nextAmount: MoneyShape.nullable(),
    nextChargeAt: Instant.nullable(),
    /** The end of the period that the next payment is for. In what was published before it was said there is none. */
    nextUntil: Instant.nullable().default(null),
    /** The month that is printed on the card that ends. In what was published before it was told of there is none. */
    cardExpires: z
      .string()
      .regex(/^\d{4}-\d{2}$/)
      .nullable()
      .default(null),
    listAmount: MoneyShape.nullable(),
    listFrom: Instant.nullable(),
    accessUntil: Instant.nullable(),
    certificateNumber: z.string().nullable(),
    /** Where the reader was when they bought, as a path of the site. */
    returnTo: z.string().nullable(),
  }),
});
export type NoticeData = z.infer<typeof NoticeData>;
