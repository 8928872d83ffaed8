import type { NoticeData } from '@gatefold/events';
import type { Letter } from '../letter.ts';
import type { Context } from './context.ts';
import {
  cancellationCertificate,
  cancellationRevoked,
  subscriptionEnded,
  withdrawalCertificate,
} from './endings.ts';
import { cardExpiring } from './card-expiring.ts';
import { duplicateRefunded, paymentFailed, paymentRecovered, refundIssued } from './payments.ts';
import { subscriptionImported } from './imported.ts';
import { purchaseConfirmed, receipt } from './purchase.ts';
import { paused, planChanged, priceChange } from './course.ts';
import { giftArrived, giftBegun, giftBought, giftEnding, giftTaken, giftWaiting } from './gifts.ts';
import { conversionReminder, renewalReminder, stepUpNotice } from './reminders.ts';

type NoticeKind = NoticeData['kind'];

/** A new kind of notice does not compile until somebody has written its letter. */
const letters = {
  'purchase-confirmed': purchaseConfirmed,
  receipt,
  'conversion-reminder': conversionReminder,
  'step-up-notice': stepUpNotice,
  'payment-failed': paymentFailed,
  'payment-recovered': paymentRecovered,
  'cancellation-certificate': cancellationCertificate,
  'cancellation-revoked': cancellationRevoked,
  'subscription-ended': subscriptionEnded,
  'refund-issued': refundIssued,
  'duplicate-refunded': duplicateRefunded,
  'plan-changed': planChanged,
  paused,
  'withdrawal-certificate': withdrawalCertificate,
  'price-change': priceChange,
  'subscription-imported': subscriptionImported,
  'gift-bought': giftBought,
  'gift-arrived': giftArrived,
  'gift-taken': giftTaken,
  'gift-begun': giftBegun,
  'gift-waiting': giftWaiting,
  'gift-ending': giftEnding,
  'renewal-reminder': renewalReminder,
  'card-expiring': cardExpiring,
} satisfies Record<NoticeKind, (context: Context) => Letter>;

export const noticeLetter = (kind: NoticeKind, context: Context): Letter => letters[kind](context);
