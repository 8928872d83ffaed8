import { z } from 'zod';
import { ExpectedCharge, IdParams } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, limit, Locale, Money, page, Period, Revision } from './shapes.ts';

const Interval = z.object({
  unit: z.enum(['day', 'week', 'month', 'year']),
  count: z.int().positive(),
});

const State = z.enum(['open', 'paid', 'redeemed', 'over']);
const EndReason = z.enum(['used', 'refunded', 'disputed', 'expired', 'unpaid']);

const GiftOffer = z
  .object({
    key: z.string(),
    publication: z.string(),
    name: z.string(),
    amount: Money,
    length: Interval,
    text: z.string(),
    takeBackDays: z.int(),
    /** Null for one that can be taken for ever. */
    expiresAfterDays: z.int().nullable(),
  })
  .meta({ id: 'GiftOffer' });

const Gift = z
  .object({
    id: z.uuid(),
    name: z.string(),
    orderNumber: z.string(),
    /** Whether the reader has given it, or reads by it. */
    role: z.enum(['giver', 'reader']),
    state: State,
    endReason: EndReason.nullable(),
    /** To whoever gave it only. */
    amount: Money.nullable(),
    /** To whoever gave it only, while nobody has taken it. */
    code: z.string().nullable(),
    boughtAt: Instant,
    sendAt: Instant,
    sentAt: Instant.nullable(),
    takenAt: Instant.nullable(),
    expiresAt: Instant.nullable(),
    mayTakeBackUntil: Instant.nullable(),
    /** What it pays for, once it is taken. */
    period: Period.nullable(),
    revision: Revision,
  })
  .meta({ id: 'Gift' });

/** As those who look after the money see it: nothing of its code, and nothing of what is written on it. */
const GiftRecord = z
  .object({
    id: z.uuid(),
    orderNumber: z.string(),
    name: z.string(),
    state: State,
    endReason: EndReason.nullable(),
    amount: Money,
    refunded: Money,
    isDisputed: z.boolean(),
    giverId: z.uuid(),
    /** Whom it is mailed to; once it is taken, who has taken it. */
    recipientId: z.uuid(),
    boughtAt: Instant,
    paidAt: Instant.nullable(),
    sendAt: Instant,
    sentAt: Instant.nullable(),
    takenAt: Instant.nullable(),
    /** When it can be taken no more, while it can be. */
    expiresAt: Instant.nullable(),
    endedAt: Instant.nullable(),
    /** What it pays for, once it is taken. */
    period: Period.nullable(),
    stripeChargeId: z.string().nullable(),
  })
  .meta({ id: 'GiftRecord' });

/** What stands on its card. */
const GiftCard = z
  .object({
    name: z.string(),
    length: Interval,
    state: State,
    from: z.string(),
    message: z.string(),
    code: z.string().nullable(),
    orderNumber: z.string(),
    sendAt: Instant,
    expiresAt: Instant.nullable(),
    until: Instant.nullable(),
    /** Whether the reader's own subscription goes on behind it. */
    goesOn: z.boolean(),
  })
  .meta({ id: 'GiftCard' });

const Code = z.strictObject({ code: z.string().max(60) });
const inLanguage = z.object({ locale: Locale.optional() });

const untakeable = [
  'gift-not-found',
  'gift-taken',
  'gift-within-subscription',
  'renewal-running',
  'payment-outstanding',
  'subscription-paused',
  'change-pending',
] as const;

/** A subscription for somebody else: bought once, sent on a day, never renewed. */
export const billingGifts = {
  giftOffers: endpoint({
    method: 'get',
    path: '/v1/gift-offers',
    summary: 'What can be given.',
    caller: 'anyone',
    query: inLanguage,
    status: 200,
    answer: page(GiftOffer),
    problems: [],
  }),
  giveGift: endpoint({
    method: 'post',
    path: '/v1/gifts',
    summary: 'Opens the hosted page on which a gift is paid. Needs an Idempotency-Key.',
    caller: 'anyone',
    body: z.strictObject({
      readerId: z.uuid().optional(),
      email: z.email().max(254).optional(),
      /** The recipient's address. */
      to: z.email().max(254),
      /** As whoever gives it signs. */
      from: z.string().trim().min(1).max(80),
      message: z.string().trim().max(500).default(''),
      /** When it is mailed to the recipient; at once when unset. */
      sendAt: Instant.optional(),
      offer: z.string().max(60),
      /** In which language it was ordered; the hosted page and the mails speak it too. */
      locale: Locale.optional(),
    }),
    status: 201,
    answer: z.object({ id: z.uuid(), url: z.url(), readerId: z.uuid() }),
    problems: [
      'offer-not-on-sale',
      'gift-day-wrong',
      'reader-or-email-required',
      'idempotency-key-required',
      'idempotency-key-reused',
    ],
  }),
  giftReturn: endpoint({
    method: 'post',
    path: '/v1/gifts/{id}/return',
    summary: 'The giver is back from the hosted page: looks at Stripe at once.',
    caller: 'anyone',
    params: IdParams,
    status: 200,
    answer: z.object({ isPaid: z.boolean(), sendAt: Instant }),
    problems: ['gift-not-found'],
  }),
  lookAtGift: endpoint({
    method: 'post',
    path: '/v1/gift-codes/look',
    summary: 'What a code is good for.',
    caller: 'anyone',
    body: Code.extend({ locale: Locale.optional() }),
    status: 200,
    answer: GiftCard,
    problems: ['gift-not-found'],
  }),
  quoteGift: endpoint({
    method: 'post',
    path: '/v1/gift-codes/quote',
    summary:
      'What taking a gift comes to: from when until when one reads by it, and the next charge of a subscription that renews, without it and with it.',
    caller: 'reader',
    body: Code,
    status: 200,
    answer: z.object({
      period: Period,
      /** Null for whoever has no subscription that renews. */
      moved: z.object({ before: ExpectedCharge, next: ExpectedCharge }).nullable(),
    }),
    problems: untakeable,
  }),
  redeemGift: endpoint({
    method: 'post',
    path: '/v1/gift-codes/redemption',
    summary:
      'Takes a gift: reading begins now, or goes on behind what is paid for; a subscription that renews is charged after it. A repeat answers the same.',
    caller: 'reader',
    body: Code.extend({
      /** The next charge of the reader's own subscription, as it was quoted. */
      accepted: ExpectedCharge.optional(),
    }),
    status: 200,
    answer: Gift,
    problems: [...untakeable, 'quote-outdated'],
  }),
  readersGifts: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/gifts',
    summary: 'The gifts that a reader has paid for or taken, newest first.',
    caller: 'reader',
    params: IdParams,
    query: inLanguage,
    status: 200,
    answer: page(Gift),
    problems: ['gift-not-found'],
  }),
  takeGiftBack: endpoint({
    method: 'post',
    path: '/v1/gifts/{id}/taking-back',
    summary: 'Whoever gave it has the money back, within the time that was said, while nobody has taken it.',
    caller: 'reader',
    params: IdParams,
    status: 200,
    answer: Gift,
    problems: ['gift-not-found', 'gift-taken', 'gift-kept'],
  }),
  refundGift: endpoint({
    method: 'post',
    path: '/v1/gifts/{id}/refund',
    summary:
      'Gives back what was paid for a gift that nobody has taken, at any time. What one person may not give back alone is asked for as a refund of the charge with the gift’s id.',
    caller: 'finance',
    params: IdParams,
    body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
    status: 200,
    answer: Gift,
    problems: ['gift-not-found', 'gift-taken', 'refund-needs-approval'],
  }),
  listGifts: endpoint({
    method: 'get',
    path: '/v1/gifts',
    summary: 'All gifts, or those in one state, newest first.',
    caller: 'finance',
    query: z.object({ state: State.optional(), after: z.string().max(200).optional(), limit }),
    status: 200,
    answer: page(GiftRecord),
    problems: ['cursor-invalid'],
  }),
  getGift: endpoint({
    method: 'get',
    path: '/v1/gifts/{id}',
    summary: 'One gift and what became of its money.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    answer: GiftRecord,
    problems: ['gift-not-found'],
  }),
  giftLetter: endpoint({
    method: 'get',
    path: '/v1/gifts/{id}/letter',
    summary: 'What stands on its card. For mail alone.',
    caller: 'service',
    params: IdParams,
    query: inLanguage,
    status: 200,
    answer: GiftCard,
    problems: ['gift-not-found'],
  }),
} as const;
